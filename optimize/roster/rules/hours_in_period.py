"""Hours in a period: working time (work, travel, training) of a day, week, month, year, or any days in a row."""

from __future__ import annotations

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.known import bound_of, kinds_of_what
from optimize.roster.limits import Limit
from optimize.roster.periods import periods
from optimize.roster.rules.sums import SumRule, Sums, over_kinds


def _sums(facts: Facts, limit: Limit) -> Sums:
    """Minutes of duties (those of kind `what`), by the business day on which they begin."""
    bound = bound_of(facts, limit.person)
    return over_kinds(
        facts,
        limit,
        periods(facts.calendar, limit),
        of_kinds=np.where(kinds_of_what(facts, limit.what), facts.kinds["worked"].to_numpy(np.int64), 0),
        of_bound=np.where(bound.of_kind(limit.what), bound.worked, 0),
        unit=60.0,
        minutes=True,
    )


hours_in_period = SumRule(_sums)
