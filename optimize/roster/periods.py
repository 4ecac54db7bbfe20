"""The periods in which a limit counts, as business days of the horizon."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from optimize.roster.calendar import SATURDAY, Calendar
from optimize.roster.limits import Limit
from quarterhour.arrays import Ints


class Period(NamedTuple):
    """Business days `first` to `last` (may lie outside the horizon), and the day under which it is told."""

    first: int
    last: int
    told: int


def periods(calendar: Calendar, limit: Limit, since: int = 0) -> list[Period]:
    """All periods that touch days `since` to the horizon's end and in which the limit holds.

    Periods of the calendar are told under their first day, rolling ones, of which one ends on every day of the
    horizon, under their last.
    """
    if limit.period == "dates":
        if limit.first is None or limit.last is None or limit.first >= calendar.days or limit.last < since:
            return []
        return [Period(limit.first, limit.last, limit.first)]
    if limit.period == "rolling":
        every = [Period(last - limit.days + 1, last, last) for last in range(calendar.days)]
    else:
        every = list(_of_calendar(calendar, limit.period, since))
    return [period for period in every if limit.holds(period.told)]


@lru_cache(maxsize=256)
def _of_calendar(calendar: Calendar, name: str, since: int) -> tuple[Period, ...]:
    days = np.arange(since, calendar.days, dtype=np.int64)
    if name == "day":
        first, last = days, days
    elif name == "week":
        first = np.unique(days - calendar.weekday(days))
        last = first + 6
    elif name == "weekend":
        first = saturdays(calendar)
        last = first + 1
    else:
        code = {"month": "M", "quarter": "Q", "year": "Y"}[name]
        parts = calendar.date(days).to_period(code).unique()
        first = calendar.day(pd.Series(parts.start_time))
        last = calendar.day(pd.Series(parts.end_time.normalize()))
    return tuple(Period(begin, end, begin) for begin, end in zip(first.tolist(), last.tolist(), strict=True))


def saturdays(calendar: Calendar) -> Ints:
    """Saturdays of all weekends of which a day lies in the horizon."""
    days = np.arange(-1, calendar.days, dtype=np.int64)
    found: Ints = days[calendar.weekday(days) == SATURDAY]
    return found
