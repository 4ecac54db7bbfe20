"""A nurse's week with what it leaves to the weeks to come."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.inrc2.instance import Contract, Past, Scenario, Week
from benchmarks.inrc2.outlook import Singles, Ways, code_of, to_come
from benchmarks.inrc2.patterns import DAYS, SATURDAY, Patterns, cost
from quarterhour.arrays import Floats


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

        `worth` is what each nurse saves by serving a slot of the weeks to come, (7 x shifts).
        """
        patterns, values, rows = self.patterns, dict[tuple[Contract, bytes], Singles](), []
        worked, weekend = patterns.worked, patterns.weekend.any(axis=1)
        for name, nurse in self.scenario.nurses.items():
            past, ways = history[name], self._of(nurse.contract)
            key = (nurse.contract, worth[name].tobytes())
            if key not in values:
                least = ways.least(patterns.slots @ worth[name])
                values[key] = to_come(least, nurse.contract, left, self.weeks)
            points, after = cost(patterns, self.scenario, week, name, past)
            duties = np.minimum(past.assignments + worked, DAYS * self.weeks)
            weekends = np.minimum(past.weekends + weekend, self.weeks)
            rows.append(points + values[key][ways.index[code_of(after)], duties, weekends])
        return np.array(rows, dtype=np.float64)

    def _of(self, contract: Contract) -> Ways:
        if contract not in self._ways:
            self._ways[contract] = Ways.of(self.patterns, self.scenario, contract)
        return self._ways[contract]


def typical(worth: Floats) -> Floats:
    """Worth of (days, shifts) as a coming week may have it: working days alike, and the weekend's days alike."""
    alike = np.empty_like(worth)
    alike[:SATURDAY] = worth[:SATURDAY].mean(axis=0)
    alike[SATURDAY:] = worth[SATURDAY:].mean(axis=0)
    return alike
