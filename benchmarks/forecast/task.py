"""What a set asks for: series of counts, how far ahead, and the windows on which answers are judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

DAY = 1440
"""Minutes of a day."""
LEAST_TRAINING = 30
"""Points that must lie before an origin."""


@dataclass(frozen=True)
class Task:
    """A set of series and the protocol under which it is forecast.

    Attributes
    ----------
    values
        Counts by wall-clock start (rows, naive) and series (columns); NaN where not known. A start that has no
        row was closed for everybody.
    minutes
        Length of an interval; 1440 for days.
    horizon, step
        Points ahead, and points between the ends of two windows.
    windows
        Windows a series, counted back from the end of its own history.
    seasons
        Points of the seasons that a method without a calendar needs to know, the shortest first.
    scale
        Season of the seasonal differences by which errors are scaled in MASE.
    longest
        Most points of history that anybody is given; 0 for all.
    country, subdivision
        Whose public holidays apply; "" for none.
    weekend
        Weekdays that are days off.
    events
        series, day, kind: what the organisation itself knew ahead; "" as the series for all.
    holidays
        The set's own list of days off (name by day), instead of the country's.
    makeup
        Make-up workdays.
    paths
        Sample paths that we draw as well.
    """

    name: str
    values: pd.DataFrame
    minutes: int
    horizon: int
    windows: int
    seasons: tuple[int, ...]
    scale: int
    step: int = 0
    longest: int = 0
    country: str = ""
    subdivision: str = ""
    weekend: tuple[int, ...] = (5, 6)
    events: pd.DataFrame | None = None
    holidays: pd.Series | None = None
    makeup: tuple[pd.Timestamp, ...] = ()
    paths: int = 0

    @property
    def per_day(self) -> int:
        """Points of a day on which everything is open."""
        return max(1, DAY // self.minutes)


@dataclass(frozen=True)
class Window:
    """One series at one origin: the history given, and what came.

    Attributes
    ----------
    number
        0 for the last window of the series, 1 for the one before.
    history, future
        Counts by start; NaN where not known.
    """

    series: str
    number: int
    history: pd.Series
    future: pd.Series

    @property
    def first(self) -> pd.Timestamp:
        """Start of the first point ahead."""
        return pd.Timestamp(self.future.index[0])


def windows(task: Task) -> Iterator[Window]:
    """All windows of all series, latest first; those with too little history or nothing to judge are left out."""
    step = task.step or task.horizon
    for name in task.values.columns:
        known = task.values[name]
        places = np.flatnonzero(known.notna().to_numpy())
        if not len(places):
            continue
        own = known.iloc[places[0] : places[-1] + 1]
        for number in range(task.windows):
            cut = len(own) - task.horizon - number * step
            if cut < max(2 * task.seasons[0], LEAST_TRAINING):
                break
            history, future = own.iloc[:cut], own.iloc[cut : cut + task.horizon]
            if task.longest:
                history = history.iloc[-task.longest :]
            if history.notna().sum() >= 2 * task.seasons[0] and future.notna().any():
                yield Window(str(name), number, history, future)


@dataclass(frozen=True)
class Answer:
    """What a method says of one window.

    Attributes
    ----------
    point
        Forecast of each point, never below 0.
    quantiles
        Shape (points, levels) by `LEVELS`; None where the method has no ranges.
    pit
        Randomised probability transform of what came, NaN where nothing is known; None without ranges.
    """

    window: Window
    point: npt.NDArray[np.float64]
    quantiles: npt.NDArray[np.float64] | None = None
    pit: npt.NDArray[np.float64] | None = None


LEVELS = (0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975)
"""Quantiles that are asked for: the edges of the 95 and 80 % ranges and the deciles."""
