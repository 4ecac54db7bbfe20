"""Standby: only people who agreed to it stand by."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def standby_consent(facts: Facts) -> Flags:
    """(P, G): the person consents, or the duty is no standby."""
    consents = facts.people["standby"].to_numpy(bool)[:, None]
    allowed: Flags = consents | (facts.kinds["activity"] != "standby").to_numpy()[None, :]
    return allowed
