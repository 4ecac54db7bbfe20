"""Daily hours: working time of a day, travel included, stays within the contract."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def hours_day(facts: Facts) -> Flags:
    """(P, G): the duty alone keeps the daily limit; one duty a day makes that enough."""
    most = facts.people["hours_day"].to_numpy(float)[:, None] * 60
    fits: Flags = facts.kinds["worked"].to_numpy()[None, :] <= most + 1e-6
    return fits
