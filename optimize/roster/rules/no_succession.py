"""Forbidden successions: after a duty of one kind no duty of another begins on the next day."""

from __future__ import annotations

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.known import bound_of, kinds_of_what
from optimize.roster.limits import Limit
from optimize.roster.rules.sums import SumRule, Sums, days_with


def _sums(facts: Facts, limit: Limit) -> Sums:
    """A duty of kind `what` and one of kind `then` on the day after it: at most one of both."""
    later = np.asarray([day for day in range(facts.calendar.days) if limit.holds(day)], dtype=np.int64)[:, None]
    bound, days = bound_of(facts, limit.person), facts.kinds["day_number"].to_numpy(np.int64)[None, :]
    first = (days == later - 1) & kinds_of_what(facts, limit.what)[None, :]
    second = (days == later) & kinds_of_what(facts, limit.then)[None, :]
    stands = np.isin(later[:, 0] - 1, days_with(bound, limit.what)).astype(np.int64)
    stands += np.isin(later[:, 0], days_with(bound, limit.then))
    none = np.zeros(len(later), dtype=np.int64)
    return Sums((first | second).astype(np.int64), stands, none, none + 1)


no_succession = SumRule(_sums)
