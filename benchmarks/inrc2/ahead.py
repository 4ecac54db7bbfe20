"""A nurse's week with what it leaves to the weeks to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.inrc2.instance import ANY, Contract, Past, Scenario, Week
from benchmarks.inrc2.outlook import Singles, Ways, at_the_end, code_of
from benchmarks.inrc2.patterns import DAYS, SATURDAY, WISH, Patterns
from quarterhour.arrays import Floats, Ints

Outlook = Sequence[Singles]
"""Of each nurse (kinds of states, assignments, weekends) what the weeks to come cost."""


@dataclass
class Ahead:
    """A scenario's patterns and, once made, the ways of each contract.

    Attributes
    ----------
    groups, group
        Skills of each group of nurses; (N,) group of each nurse.
    """

    scenario: Scenario
    patterns: Patterns
    groups: tuple[tuple[str, ...], ...]
    group: Ints
    _ways: dict[Contract, Ways] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario) -> Ahead:
        """Nothing made yet."""
        skills = [nurse.skills for nurse in scenario.nurses.values()]
        groups = tuple(sorted(set(skills)))
        return cls(scenario, Patterns.of(scenario), groups, np.array([groups.index(each) for each in skills]))

    @property
    def slots(self) -> int:
        """Days x shifts."""
        return DAYS * len(self.patterns.shifts)

    def points(self, week: Week, history: Mapping[str, Past]) -> Floats:
        """(N, P) points of each nurse's week by runs, wishes and half weekends."""
        rows = {
            name: self._ways_of(nurse.contract).cost[self._kind(name, history[name])].astype(np.float64)
            for name, nurse in self.scenario.nurses.items()
        }
        for name, shift, day in week.off:
            symbols = self.patterns.days[:, day]
            refused = symbols < self.patterns.off if shift == ANY else symbols == self.patterns.symbol(shift)
            rows[name] += WISH * refused
        return np.array(list(rows.values()))

    def left_to_come(self, history: Mapping[str, Past], outlook: Outlook) -> Floats:
        """(N, P) what the weeks to come cost where each pattern ends."""
        rows = []
        for (name, nurse), value in zip(self.scenario.nurses.items(), outlook, strict=True):
            past, ways = history[name], self._ways_of(nurse.contract)
            kinds, duties, weekends = ways.ends.T
            most = np.array(value.shape[1:]) - 1
            assignments = np.minimum(past.assignments + duties, most[0])
            there = value[kinds, assignments, np.minimum(past.weekends + weekends, most[1])]
            rows.append(there[ways.end[self._kind(name, past)]])
        return np.array(rows, dtype=np.float64)

    def at_the_end(self) -> Outlook:
        """Points of the whole horizon, which no week follows."""
        contracts = [nurse.contract for nurse in self.scenario.nurses.values()]
        made = {each: at_the_end(self._ways_of(each), each, self.scenario.weeks) for each in set(contracts)}
        return [made[contract] for contract in contracts]

    def week_before(self, outlook: Outlook, worths: Sequence[Floats]) -> Outlook:
        """What a week and all after it cost, in the mean over equally likely weeks.

        In each of these, serving a slot is `worths` (groups, slots) to a nurse of the group. Nurses of the same
        contract and group have the same outlook.
        """
        made: dict[tuple[Contract, int], Singles] = {}
        found = []
        for nurse, group, value in zip(self.scenario.nurses.values(), self.group.tolist(), outlook, strict=True):
            key = nurse.contract, group
            if key not in made:
                ways = self._ways_of(nurse.contract)
                weeks = [ways.before(ways.least(self.patterns.slots @ worth[group]), value) for worth in worths]
                made[key] = np.mean(weeks, axis=0)
            found.append(made[key])
        return found

    def steady(self, worth: Floats, weeks: int) -> Outlook:
        """Before so many weeks of the same `worth` (groups, slots)."""
        outlook = self.at_the_end()
        for _ in range(weeks):
            outlook = self.week_before(outlook, [worth])
        return outlook

    def _ways_of(self, contract: Contract) -> Ways:
        if contract not in self._ways:
            self._ways[contract] = Ways.of(self.patterns, self.scenario, contract)
        return self._ways[contract]

    def _kind(self, nurse: str, past: Past) -> int:
        """The kind of state in which a nurse begins a week."""
        last, same, duty, free = np.array(
            [[self.patterns.symbol(past.last)], [past.same_shift], [past.working_days], [past.days_off]]
        )
        return int(self._ways_of(self.scenario.nurses[nurse].contract).index[code_of((last, same, duty, free))[0]])


def typical(worth: Floats) -> Floats:
    """Worth of (days, shifts) as a coming week may have it: working days alike, and the weekend's days alike."""
    alike = np.empty_like(worth)
    alike[:SATURDAY] = worth[:SATURDAY].mean(axis=0)
    alike[SATURDAY:] = worth[SATURDAY:].mean(axis=0)
    return alike
