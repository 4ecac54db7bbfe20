"""What a method is given: the task, and windows without what came. Written by the benchmark, read here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Task:
    """What all windows of a set share.

    Attributes
    ----------
    minutes
        Length of an interval; 1440 for days.
    seasons
        Points of the seasons, the shortest first.
    levels
        Probabilities of the quantiles asked for.
    holidays
        day, holiday; days off of the whole country.
    makeup
        Make-up workdays.
    events
        series, day, kind; "" as the series for all.
    """

    name: str
    minutes: int
    horizon: int
    seasons: tuple[int, ...]
    levels: tuple[float, ...]
    seed: int
    holidays: pd.DataFrame
    makeup: pd.DatetimeIndex
    events: pd.DataFrame

    @property
    def daily(self) -> bool:
        """Whether the points are days."""
        return self.minutes == 1440


@dataclass(frozen=True)
class Window:
    """One series at one origin: starts and counts known (NaN where not), and the starts asked for."""

    number: int
    series: str
    start: pd.DatetimeIndex
    count: np.ndarray
    ahead: pd.DatetimeIndex


Forecast = tuple[np.ndarray, np.ndarray | None]
"""Points, and quantiles of shape (points, levels) where the method gives ranges."""


def read(folder: Path) -> tuple[Task, list[Window], dict]:
    """The task, its windows, and the limits within which to answer."""
    said = json.loads((folder / "task.json").read_text())
    days = pd.read_parquet(folder / "days.parquet")
    task = Task(
        name=said["name"],
        minutes=said["minutes"],
        horizon=said["horizon"],
        seasons=tuple(said["seasons"]),
        levels=tuple(said["levels"]),
        seed=said["seed"],
        holidays=days.loc[days["kind"] == "holiday", ["day", "holiday"]].reset_index(drop=True),
        makeup=pd.DatetimeIndex(days.loc[days["kind"] == "workday", "day"]),
        events=pd.read_parquet(folder / "events.parquet"),
    )
    known, ahead = (_by_window(pd.read_parquet(folder / f"{part}.parquet")) for part in ("windows", "ahead"))
    series = pd.read_parquet(folder / "series.parquet").set_index("window")["series"]
    return task, [_window(number, str(series[number]), known[number], ahead[number]) for number in known], said


def filled(count: np.ndarray, season: int) -> np.ndarray:
    """The counts with gaps filled by the value a season before (or two, three), then the neighbour."""
    whole = count.copy()
    for lag in (season, 2 * season, 3 * season):
        for place in np.flatnonzero(~np.isfinite(whole)):
            if place >= lag:
                whole[place] = whole[place - lag]
    return pd.Series(whole).ffill().bfill().fillna(0.0).to_numpy()


def normal_quantiles(point: np.ndarray, deviation: np.ndarray, levels: tuple[float, ...]) -> np.ndarray:
    """Quantiles of normal errors around the points."""
    standard = np.array([NormalDist().inv_cdf(level) for level in levels])
    return point[:, None] + deviation[:, None] * standard


def _by_window(rows: pd.DataFrame) -> dict[int, pd.DataFrame]:
    return {int(number): part for number, part in rows.groupby("window", sort=True)}


def _window(number: int, series: str, known: pd.DataFrame, ahead: pd.DataFrame) -> Window:
    return Window(
        number,
        series,
        pd.DatetimeIndex(known["start"]),
        known["count"].to_numpy(dtype=float),
        pd.DatetimeIndex(ahead["start"]),
    )
