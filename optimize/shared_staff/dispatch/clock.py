"""The horizon cut into intervals, and how much of each a stretch of time covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.values import Situation
from quarterhour.arrays import Floats

FAR = 1e7
"""Minutes that stand for a moment that never comes."""


@dataclass(frozen=True)
class Clock:
    """Minutes from now; interval t lasts from `edges[t]` to `edges[t + 1]`.

    Attributes
    ----------
    starts
        Starts of the grid's intervals; the first one may have begun before now.
    edges
        0 and then the ends of the intervals, in minutes from now.
    """

    now: pd.Timestamp
    starts: pd.DatetimeIndex
    edges: Floats

    @classmethod
    def of(cls, situation: Situation) -> Clock:
        """The clock of a situation; its horizon ends with a whole interval.

        Raises
        ------
        ValueError
            When the horizon does not reach beyond now.
        """
        grid, now = situation.grid, situation.now
        if now.tzinfo is None or situation.until <= now:
            raise ValueError(
                f"dispatch from {now} until {situation.until}.\nMaybe give a zone, and an end after now."
            )
        days = pd.DatetimeIndex([now, situation.until])
        first, last = grid.business_day(days)
        starts = grid.starts(first, int((last - first).days) + 1)
        step = pd.Timedelta(minutes=grid.grain)
        starts = starts[(starts + step > now) & (starts < situation.until)]
        ends = ((starts + step - now) / pd.Timedelta(minutes=1)).to_numpy(np.float64)
        return cls(now, starts, np.concatenate([[0.0], ends]))

    @cached_property
    def minutes(self) -> Floats:
        """Length of each interval."""
        return np.asarray(np.diff(self.edges), dtype=np.float64)

    @property
    def count(self) -> int:
        """How many intervals there are."""
        return len(self.starts)

    @property
    def end(self) -> float:
        """Where the horizon ends."""
        return float(self.edges[-1])

    def of_instants(self, instants: pd.Series[Any], missing: float = FAR) -> Floats:
        """Minutes from now of zone-aware instants; `missing` for NaT."""
        minutes = (instants - self.now) / pd.Timedelta(minutes=1)
        return np.asarray(minutes.fillna(missing), dtype=np.float64)

    def instants(self, minutes: Floats) -> pd.DatetimeIndex:
        """The inverse of `of_instants`."""
        gone = ~np.isfinite(minutes) | (np.abs(minutes) >= FAR)
        seconds = np.rint(np.where(gone, 0.0, minutes) * 60).astype(np.int64)
        found = pd.Series(self.now + pd.to_timedelta(seconds, unit="s")).dt.as_unit("us")
        return pd.DatetimeIndex(found.mask(gone))

    def share(self, begin: Floats, end: Floats) -> Floats:
        """(stretches, intervals): which share of each interval a stretch covers."""
        left = np.maximum(begin[:, None], self.edges[None, :-1])
        right = np.minimum(end[:, None], self.edges[None, 1:])
        return np.asarray(np.maximum(right - left, 0.0) / self.minutes, dtype=np.float64)

    def next_edge(self, minutes: Floats) -> Floats:
        """The first edge at or after each moment; FAR beyond the horizon."""
        place = np.searchsorted(self.edges, minutes - 1e-9)
        edges = np.append(self.edges, FAR)
        found: Floats = edges[place]
        return found
