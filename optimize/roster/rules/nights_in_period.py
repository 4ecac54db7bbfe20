"""Nights in a period: duties with a minute between 22:00 and 06:00."""

from __future__ import annotations

from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.periods import periods
from optimize.roster.rules.sums import SumRule, Sums, duties_with


def _sums(facts: Facts, limit: Limit) -> Sums:
    """Days on which a night duty begins."""
    return duties_with(facts, limit, periods(facts.calendar, limit), "night")


nights_in_period = SumRule(_sums)
