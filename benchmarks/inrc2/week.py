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
"""

from __future__ import annotations

import time

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.inrc2.ahead import Ahead, typical
from benchmarks.inrc2.instance import Assigned, Past, Week
from benchmarks.inrc2.master import MISSING, UNDER, Master, groups_of
from benchmarks.inrc2.patterns import DAYS, FORBIDDEN
from optimize.growing import GrowingProgram
from optimize.linear import Builder
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Limits, Proof, Status

WIDTH = 30.0
MOST_COLUMNS = 9000
NEW = 8
"""Patterns a nurse that enter in one round."""
ROUNDS = 300
EXACT = 1e-4
SETTLE, SETTLE_SHARE = 3, 0.4
"""Times that the worth of service in the weeks to come is taken from the week's own prices, halfway each time;
share of the time after which it is not taken again."""


def solve_week(
    ahead: Ahead, week: Week, history: dict[str, Past], left: int, limits: Limits
) -> tuple[Assigned, Proof]:
    """Shifts and skills of a week, and the proof that it is the best of this week by points and outlook."""
    began = time.perf_counter()
    enough = np.inf if limits.seconds is None else began + SETTLE_SHARE * limits.seconds
    master, bound, reduced = _settled(ahead, week, history, left, enough)
    width = _width(reduced)
    nurse, pattern = np.nonzero(reduced <= width)
    seconds = None if limits.seconds is None else max(limits.seconds - (time.perf_counter() - began), 0.0)
    chosen, among = _choose(master, nurse, pattern, Limits(seconds=seconds, nodes=limits.nodes))
    if among.objective is None:
        cheapest = np.arange(len(reduced)), reduced.argmin(axis=1)
        chosen, among = _choose(master, *cheapest, Limits())
        width = 0.0
    value = among.objective
    if value is None:
        raise RuntimeError("one pattern a nurse has no cover, not even with everybody missing")
    proven = among.status is Status.OPTIMAL and value - bound <= width
    proof = Proof(
        "roster",
        "week",
        Status.OPTIMAL if proven else Status.FEASIBLE,
        value,
        value if proven else min(bound, value),
        time.perf_counter() - began,
        limits.seed,
    )
    return assigned(master, chosen), proof


def _settled(
    ahead: Ahead, week: Week, history: dict[str, Past], left: int, enough: float
) -> tuple[Master, float, Floats]:
    """The week at a worth of the weeks to come that its own program nearly agrees with; bound, reduced costs.

    `enough` is the reading of the clock after which it is not settled any more.
    """
    groups, shifts = len(groups_of(ahead.scenario)), len(ahead.patterns.shifts)
    worth = np.full((groups, DAYS * shifts), UNDER / 2)
    for _ in range(SETTLE if left else 0):
        if time.perf_counter() > enough:
            break
        master = Master.of(ahead, week, history, left, worth)
        duals = _relaxed(master)[2]
        for group, now in enumerate(duals[len(master.nurses) :][: worth.size].reshape(worth.shape)):
            worth[group] += 0.5 * (typical(np.clip(now, 0.0, UNDER).reshape(DAYS, shifts)).ravel() - worth[group])
    master = Master.of(ahead, week, history, left, worth)
    bound, reduced, _ = _relaxed(master)
    return master, bound, reduced


def _width(reduced: Floats) -> float:
    """Reduced cost up to which patterns are chosen among."""
    count = min(MOST_COLUMNS, reduced.size - 1)
    return min(WIDTH, float(np.partition(reduced.ravel(), count)[count]))


def _relaxed(master: Master) -> tuple[float, Floats, Floats]:
    """The linear program's bound over all patterns, reduced costs at its prices, and these prices."""
    program, static = GrowingProgram(*master.bounds()), master.static()
    program.add(static.cost, static.upper, static.row, static.column, static.value)
    entered = np.zeros(master.costs.shape, dtype=bool)
    reduced, best, duals = master.costs, -np.inf, np.zeros(len(master.bounds()[0]))
    for _ in range(ROUNDS):
        cheapest = np.argpartition(np.where(entered, np.inf, reduced), NEW, axis=1)[:, :NEW]
        nurse = np.repeat(np.arange(len(master.nurses)), NEW)
        pattern = cheapest.ravel()
        begun = np.asarray(entered.any(axis=1), dtype=bool)[nurse]
        fresh = ~entered[nurse, pattern] & ((reduced[nurse, pattern] < -EXACT) | ~begun)
        if not fresh.any():
            break
        nurse, pattern = nurse[fresh], pattern[fresh]
        entered[nurse, pattern] = True
        row, column, value = master.entries(nurse, pattern)
        program.add(master.costs[nurse, pattern], np.full(len(nurse), np.inf), row, column, value)
        answer = program.solve()
        if answer is None:
            break
        duals = answer[1]
        reduced = master.reduced(duals)
        best = max(best, answer[0] + float(np.minimum(reduced.min(axis=1), 0.0).sum()))
    return best, reduced, duals


def _choose(master: Master, nurse: Ints, pattern: Ints, limits: Limits) -> tuple[Ints, Proof]:
    """(N,) the best pattern of each nurse among some, and how far that is proven."""
    lower, upper = master.bounds()
    builder = Builder()
    rows = builder.rows(len(lower), lower=lower, upper=upper)
    picks = builder.columns(len(nurse), cost=master.costs[nurse, pattern], upper=1.0, integer=True)
    static = master.static()
    others = builder.columns(len(static.cost), cost=static.cost, upper=static.upper)
    row, column, value = master.entries(nurse, pattern)
    builder.put(rows[row], picks[column], value)
    builder.put(rows[static.row], others[static.column], static.value)
    answer, values = builder.build().solve(stage="roster", partition="week", limits=limits)
    chosen = np.zeros(len(master.nurses), dtype=np.int64)
    if answer.found:
        taken = np.flatnonzero(values[: len(nurse)] > 0.5)
        chosen[nurse[taken]] = pattern[taken]
    return chosen, answer.proof


def assigned(master: Master, chosen: Ints) -> Assigned:
    """Each shift's nurses to the skills that are asked for, least cover first: one assignment problem a slot."""
    found: Assigned = {}
    for day in range(DAYS):
        today = master.patterns.days[chosen, day]
        for symbol, shift in enumerate(master.patterns.shifts):
            there = np.flatnonzero(today == symbol)
            seats, price = _seats(master, shift, day)
            fits = np.zeros((len(there), len(seats) + len(there)))
            for row, nurse in enumerate(there.tolist()):
                skills = master.groups[master.group[nurse]]
                fits[row, : len(seats)] = [
                    worth if skill in skills else -FORBIDDEN for skill, worth in zip(seats, price, strict=True)
                ]
            rows, places = linear_sum_assignment(fits, maximize=True)
            for nurse, seat in zip(there[rows].tolist(), places.tolist(), strict=True):
                spare = master.groups[master.group[nurse]][-1]
                found[master.nurses[nurse], day] = (shift, seats[seat] if seat < len(seats) else spare)
    return found


def _seats(master: Master, shift: str, day: int) -> tuple[list[str], list[float]]:
    """The skill of each place to fill, and what filling it saves."""
    seats: list[str] = []
    price: list[float] = []
    for skill in master.scenario.skills:
        least, best = master.week.cover.get((shift, skill, day), (0, 0))
        seats += [skill] * best
        price += [MISSING] * least + [UNDER] * (best - least)
    return seats, price
