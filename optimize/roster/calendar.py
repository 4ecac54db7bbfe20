"""The horizon's days, weeks and months, and instants as elapsed minutes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from quarterhour.arrays import Ints
from quarterhour.grid import TimeGrid

Flags = NDArray[np.bool_]

NIGHT_FROM, NIGHT_TO = 22, 6
"""Local hours between which work counts as night work."""
NOON = 12 * 60
"""Duties that start before this minute of the business day are early ones, the others late."""
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Business days are numbered from the horizon's first day (0); days before it are negative.

    Minutes are elapsed ones since the horizon begins, so that days of 23 and 25 hours are right.
    """

    grid: TimeGrid
    first_day: pd.Timestamp
    days: int

    @cached_property
    def origin(self) -> pd.Timestamp:
        """The instant at which the horizon begins."""
        return self.grid.day_start(self.first_day)

    @cached_property
    def dates(self) -> pd.DatetimeIndex:
        """The business days as naive midnights."""
        return pd.date_range(self.first_day.normalize(), periods=self.days, freq="D", unit="us")

    @cached_property
    def edges(self) -> Ints:
        """Minutes at which the business days begin, and the end of the last: days + 1 numbers."""
        starts = [self.grid.day_start(self.first_day + pd.Timedelta(days=day)) for day in range(self.days + 1)]
        return self.minutes(pd.Series(starts, dtype=f"datetime64[us, {self.grid.timezone}]"))

    def minutes(self, instants: pd.Series[Any]) -> Ints:
        """Elapsed minutes of zone-aware instants."""
        return minutes_between(pd.Series(self.origin, index=instants.index), instants)

    def instants(self, minutes: Ints) -> pd.DatetimeIndex:
        """The inverse of `minutes`."""
        return pd.DatetimeIndex(self.origin + pd.to_timedelta(minutes, unit="min")).as_unit("us")

    def day(self, days: pd.Series[Any]) -> Ints:
        """Numbers of business days given as naive midnights."""
        return minutes_between(pd.Series(self.first_day.normalize(), index=days.index), days) // (24 * 60)

    def day_of(self, instants: pd.Series[Any]) -> Ints:
        """Numbers of the business days in which instants lie."""
        return self.day(pd.Series(self.grid.business_day(pd.DatetimeIndex(instants))))

    def date(self, days: Ints) -> pd.DatetimeIndex:
        """The inverse of `day`."""
        return pd.DatetimeIndex(self.first_day.normalize() + pd.to_timedelta(days, unit="D")).as_unit("us")

    def weekday(self, days: Ints) -> Ints:
        """0 for Monday to 6 for Sunday."""
        return (days + self.first_day.weekday()) % 7

    def week(self, days: Ints) -> Ints:
        """Weeks from Monday to Sunday; 0 is the one that holds the first day."""
        return (days + self.first_day.weekday()) // 7

    def monday(self, weeks: Ints) -> pd.DatetimeIndex:
        """The Monday of each week."""
        return self.date(weeks * 7 - self.first_day.weekday())

    def month(self, days: Ints) -> Ints:
        """Calendar months, counted from year 0."""
        dates = self.date(days)
        return dates.year.to_numpy(np.int64) * 12 + dates.month.to_numpy(np.int64)

    def touches_night(self, starts: pd.Series[Any], ends: pd.Series[Any]) -> Flags:
        """Whether any minute lies between 22:00 and 06:00 local time."""
        local = pd.DatetimeIndex(starts).tz_convert(self.grid.timezone)
        evening = (local.tz_localize(None).normalize() + pd.Timedelta(hours=NIGHT_FROM)).tz_localize(
            self.grid.timezone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward"
        )
        hours = local.hour.to_numpy()
        touches: Flags = (
            (hours < NIGHT_TO) | (hours >= NIGHT_FROM) | (pd.DatetimeIndex(ends) > evening).astype(bool)
        )
        return touches

    def touches_dates(self, starts: pd.Series[Any], ends: pd.Series[Any], dates: pd.Series[Any]) -> Flags:
        """Whether the first or the last minute lies on one of some civil dates (naive midnights)."""
        minute = pd.Timedelta(minutes=1)
        touched = [_civil(moments, self.grid.timezone).isin(dates) for moments in (starts, ends - minute)]
        touches: Flags = touched[0] | touched[1]
        return touches

    def is_early(self, starts: pd.Series[Any]) -> Flags:
        """Whether duties start in the first twelve wall-clock hours of their business day."""
        slots = self.grid.slot(pd.DatetimeIndex(starts))
        early: Flags = slots * self.grid.grain < NOON
        return early


def minutes_between(starts: pd.Series[Any], ends: pd.Series[Any]) -> Ints:
    """Elapsed whole minutes; 0 where one of both is missing."""
    seconds: pd.Series[float] = (ends - starts).dt.total_seconds()
    return (seconds.fillna(0.0).to_numpy(float) // 60).astype(np.int64)


def _civil(moments: pd.Series[Any], zone: str) -> pd.DatetimeIndex:
    """The civil dates of zone-aware instants, as naive midnights."""
    return pd.DatetimeIndex(moments).tz_convert(zone).tz_localize(None).normalize()
