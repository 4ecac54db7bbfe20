"""A nurse's week with what it leaves to the weeks to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from benchmarks.inrc2.instance import Contract, Past, Scenario, Week
from benchmarks.inrc2.outlook import Singles, Ways, code_of, to_come
from benchmarks.inrc2.patterns import DAYS, SATURDAY, Patterns, cost
from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator

ORDERS = 4
"""Equally likely weeks (measured: 50 nurses over eight weeks 10,790 points of 11,175 with one of average days)."""


@dataclass
class Ahead:
    """A scenario's patterns and, once made, the ways of each contract; `weeks` of the whole horizon."""

    scenario: Scenario
    patterns: Patterns
    weeks: int
    _ways: dict[Contract, Ways] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario) -> Ahead:
        """Nothing made yet."""
        return cls(scenario, Patterns.of(scenario), scenario.weeks)

    def costs(self, week: Week, history: dict[str, Past], left: int, worth: dict[str, Floats]) -> Floats:
        """(N, P) points of each nurse's week, and what its state costs in the `left` weeks after it.

        `worth` is what each nurse saves by serving a slot of the week at hand, (7 x shifts).
        """
        patterns, values, rows = self.patterns, dict[tuple[Contract, bytes], Singles](), []
        worked, weekend = patterns.worked, patterns.weekend.any(axis=1)
        for name, nurse in self.scenario.nurses.items():
            past, ways = history[name], self._of(nurse.contract)
            key = (nurse.contract, worth[name].tobytes())
            if key not in values:
                likely = [ways.least(patterns.slots @ one) for one in _likely(worth[name])]
                values[key] = to_come(likely, nurse.contract, left, self.weeks)
            points, after = cost(patterns, self.scenario, week, name, past)
            duties = np.minimum(past.assignments + worked, DAYS * self.weeks)
            weekends = np.minimum(past.weekends + weekend, self.weeks)
            rows.append(points + values[key][ways.index[code_of(after)], duties, weekends])
        return np.array(rows, dtype=np.float64)

    def _of(self, contract: Contract) -> Ways:
        if contract not in self._ways:
            self._ways[contract] = Ways.of(self.patterns, self.scenario, contract)
        return self._ways[contract]


def _likely(worth: Floats) -> Floats:
    """(`ORDERS`, 7 x shifts) worth as a coming week may have it: working days in any order, and the weekend's."""
    return np.asarray(worth.reshape(DAYS, -1)[_orders()].reshape(ORDERS, -1))


@cache
def _orders() -> Ints:
    """(`ORDERS`, 7) days of the week at hand that stand for those of a week to come; the same for everybody."""
    draw = generator(0, "weeks to come")
    return np.asarray(
        [[*draw.permutation(SATURDAY), *(SATURDAY + draw.permutation(DAYS - SATURDAY))] for _ in range(ORDERS)]
    )
