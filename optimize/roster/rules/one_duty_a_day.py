"""One duty a day: at most one duty begins on a business day, training and locked duties included."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def one_duty_a_day(facts: Facts) -> Flags:
    """(P, G): nothing stands on that day already; among new duties the model's `duty` literals see to it."""
    free: Flags = ~facts.duty_days()[:, facts.kinds["day_number"].to_numpy()]
    return free
