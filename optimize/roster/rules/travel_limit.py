"""Travel: nobody is lent further than they agreed to travel."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def travel_limit(facts: Facts) -> Flags:
    """(P, G): one way is within the person's limit."""
    limit = facts.people["travel_limit"].to_numpy(float)[:, None]
    near: Flags = facts.kinds["travel_minutes"].to_numpy(float)[None, :] <= limit + 1e-9
    return near
