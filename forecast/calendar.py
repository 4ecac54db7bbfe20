"""What kind of day each day is: weekday, holiday, day off, make-up workday."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints
from quarterhour.labels import LabelError, require_columns, require_unique

HOLIDAY_TYPE = 7
MAKEUP_TYPE = 8
TYPES = 9
"""Types of day profile: the seven weekdays, holidays, and make-up workdays."""
APART = 60
"""Days of one name that are further apart are two occurrences of a holiday."""

_TAIL = re.compile(r"\s*\((observed|substitut\w*|in lieu)[^)]*\)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;；、/]\s*")


@dataclass(frozen=True)
class Calendar:
    """Facts of consecutive days, one entry a day.

    Attributes
    ----------
    holiday, makeup, off
        Holiday; make-up workday; day off (holiday, or weekend without make-up).
    names
        For each name of a holiday, the days that carry it.
    announced
        False where make-up workdays are not known yet.
    weekend
        Weekdays that are days off.
    """

    days: pd.DatetimeIndex
    weekday: Ints
    holiday: Flags
    makeup: Flags
    off: Flags
    names: dict[str, Flags]
    announced: Flags
    weekend: tuple[int, ...]

    @property
    def types(self) -> Ints:
        """The type of day profile of each day."""
        return np.where(self.holiday, HOLIDAY_TYPE, np.where(self.makeup, MAKEUP_TYPE, self.weekday))

    @property
    def workdays(self) -> list[int]:
        """Weekdays that are not weekend; all seven where there is no other."""
        return [day for day in range(7) if day not in self.weekend] or list(range(7))

    @property
    def weekday_shares(self) -> Array:
        """Shape (days, 7): each day's own weekday; a make-up workday is the mean of the workdays."""
        shares = np.eye(7)[self.weekday]
        usual = np.zeros(7)
        usual[self.workdays] = 1.0 / len(self.workdays)
        shares[self.makeup] = usual
        return shares

    def rare(self, shown: slice, times: int) -> Flags:
        """Days whose holiday the `shown` days carry fewer than so many times, `APART` days between two."""
        flags = np.zeros(len(self.days), dtype=bool)
        for named in self.names.values():
            flags |= named & (times_shown(named[shown]) < times)
        return flags

    def place(self, days: pd.DatetimeIndex) -> slice:
        """Where consecutive `days` lie.

        Raises
        ------
        LabelError
            When the calendar does not cover them.
        """
        first, last = self.days.get_indexer(pd.DatetimeIndex([days[0], days[-1]]))
        if first < 0 or last < 0:
            raise LabelError(
                f"days: {days[0].date()} to {days[-1].date()} is needed, but the calendar runs from "
                f"{self.days[0].date()} to {self.days[-1].date()}."
            )
        return slice(int(first), int(last) + 1)


def times_shown(flags: Flags) -> Ints:
    """How many times the days flagged come, `APART` days between two: of shape (days, ...) along the days."""
    day = np.arange(len(flags)).reshape(-1, *[1] * (flags.ndim - 1))
    last = np.maximum.accumulate(np.where(flags, day, -APART - 1), axis=0)
    before = np.concatenate([np.full_like(last[:1], -APART - 1), last[:-1]])
    times: Ints = (flags & (day - before > APART)).sum(axis=0)
    return times


def read_calendar(days: pd.DataFrame, weekend: tuple[int, ...]) -> Calendar:
    """The calendar of a problem's `days`, which must be consecutive.

    Raises
    ------
    LabelError
        When a column is missing, a day stands twice or one is left out.
    """
    require_columns(days, ["day", "holiday", "kind", "announced"], "days")
    require_unique(days, ["day"], "days")
    ordered = days.sort_values("day")
    index = pd.DatetimeIndex(ordered["day"]).as_unit("us")
    if len(index) == 0 or (index[-1] - index[0]).days != len(index) - 1:
        raise LabelError("days: the calendar is empty or has a gap.\nMaybe one row a day, from first to last.")
    kind = ordered["kind"].to_numpy(dtype=str)
    holiday, makeup = kind == "holiday", kind == "workday"
    weekday = index.day_of_week.to_numpy().astype(np.int64)
    titles = ordered["holiday"].fillna("").to_numpy(dtype=str)
    names: dict[str, Flags] = {}
    for place in np.flatnonzero(holiday):
        for name in filter(None, _BETWEEN.split(_TAIL.sub("", titles[place]).strip())):
            names.setdefault(name, np.zeros(len(index), dtype=bool))[place] = True
    return Calendar(
        days=index,
        weekday=weekday,
        holiday=holiday,
        makeup=makeup,
        off=holiday | (np.isin(weekday, weekend) & ~makeup),
        names=dict(sorted(names.items())),
        announced=ordered["announced"].to_numpy(dtype=bool),
        weekend=weekend,
    )
