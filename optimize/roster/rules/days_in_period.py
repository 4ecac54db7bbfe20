"""Days in a period: days on duty, training and standby included, in a week, month, year, or any days in a row."""

from __future__ import annotations

from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.periods import periods
from optimize.roster.rules.sums import SumRule, Sums, bounds, over_days


def _sums(facts: Facts, limit: Limit) -> Sums:
    """Days on which a duty begins."""
    spans = periods(facts.calendar, limit)
    return over_days(facts, limit, spans, *bounds(facts, limit, spans, 1.0))


days_in_period = SumRule(_sums)
