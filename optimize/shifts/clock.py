"""Instants as whole minutes since the first planned day, so that duties and intervals compare as integers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from quarterhour.arrays import Ints
from quarterhour.grid import TimeGrid

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Clock:
    """Elapsed minutes since `origin`; interval number q is [q * grain, (q + 1) * grain)."""

    grid: TimeGrid
    origin: pd.Timestamp

    def minutes(self, instants: pd.Series) -> Ints:
        """Elapsed minutes of each instant."""
        return ((instants - self.origin) // pd.Timedelta(minutes=1)).to_numpy().astype(np.int64)

    def instants(self, minutes: Ints) -> pd.DatetimeIndex:
        """The inverse of `minutes`."""
        return (self.origin + pd.to_timedelta(minutes, unit="min")).as_unit("us")

    def wall(self, days: pd.Series, minutes: pd.Series) -> pd.Series:
        """Instants `minutes` of wall clock after the day cut; NaT where the clock skips that time."""
        wall = days + pd.to_timedelta(minutes + self.grid.day_cut, unit="min")
        first_pass = np.ones(len(wall), dtype=bool)
        instants: pd.Series = wall.dt.tz_localize(self.grid.timezone, ambiguous=first_pass, nonexistent="NaT")
        return instants


def week_of(days: pd.Series) -> pd.Series:
    """The Monday of each day's week."""
    mondays: pd.Series = (days - pd.to_timedelta(days.dt.day_of_week, unit="D")).dt.as_unit("us")
    return mondays


def whole_intervals(start: Ints, end: Ints, grain: int) -> tuple[Ints, Ints]:
    """First interval that lies wholly in [start, end), and the one after the last."""
    return -(-start // grain), end // grain


def touched_intervals(start: Ints, end: Ints, grain: int) -> tuple[Ints, Ints]:
    """First interval that meets [start, end), and the one after the last."""
    return start // grain, -(-end // grain)
