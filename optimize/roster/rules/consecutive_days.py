"""Consecutive days: after the contract's most days of duty in a row comes a day off."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.known import remembered
from optimize.roster.model import RosterModel, found

LOOK_BACK = 31
"""Days before the horizon that can matter: the longest limit a contract may have; a longer one is none."""


def stands(facts: Facts) -> Flags:
    """(P, LOOK_BACK + D): days on which a commitment begins, from `LOOK_BACK` days before the first day."""
    return remembered(facts, ("stands",), lambda: _stands(facts)).copy()


def _stands(facts: Facts) -> Flags:
    flags = np.zeros((len(facts.people), LOOK_BACK + facts.calendar.days), dtype=bool)
    known = facts.bound[(facts.bound["day"] >= -LOOK_BACK) & (facts.bound["day"] < facts.calendar.days)]
    flags[known["person"], known["day"] + LOOK_BACK] = True
    return flags


def consecutive_days(model: RosterModel) -> None:
    """In any most + 1 days in a row one is off: a clause of the days still open, past days included."""
    standing = stands(model.facts)
    for person, most in enumerate(model.facts.people["consecutive_days"].astype(int).tolist()):
        for last in range(model.facts.calendar.days if most <= LOOK_BACK else 0):
            window = range(last - most, last + 1)
            still_open = [day for day in window if not standing[person, day + LOOK_BACK]]
            literals = found(model.duty[person, [day for day in still_open if day >= 0]])
            if still_open and len(literals) == len(still_open):
                model.cp.add_bool_or([~literal for literal in literals])
