"""Shift length: a duty, breaks included but not a split duty's, is between the contract's shortest and longest."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def shift_length(facts: Facts) -> Flags:
    """(P, G): the length at the post fits the contract; standby has no such bounds."""
    kinds = facts.kinds
    between = kinds["resumes"] - kinds["rests"]
    hours = ((kinds["ends"] - kinds["begins"] - between) / 60).to_numpy()[None, :]
    least = facts.people["shift_hours_least"].to_numpy(float)[:, None]
    most = facts.people["shift_hours_most"].to_numpy(float)[:, None]
    fits: Flags = (hours >= least - 1e-9) & (hours <= most + 1e-9)
    return np.logical_or(fits, (kinds["activity"] == "standby").to_numpy()[None, :])
