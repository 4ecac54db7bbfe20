"""Days off in a period: at least so many days without duty; days of which nothing is known may be off."""

from __future__ import annotations

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.periods import periods
from optimize.roster.rules.sums import SumRule, Sums, over_days


def _sums(facts: Facts, limit: Limit) -> Sums:
    """Days on duty are at most the period's length less the days off, so that a hard rule can be forbidden."""
    spans = periods(facts.calendar, limit)
    length = np.asarray([one.last - one.first + 1 for one in spans], dtype=np.int64)
    most = np.maximum(length - int(limit.least or 0), 0)
    return over_days(facts, limit, spans, np.zeros(len(spans), dtype=np.int64), most)


days_off_in_period = SumRule(_sums)
