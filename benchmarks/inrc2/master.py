"""The rows and columns of one week's program: see `week` for its formulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.inrc2.ahead import Ahead
from benchmarks.inrc2.instance import Week
from optimize.linear import Builder, LinearProgram
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
    costs
        (N, P) points.
    missing
        Points of each nurse short of the least cover.
    """

    ahead: Ahead
    week: Week
    costs: Floats
    missing: float = MISSING

    @property
    def nurses(self) -> int:
        """How many."""
        return len(self.costs)

    @property
    def links(self) -> int:
        """Rows of groups and slots."""
        return len(self.ahead.groups) * self.ahead.slots

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper side of each row."""
        links = np.zeros(self.links)
        best = np.array([wanted[1] for wanted in self.week.cover.values()], dtype=np.float64)
        ones = np.ones(self.nurses)
        return np.concatenate([ones, links, best]), np.concatenate([ones, links, np.full(len(best), np.inf)])

    def entries(self, nurse: Ints, pattern: Ints) -> tuple[Ints, Ints, Floats]:
        """Rows, columns and values of some pattern columns."""
        which, slot = np.nonzero(self.ahead.patterns.slots[pattern])
        linked = self.nurses + self.ahead.group[nurse[which]] * self.ahead.slots + slot
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
        first, patterns = self.nurses + self.links, self.ahead.patterns
        for number, ((shift, skill, day), (least, best)) in enumerate(self.week.cover.items()):
            slot = day * len(patterns.shifts) + patterns.symbol(shift)
            for group, skills in enumerate(self.ahead.groups):
                if skill in skills:
                    row += [self.nurses + group * self.ahead.slots + slot, first + number]
                    column += [len(costs)] * 2
                    value += [-1.0, 1.0]
                    costs.append(0.0)
                    upper.append(float(self.nurses))
            for price, room in ((UNDER, best - least), (self.missing, least)):
                row.append(first + number)
                column.append(len(costs))
                value.append(1.0)
                costs.append(price)
                upper.append(float(room))
        return Static(np.array(costs), np.array(upper), np.array(row), np.array(column), np.array(value))

    def program(self, nurse: Ints, pattern: Ints) -> LinearProgram:
        """The program over some patterns, whose columns come first."""
        lower, upper = self.bounds()
        builder = Builder()
        rows = builder.rows(len(lower), lower=lower, upper=upper)
        picks = builder.columns(len(nurse), cost=self.costs[nurse, pattern], integer=True)
        static = self.static()
        others = builder.columns(len(static.cost), cost=static.cost, upper=static.upper)
        row, column, value = self.entries(nurse, pattern)
        builder.put(rows[row], picks[column], value)
        builder.put(rows[static.row], others[static.column], static.value)
        return builder.build()

    def worth(self, duals: Floats) -> Floats:
        """(groups, slots) what serving a slot saves, at prices of the rows."""
        return duals[self.nurses : self.nurses + self.links].reshape(len(self.ahead.groups), self.ahead.slots)

    def reduced(self, duals: Floats) -> Floats:
        """(N, P) reduced costs."""
        prices = (self.ahead.patterns.slots @ self.worth(duals).T).T
        return np.asarray(self.costs - prices[self.ahead.group] - duals[: self.nurses, None])
