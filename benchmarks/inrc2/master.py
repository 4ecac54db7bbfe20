"""The rows and columns of one week's program: see `week` for its formulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.inrc2.ahead import Ahead
from benchmarks.inrc2.instance import Past, Scenario, Week
from benchmarks.inrc2.patterns import DAYS, Patterns
from quarterhour.arrays import Floats, Ints

UNDER, MISSING = 30.0, 3000.0


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
    def of(cls, ahead: Ahead, week: Week, history: dict[str, Past], left: int, worth: Floats) -> Master:
        """Costs by history, with the `left` weeks to come at the `worth` (group x slot) of service in them."""
        nurses = tuple(ahead.scenario.nurses)
        groups = groups_of(ahead.scenario)
        group = np.array([groups.index(nurse.skills) for nurse in ahead.scenario.nurses.values()])
        costs = ahead.costs(week, history, left, dict(zip(nurses, worth[group], strict=True)))
        return cls(ahead.scenario, week, ahead.patterns, nurses, groups, group, costs)

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


def groups_of(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Skills of each group of nurses."""
    return tuple(sorted({nurse.skills for nurse in scenario.nurses.values()}))
