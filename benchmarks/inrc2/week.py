"""One week of all nurses: one pattern each, cover by skill, at the least points.

Sets       nurses n, patterns p (all of them), slots t (day and shift), skills k, groups g of nurses of like skills
Variables  x[n, p] in {0, 1}; z[g, t, k] >= 0 nurses of the group who serve with the skill; under[t, k] within
           best - least, missing[t, k] within least
Rows       sum_p x[n, p] = 1
           sum of x over nurses of g and patterns that work t = sum_k z[g, t, k]
           sum_g z[g, t, k] + under + missing >= best
Objective  sum cost x + 30 under + `MISSING` missing

The linear program is solved by column generation, its pricing exact over all patterns, so that its Lagrangean
value bounds the week's points and outlook from below. Patterns whose reduced cost is beyond the gap that is left
can be in no better answer: those within `WIDTH` are chosen among by HiGHS, and where the answer found lies within
that width of the bound, it is the best of all weeks. Where the time allows none of this, each nurse has the
pattern that is cheapest at the prices of the program.

The first answer has an outlook at steady prices, near those of the week itself. Where time is left, the week after
it is rehearsed (see `rehearsal`), and further answers have the mean of the outlooks that rehearsing the answers
before gave; taken is the one with the least points and mean of the rehearsed weeks.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np

from benchmarks.inrc2.ahead import Ahead, typical
from benchmarks.inrc2.answer import Answer, best_of
from benchmarks.inrc2.history import after
from benchmarks.inrc2.instance import Assigned, Past, Week
from benchmarks.inrc2.master import UNDER, Master
from benchmarks.inrc2.patterns import DAYS
from benchmarks.inrc2.rehearsal import rehearsal, shifts_of
from benchmarks.inrc2.relaxed import relaxed
from benchmarks.inrc2.skills import assigned
from quarterhour.arrays import Floats, Mask
from quarterhour.result import Limits, Proof
from quarterhour.seeds import generator

SETTLE, SETTLE_SHARE = 3, 0.4
"""Times that the worth of service in the weeks to come is taken from the week's own prices, halfway each time;
share of the time after which it is not taken again."""
FURTHER, FURTHER_SHARE = 2, 0.5
"""Answers after the first; share of the time after which no other is looked for."""


def solve_week(
    ahead: Ahead, week: Week, history: Mapping[str, Past], left: int, limits: Limits
) -> tuple[Assigned, Proof]:
    """Shifts and skills of a week, and the proof that it is the best of this week by points and outlook."""
    began = time.perf_counter()
    points = ahead.points(week, history)
    pool = np.zeros(points.shape, dtype=bool)
    worth, prices = _settled(ahead, week, history, points, left, pool, _at(began, limits, SETTLE_SHARE))
    master = Master(ahead, week, points + ahead.left_to_come(history, ahead.steady(worth, left)))
    answer = best_of(master, prices, pool, _from_now(began, limits))
    if left and time.perf_counter() < _at(began, limits, FURTHER_SHARE):
        answer = _rehearsed(ahead, week, history, points, left, worth, prices, pool, answer, began, limits)
    return assigned(answer.master, answer.chosen), answer.proof


def _settled(
    ahead: Ahead,
    week: Week,
    history: Mapping[str, Past],
    points: Floats,
    left: int,
    pool: Mask,
    enough: float,
) -> tuple[Floats, Floats]:
    """(groups, slots) worth of the weeks to come that the week's own program nearly agrees with; its prices.

    `enough` is the reading of the clock after which it is not settled any more.
    """
    worth = np.full((len(ahead.groups), ahead.slots), UNDER / 2)
    prices = np.zeros(len(points) + worth.size + len(week.cover))
    for _ in range(SETTLE if left else 0):
        if time.perf_counter() > enough:
            break
        master = Master(ahead, week, points + ahead.left_to_come(history, ahead.steady(worth, left)))
        prices = relaxed(master, prices, pool).duals
        for group, now in enumerate(master.worth(prices)):
            worth[group] += 0.5 * (typical(np.clip(now, 0.0, UNDER).reshape(DAYS, -1)).ravel() - worth[group])
    return worth, prices


def _rehearsed(
    ahead: Ahead,
    week: Week,
    history: Mapping[str, Past],
    points: Floats,
    left: int,
    worth: Floats,
    prices: Floats,
    pool: Mask,
    first: Answer,
    began: float,
    limits: Limits,
) -> Answer:
    """The answer with the least points and mean of the rehearsed weeks after it."""
    draw = generator(limits.seed, "weeks to come", left)
    states = after(history, shifts_of(ahead, first.chosen))
    stage = rehearsal(ahead, week, states, left, worth, draw)
    answer, best, least, outlooks = first, first, np.inf, list[Floats]()
    for number in range(FURTHER + 1):
        bounds = [played.bound for played in stage.play(after(history, shifts_of(ahead, answer.chosen)))]
        value = answer.points(points) + float(np.mean(bounds))
        if value < least - 1e-6:
            best, least = answer, value
        if number == FURTHER or time.perf_counter() > _at(began, limits, FURTHER_SHARE):
            break
        outlooks.append(ahead.left_to_come(history, stage.outlook()))
        master = Master(ahead, week, points + np.mean(outlooks, axis=0))
        answer = best_of(master, prices, pool, _from_now(began, limits))
    return best


def _at(began: float, limits: Limits, share: float) -> float:
    """The reading of the clock when a share of the time is over."""
    return np.inf if limits.seconds is None else began + share * limits.seconds


def _from_now(began: float, limits: Limits) -> Limits:
    """The limits with what is left of the seconds."""
    seconds = None if limits.seconds is None else max(limits.seconds - (time.perf_counter() - began), 0.0)
    return Limits(seconds=seconds, nodes=limits.nodes, seed=limits.seed)
