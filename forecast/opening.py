"""The intervals of the horizon, and which of them are open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Bytes, Flags, Ints
from forecast.history import History
from forecast.values import ForecastProblem
from quarterhour.labels import LabelError


@dataclass(frozen=True)
class Opening:
    """The horizon's intervals: which are open for which series, and where they lie."""

    starts: pd.DatetimeIndex
    open: Flags
    day: Ints
    slot: Ints
    exposure: Bytes

    @classmethod
    def of(cls, problem: ForecastProblem, history: History) -> Opening:
        grid, first = problem.grid, problem.first_day.normalize()
        starts = grid.starts(first, problem.horizon)
        day = (grid.business_day(starts) - first).days.to_numpy().astype(np.int64)
        slot = grid.slot(starts).astype(np.int64)
        outlets, labels = pd.factorize(history.series["outlet"], sort=True)
        column = starts.get_indexer(pd.DatetimeIndex(problem.opening["start"]))
        row = pd.Index(labels).get_indexer(pd.Index(problem.opening["outlet"]))
        if (column < 0).any():
            wrong = problem.opening["start"].to_numpy()[column < 0][0]
            raise LabelError(f"opening: {wrong} is no interval start of the horizon.")
        by_outlet = np.zeros((len(labels), len(starts)), dtype=bool)
        by_outlet[row[row >= 0], column[row >= 0]] = True
        opened = by_outlet[outlets]
        exposure = np.zeros((len(opened), problem.horizon, grid.slots_a_day), dtype=np.uint8)
        for interval in range(len(starts)):  # a slot of the hour that comes twice is met twice
            exposure[:, day[interval], slot[interval]] += opened[:, interval]
        return cls(starts, opened, day, slot, exposure)

    def gather(self, values: Array) -> Array:
        """Values by day and slot laid out over the intervals; 0 where closed."""
        return np.where(self.open, values[:, self.day, self.slot], 0.0)
