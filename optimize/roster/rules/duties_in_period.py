"""Duties of a kind in a period: early, late, night, standby or split duties, or those of a post, one a day."""

from __future__ import annotations

from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.periods import periods
from optimize.roster.rules.sums import SumRule, Sums, duties_with


def _sums(facts: Facts, limit: Limit) -> Sums:
    """Days on which a duty of kind `what` begins."""
    return duties_with(facts, limit, periods(facts.calendar, limit), limit.what)


duties_in_period = SumRule(_sums)
