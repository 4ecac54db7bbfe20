"""Weekends off: of four weekends at least the contract's number are wholly off."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel, found
from quarterhour.arrays import Ints

WINDOW = 4


def least_weekends_off(facts: Facts) -> list[tuple[list[int], Ints]]:
    """Windows of whole weekends (their numbers) with the weekends off that each person needs in them.

    Any four in a row count; all of a shorter horizon, by share, rounded down.
    """
    count = len(facts.calendar.weekends)
    size = min(WINDOW, count)
    if size == 0:
        return []
    least = facts.people["weekends_off"].to_numpy(np.int64)
    needed = np.minimum(least * size // WINDOW, size)
    return [(list(range(first, first + size)), needed) for first in range(count - size + 1)]


def weekends_off(model: RosterModel) -> None:
    """In each window enough weekends have neither day on duty; what stands already is not undone."""
    facts = model.facts
    standing = facts.duty_days()
    windows = least_weekends_off(facts)
    for person in range(len(facts.people) if windows else 0):
        on = [_on(model, person, saturday, standing[person].tolist()) for saturday in facts.calendar.weekends]
        for window, needed in windows:
            states = [on[weekend] for weekend in window]
            forced = sum(1 for state in states if state is True)
            literals = [state for state in states if state is not True and state is not None]
            room = max(len(window) - int(needed[person]) - forced, 0)
            if len(literals) > room:
                model.cp.add(sum(literals) <= room)


def _on(model: RosterModel, person: int, saturday: int, standing: list[bool]) -> Any:
    """True where the weekend is taken already, None where it is surely off, else a literal."""
    if standing[saturday] or standing[saturday + 1]:
        return True
    days = found(model.duty[person, saturday : saturday + 2])
    if len(days) < 2:
        return days[0] if days else None
    on = model.cp.new_bool_var(f"weekend {person} {saturday}")
    for day in days:
        model.cp.add_implication(day, on)
    return on
