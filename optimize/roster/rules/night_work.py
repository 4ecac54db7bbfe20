"""Night work: only people whose contract allows it work between 22:00 and 06:00."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def night_work(facts: Facts) -> Flags:
    """(P, G): the contract allows nights, or the duty (standby too) has no minute in the night."""
    allowed: Flags = (
        facts.people["night_work"].to_numpy(bool)[:, None] | ~facts.kinds["night"].to_numpy(bool)[None, :]
    )
    return allowed
