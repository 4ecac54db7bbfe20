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
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.inrc2.ahead import Ahead, Outlook, typical
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


@dataclass(frozen=True)
class _Asked:
    """A week to be planned, what is known before it, and the time for it.

    Attributes
    ----------
    points
        (N, P) points of each nurse's patterns in the week itself.
    left
        Weeks after it.
    began
        Reading of the clock at its beginning.
    """

    ahead: Ahead
    week: Week
    history: Mapping[str, Past]
    points: Floats
    left: int
    limits: Limits
    began: float

    def outlook(self, later: Outlook) -> Floats:
        """(N, P) points to come after each nurse's patterns."""
        return self.ahead.left_to_come(self.history, later)

    def program(self, outlook: Floats) -> Master:
        """Of the week with an outlook (N, P) after it."""
        return Master(self.ahead, self.week, self.points + outlook)

    def over(self, share: float) -> bool:
        """Whether a share of the time is over."""
        return self.limits.seconds is not None and self._spent() > share * self.limits.seconds

    def rest(self) -> Limits:
        """The limits with what is left of the seconds."""
        if self.limits.seconds is None:
            return self.limits
        return replace(self.limits, seconds=max(self.limits.seconds - self._spent(), 0.0))

    def _spent(self) -> float:
        return time.perf_counter() - self.began


@dataclass(frozen=True)
class _Begun:
    """Where the week's programs begin.

    Attributes
    ----------
    worth
        (groups, slots) worth of service in the weeks to come.
    prices
        Of the program's rows.
    pool
        (N, P) patterns that mattered so far; every program adds its own.
    """

    worth: Floats
    prices: Floats
    pool: Mask


def solve_week(
    ahead: Ahead, week: Week, history: Mapping[str, Past], left: int, limits: Limits
) -> tuple[Assigned, Proof]:
    """Shifts and skills of a week, and the proof that it is the best of this week by points and outlook."""
    began = time.perf_counter()
    asked = _Asked(ahead, week, history, ahead.points(week, history), left, limits, began)
    begun = _settled(asked)
    master = asked.program(asked.outlook(ahead.steady(begun.worth, left)))
    answer = best_of(master, begun.prices, begun.pool, asked.rest())
    if left and not asked.over(FURTHER_SHARE):
        answer = _rehearsed(asked, begun, answer)
    return assigned(answer.master, answer.chosen), answer.proof


def _settled(asked: _Asked) -> _Begun:
    """A worth of the weeks to come that the week's own program nearly agrees with."""
    ahead, points = asked.ahead, asked.points
    worth = np.full((len(ahead.groups), ahead.slots), UNDER / 2)
    prices = np.zeros(len(points) + worth.size + len(asked.week.cover))
    pool = np.zeros(points.shape, dtype=bool)
    for _ in range(SETTLE if asked.left else 0):
        if asked.over(SETTLE_SHARE):
            break
        master = asked.program(asked.outlook(ahead.steady(worth, asked.left)))
        prices = relaxed(master, prices, pool).duals
        for group, now in enumerate(master.worth(prices)):
            worth[group] += 0.5 * (typical(np.clip(now, 0.0, UNDER).reshape(DAYS, -1)).ravel() - worth[group])
    return _Begun(worth, prices, pool)


def _rehearsed(asked: _Asked, begun: _Begun, first: Answer) -> Answer:
    """The answer with the least points and mean of the rehearsed weeks after it."""
    ahead, left = asked.ahead, asked.left
    draw = generator(asked.limits.seed, "weeks to come", left)
    stage = rehearsal(ahead, asked.week, _states(asked, first), left, begun.worth, draw)
    answer, best, least, outlooks = first, first, np.inf, list[Floats]()
    for number in range(FURTHER + 1):
        bounds = [played.bound for played in stage.play(_states(asked, answer))]
        value = answer.points(asked.points) + float(np.mean(bounds))
        if value < least - 1e-6:
            best, least = answer, value
        if number == FURTHER or asked.over(FURTHER_SHARE):
            break
        outlooks.append(asked.outlook(stage.outlook()))
        master = asked.program(np.mean(outlooks, axis=0))
        answer = best_of(master, begun.prices, begun.pool, asked.rest())
    return best


def _states(asked: _Asked, answer: Answer) -> dict[str, Past]:
    """What each nurse has behind after the week."""
    return after(asked.history, shifts_of(asked.ahead, answer.chosen))
