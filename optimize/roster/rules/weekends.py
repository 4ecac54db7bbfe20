"""Weekends on duty: what the rules of weekends share."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.known import bound_of
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel, found
from quarterhour.arrays import Ints


class Weekends:
    """The weekends of one person in a model: whether each is on duty, Saturday or Sunday or both."""

    def __init__(self, model: RosterModel, limit: Limit) -> None:
        self._model, self._person = model, limit.person
        self._standing = set(bound_of(model.facts, limit.person).day.tolist())
        self._known: dict[int, Any] = {}

    def on(self, saturday: int) -> Any:
        """True where it is taken already, None where it is surely off, else a literal."""
        if saturday not in self._known:
            self._known[saturday] = self._state(saturday)
        return self._known[saturday]

    def day(self, day: int) -> Any:
        """The same of one day."""
        if day in self._standing:
            return True
        inside = 0 <= day < self._model.facts.calendar.days
        return self._model.duty[self._person, day] if inside else None

    def _state(self, saturday: int) -> Any:
        days = [self.day(saturday), self.day(saturday + 1)]
        if True in [day is True for day in days]:
            return True
        literals = found(days)
        if len(literals) < 2:
            return literals[0] if literals else None
        on = self._model.cp.new_bool_var(f"weekend {self._person} {saturday}")
        for literal in literals:
            self._model.cp.add_implication(literal, on)
        return on


def weekends_on(facts: Facts, limit: Limit, taken: Flags, saturdays: Ints) -> Flags:
    """Whether a person who has `taken` (G,) is on duty at each weekend."""
    days = facts.kinds["day_number"].to_numpy(np.int64)[taken]
    every = np.concatenate([days, bound_of(facts, limit.person).day])
    on: Flags = np.isin(saturdays, every) | np.isin(saturdays + 1, every)
    return on
