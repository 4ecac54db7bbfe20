"""The horizon in elapsed minutes, and each outlet's opening in runs between closings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints
from quarterhour.grid import TimeGrid
from quarterhour.labels import LabelError


@dataclass(frozen=True)
class Horizon:
    """All intervals of the horizon; time is counted in minutes elapsed since its start."""

    grid: TimeGrid
    starts: pd.DatetimeIndex
    day: Ints
    days: pd.DatetimeIndex

    @classmethod
    def of(cls, grid: TimeGrid, first_day: pd.Timestamp, days: int) -> Horizon:
        """The intervals of so many business days."""
        starts = grid.starts(first_day, days)
        day, names = pd.factorize(grid.business_day(starts))
        return cls(grid, starts, day.astype(np.int64), pd.DatetimeIndex(names))

    @property
    def grain(self) -> int:
        """Minutes of an interval."""
        return self.grid.grain

    @property
    def count(self) -> int:
        """How many intervals there are."""
        return len(self.starts)

    @property
    def edges(self) -> Floats:
        """Starts of the intervals and the end of the last one, in minutes."""
        return np.arange(self.count + 1, dtype=np.float64) * self.grain

    def interval(self, starts: pd.Series | pd.DatetimeIndex, what: str) -> Ints:
        """Index of each interval start.

        Raises
        ------
        LabelError
            When one of them is no interval of the horizon.
        """
        found = self.starts.get_indexer(pd.DatetimeIndex(starts))
        if (found < 0).any():
            stray = pd.DatetimeIndex(starts)[found < 0][0]
            raise LabelError(
                f"{what}: {stray} is no interval of the horizon.\nMaybe another first day was planned."
            )
        return found.astype(np.int64)

    def minutes(self, instants: pd.Series) -> Floats:
        """Elapsed minutes of instants, before the horizon negative."""
        return np.asarray((instants - self.starts[0]) / pd.Timedelta(minutes=1), dtype=np.float64)


@dataclass(frozen=True)
class Runs:
    """One outlet's opening: runs are stretches without closing, in order.

    Attributes
    ----------
    run
        Run of each interval of the horizon; -1 where closed.
    begin, end
        Of each run, in minutes.
    """

    run: Ints
    begin: Floats
    end: Floats

    @classmethod
    def of(cls, open_intervals: Ints, horizon: Horizon) -> Runs:
        """Runs of the open intervals (indices)."""
        open_now = np.zeros(horizon.count + 2, dtype=bool)
        open_now[1 + open_intervals] = True
        rises = open_now[1:] & ~open_now[:-1]
        falls = ~open_now[1:] & open_now[:-1]
        run = np.where(open_now[1:-1], np.cumsum(rises)[:-1] - 1, -1)
        edges = horizon.edges
        return cls(run, edges[np.flatnonzero(rises)], edges[np.flatnonzero(falls)])

    def opened(self, times: Floats, horizon: Horizon) -> Floats:
        """Minutes that the outlet has been open until these times."""
        clock = np.concatenate([[0.0], np.cumsum(np.where(self.run >= 0, horizon.grain, 0))])
        minutes: Floats = np.interp(times, horizon.edges, clock)
        return minutes
