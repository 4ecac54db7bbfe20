"""One week of all nurses: one pattern each, cover by skill, at the least points.

Sets       nurses n, patterns p (all of them), slots t (day and shift), skills k, groups g of nurses of like skills
Variables  x[n, p] in {0, 1}; z[g, t, k] >= 0 nurses of the group who serve with the skill; under[t, k] within
           best - least, missing[t, k] within least
Rows       sum_p x[n, p] = 1
           sum of x over nurses of g and patterns that work t = sum_k z[g, t, k]
           sum_g z[g, t, k] + under + missing >= best
Objective  sum cost x + 30 under + `MISSING` missing

The linear program is solved by column generation, its pricing exact over all patterns, so that its Lagrangean
value bounds the week's points from below. Patterns whose reduced cost is beyond the gap that is left can be in no
better answer: those within `WIDTH` are chosen among by HiGHS, and where the answer found lies within that width of
the bound, it is the best of all weeks.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.inrc2.instance import Assigned, Past, Scenario, Week
from benchmarks.inrc2.patterns import DAYS, FORBIDDEN, Patterns, cost
from optimize.growing import GrowingProgram
from optimize.linear import Builder
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Limits, Proof, Status

UNDER, MISSING = 30.0, 3000.0
WIDTH = 30.0
MOST_COLUMNS = 9000
NEW = 8
"""Patterns a nurse that enter in one round."""
ROUNDS = 300
EXACT = 1e-4


@dataclass(frozen=True)
class Static:
    """The columns that are no patterns: entries name rows of the master, and columns from 0 on."""

    cost: Floats
    upper: Floats
    row: Ints
    column: Ints
    value: Floats


@dataclass(frozen=True)
class Master:
    """Rows of one week: a row a nurse, a row a group and slot, a row a demand.

    Attributes
    ----------
    nurses, groups
        Names; skills of each group.
    group
        (N,) group of each nurse.
    costs
        (N, P) points.
    """

    scenario: Scenario
    week: Week
    patterns: Patterns
    nurses: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    group: Ints
    costs: Floats

    @classmethod
    def of(cls, scenario: Scenario, week: Week, history: dict[str, Past], done: float) -> Master:
        """Costs by history, for the week that ends when the share `done` of the horizon is over."""
        patterns, nurses = Patterns.of(scenario), tuple(scenario.nurses)
        groups = tuple(sorted({nurse.skills for nurse in scenario.nurses.values()}))
        group = np.array([groups.index(scenario.nurses[nurse].skills) for nurse in nurses])
        costs = np.array([cost(patterns, scenario, week, nurse, history[nurse], done) for nurse in nurses])
        return cls(scenario, week, patterns, nurses, groups, group, costs)

    @property
    def slots(self) -> int:
        """Days x shifts."""
        return DAYS * len(self.patterns.shifts)

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper side of each row."""
        links = np.zeros(len(self.groups) * self.slots)
        best = np.array([wanted[1] for wanted in self.week.cover.values()], dtype=np.float64)
        ones = np.ones(len(self.nurses))
        return np.concatenate([ones, links, best]), np.concatenate([ones, links, np.full(len(best), np.inf)])

    def entries(self, nurse: Ints, pattern: Ints) -> tuple[Ints, Ints, Floats]:
        """Rows, columns and values of some pattern columns."""
        which, slot = np.nonzero(self.patterns.slots[pattern])
        linked = len(self.nurses) + self.group[nurse[which]] * self.slots + slot
        row = np.concatenate([nurse, linked])
        column = np.concatenate([np.arange(len(nurse)), which])
        return row, column, np.ones(len(row))

    def static(self) -> Static:
        """Who serves with which skill, and who is missing."""
        costs: list[float] = []
        upper: list[float] = []
        row: list[int] = []
        column: list[int] = []
        value: list[float] = []
        first = len(self.nurses) + len(self.groups) * self.slots
        for number, ((shift, skill, day), (least, best)) in enumerate(self.week.cover.items()):
            slot = day * len(self.patterns.shifts) + self.patterns.symbol(shift)
            for group, skills in enumerate(self.groups):
                if skill in skills:
                    row += [len(self.nurses) + group * self.slots + slot, first + number]
                    column += [len(costs)] * 2
                    value += [-1.0, 1.0]
                    costs.append(0.0)
                    upper.append(float(len(self.nurses)))
            for price, room in ((UNDER, best - least), (MISSING, least)):
                row.append(first + number)
                column.append(len(costs))
                value.append(1.0)
                costs.append(price)
                upper.append(float(room))
        return Static(np.array(costs), np.array(upper), np.array(row), np.array(column), np.array(value))

    def reduced(self, duals: Floats) -> Floats:
        """(N, P) reduced costs."""
        own = duals[: len(self.nurses)]
        links = duals[len(self.nurses) : len(self.nurses) + len(self.groups) * self.slots]
        prices = self.patterns.slots @ links.reshape(len(self.groups), self.slots).T
        return np.asarray(self.costs - prices.T[self.group] - own[:, None])


def solve_week(
    scenario: Scenario, week: Week, history: dict[str, Past], done: float, limits: Limits
) -> tuple[Assigned, Proof]:
    """Shifts and skills of a week, and the proof that it is the best of this week by `cost`."""
    began = time.perf_counter()
    master = Master.of(scenario, week, history, done)
    bound, reduced = _relaxed(master)
    width = _width(reduced)
    nurse, pattern = np.nonzero(reduced <= width)
    left = None if limits.seconds is None else max(limits.seconds - (time.perf_counter() - began), 1.0)
    chosen, among = _choose(master, nurse, pattern, Limits(seconds=left, nodes=limits.nodes))
    value = among.objective
    if value is None:
        raise RuntimeError("no week was found within the limits")
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


def _width(reduced: Floats) -> float:
    """Reduced cost up to which patterns are chosen among."""
    count = min(MOST_COLUMNS, reduced.size - 1)
    return min(WIDTH, float(np.partition(reduced.ravel(), count)[count]))


def _relaxed(master: Master) -> tuple[float, Floats]:
    """The linear program's bound over all patterns, and reduced costs at its prices."""
    program, static = GrowingProgram(*master.bounds()), master.static()
    program.add(static.cost, static.upper, static.row, static.column, static.value)
    entered = np.zeros(master.costs.shape, dtype=bool)
    reduced, best = master.costs, -np.inf
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
        reduced = master.reduced(answer[1])
        best = max(best, answer[0] + float(np.minimum(reduced.min(axis=1), 0.0).sum()))
    return best, reduced


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
