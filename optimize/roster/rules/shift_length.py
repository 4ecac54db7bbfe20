"""Shift length: a duty, breaks included, lies between the contract's shortest and longest shift."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def shift_length(facts: Facts) -> Flags:
    """(P, G): the length at the post fits the contract; standby has no such bounds."""
    hours = ((facts.kinds["ends"] - facts.kinds["begins"]) / 60).to_numpy()[None, :]
    least = facts.people["shift_hours_least"].to_numpy(float)[:, None]
    most = facts.people["shift_hours_most"].to_numpy(float)[:, None]
    fits: Flags = (hours >= least - 1e-9) & (hours <= most + 1e-9)
    return np.logical_or(fits, (facts.kinds["activity"] == "standby").to_numpy()[None, :])
