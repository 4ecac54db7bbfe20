"""The network's time grid: half-open intervals of equal elapsed length, cut into business days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

GRAINS = (15, 30, 60)
MINUTES_A_DAY = 1440

Day = date | datetime | pd.Timestamp | str


@dataclass(frozen=True)
class TimeGrid:
    """Turns days into intervals and back, daylight saving included.

    Attributes
    ----------
    timezone
        IANA name; all instants are in it.
    grain
        Length of an interval in minutes: 15, 30 or 60.
    day_cut
        Where a business day begins, in wall-clock minutes after midnight.

    Raises
    ------
    ValueError
        When the grain is not one of `GRAINS` or the day cut does not lie on it.
    """

    timezone: str
    grain: int
    day_cut: int = 0

    def __post_init__(self) -> None:
        if self.grain not in GRAINS:
            raise ValueError(f"grain is {self.grain} minutes.\nMaybe one of {GRAINS}.")
        if self.day_cut % self.grain or not 0 <= self.day_cut < MINUTES_A_DAY:
            raise ValueError(f"day_cut is {self.day_cut} minutes.\nMaybe a multiple of {self.grain} below 1440.")

    @property
    def slots_a_day(self) -> int:
        """How many intervals an ordinary day of 24 hours has."""
        return MINUTES_A_DAY // self.grain

    def day_start(self, day: Day) -> pd.Timestamp:
        """The instant at which a business day begins; the first one that exists when the clock skips it."""
        wall = pd.Timestamp(day).tz_localize(None).normalize() + pd.Timedelta(minutes=self.day_cut)
        return wall.tz_localize(self.timezone, ambiguous=True, nonexistent="shift_forward")

    def starts(self, first_day: Day, days: int) -> pd.DatetimeIndex:
        """All interval starts of `days` business days; days of 23 and 25 hours have that many."""
        first = pd.Timestamp(first_day).normalize()
        begin, end = self.day_start(first), self.day_start(first + pd.Timedelta(days=days))
        return pd.date_range(begin, end, freq=f"{self.grain}min", inclusive="left", unit="us", name="start")

    def local(self, instants: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """Instants in the network's zone; naive ones are read as its wall clock.

        A wall time that the clock skips moves forward; the hour that comes twice is read in file order
        where both passes are there, else as its first pass.
        """
        if instants.tz is not None:
            return instants.tz_convert(self.timezone)
        try:
            return instants.tz_localize(self.timezone, ambiguous="infer", nonexistent="shift_forward")
        except ValueError:
            first_pass = np.ones(len(instants), dtype=bool)
            return instants.tz_localize(self.timezone, ambiguous=first_pass, nonexistent="shift_forward")

    def business_day(self, instants: pd.DatetimeIndex) -> pd.DatetimeIndex:
        """The business day of each instant, as naive midnights."""
        wall = instants.tz_convert(self.timezone).tz_localize(None)
        return (wall - pd.Timedelta(minutes=self.day_cut)).normalize()

    def slot(self, instants: pd.DatetimeIndex) -> np.ndarray:
        """Wall-clock slot within the business day, 0 .. slots_a_day - 1 (twice for a repeated hour)."""
        wall = instants.tz_convert(self.timezone)
        minute = wall.hour.to_numpy() * 60 + wall.minute.to_numpy()
        slots: np.ndarray = ((minute - self.day_cut) % MINUTES_A_DAY) // self.grain
        return slots

    def elapsed(self, instants: pd.DatetimeIndex, origin: pd.Timestamp) -> np.ndarray:
        """Whole intervals elapsed between `origin` and each instant."""
        return ((instants - origin) // pd.Timedelta(minutes=self.grain)).to_numpy().astype(np.int64)


def hours_between(starts: pd.Series, ends: pd.Series) -> pd.Series:
    """Elapsed hours from each start to its end."""
    hours: pd.Series = (ends - starts).dt.total_seconds() / 3600.0
    return hours
