"""Weekends off: of four weekends at least the contract's number are wholly off."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.roster.calendar import SATURDAY
from optimize.roster.facts import Facts
from optimize.roster.known import first_known
from optimize.roster.model import RosterModel, found
from optimize.roster.rules.consecutive_days import LOOK_BACK, stands
from quarterhour.arrays import Ints

WINDOW = 4


def saturdays(facts: Facts) -> Ints:
    """Day numbers of Saturdays: those with their Sunday in the horizon, and before it those of its windows."""
    days = np.arange(1 - 7 * WINDOW, facts.calendar.days - 1, dtype=np.int64)
    every: Ints = days[facts.calendar.weekday(days) == SATURDAY]
    before = np.flatnonzero(every < -1)
    return every[max(len(before) - WINDOW + 1, 0) :]


def least_weekends_off(facts: Facts) -> list[tuple[list[int], Ints]]:
    """Windows of whole weekends (rows of `saturdays`) with the weekends off that each person needs in them.

    Any four in a row count that reach into the horizon. Those before it count from the first published segment
    of the person; of fewer than four in all, all count, by share, rounded down.
    """
    weekends = saturdays(facts)
    known = (weekends[None, :] >= first_known(facts)[:, None]).sum(axis=1)
    size = np.minimum(known, WINDOW)
    least = facts.people["weekends_off"].to_numpy(np.int64)
    needed = np.minimum(least * size // WINDOW, size)
    windows = []
    for length in np.unique(size[needed > 0]).tolist():
        for first in range(len(weekends) - length + 1):
            inside = weekends[first + length - 1] >= -1
            here = (size == length) & (first >= len(weekends) - known) & inside
            if here.any():
                windows.append((list(range(first, first + length)), np.where(here, needed, 0)))
    return windows


def weekends_off(model: RosterModel) -> None:
    """In each window enough weekends have neither day on duty; what stands already is not undone."""
    facts = model.facts
    standing = stands(facts)
    windows = least_weekends_off(facts)
    for person in range(len(facts.people) if windows else 0):
        on = [_on(model, person, saturday, standing[person].tolist()) for saturday in saturdays(facts).tolist()]
        for window, needed in windows:
            states = [on[weekend] for weekend in window]
            forced = sum(1 for state in states if state is True)
            literals = [state for state in states if state is not True and state is not None]
            room = max(len(window) - int(needed[person]) - forced, 0)
            if needed[person] and len(literals) > room:
                model.cp.add(sum(literals) <= room)


def _on(model: RosterModel, person: int, saturday: int, standing: list[bool]) -> Any:
    """True where the weekend is taken already, None where it is surely off, else a literal."""
    if standing[saturday + LOOK_BACK] or standing[saturday + LOOK_BACK + 1]:
        return True
    days = found(model.duty[person, [day for day in (saturday, saturday + 1) if day >= 0]])
    if len(days) < 2:
        return days[0] if days else None
    on = model.cp.new_bool_var(f"weekend {person} {saturday}")
    for day in days:
        model.cp.add_implication(day, on)
    return on
