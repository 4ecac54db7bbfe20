"""Average hours: the mean week of a rolling reference period has at most so many hours (EU: 48 over 17 weeks).

For each reference period t of n days that ends with a week of the horizon, or with the horizon:
hours_t <= most / 7 x (days of t on which the person could work). Paid leave, sick leave and unpaid absence are
neutral (directive 2003/88/EC, article 16): they are no hours and no days. Days of which nothing is published count
with the contract's regular hours, so that a new network is neither free nor bound.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.facts import Facts
from optimize.roster.known import bound_of, counted_days
from optimize.roster.limits import Limit
from optimize.roster.periods import periods
from optimize.roster.rules.sums import SumRule, Sums, inside


def _sums(facts: Facts, limit: Limit) -> Sums:
    """Minutes of each reference period against the days in it."""
    last_day = facts.calendar.days - 1
    weekday = facts.calendar.weekday(np.arange(facts.calendar.days, dtype=np.int64))
    ends = [one for one in periods(facts.calendar, limit) if one.told == last_day or weekday[one.told] == 6]
    bound = bound_of(facts, limit.person)
    days = [counted_days(facts, limit.person, one.first, one.last) for one in ends]
    known = np.asarray([first + second for first, second in days], dtype=np.int64)
    unknown = np.asarray([second for _, second in days], dtype=np.int64)
    regular = float(facts.people["hours_week"].iloc[limit.person])
    already = inside(bound.day, ends) @ bound.worked
    already += np.floor(unknown * regular * 60 / 7 + 1e-6).astype(np.int64)
    most = np.floor((limit.most or 0.0) * 60 * known / 7 + 1e-6).astype(np.int64)
    worked = facts.kinds["worked"].to_numpy(np.int64)
    amounts = inside(facts.kinds["day_number"].to_numpy(np.int64), ends) * worked[None, :]
    return Sums(amounts, already, np.zeros(len(ends), dtype=np.int64), most, minutes=True)


average_hours = SumRule(_sums)
