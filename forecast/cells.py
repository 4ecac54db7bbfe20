"""What is judged of one origin: sums of errors, losses and hits by series and day, from which all figures follow.

A cell is one series on one day. By day it holds one point, by interval those of the day; figures of any group of
cells are sums over it (`forecast.measure`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags
from forecast.history import History
from forecast.measures.poisson_floor import mean_deviation
from forecast.measures.quantile_loss import quantile_loss
from forecast.measures.transform import inside, randomised_transform
from forecast.models.seasonal_naive import seasonal_naive, weekly_difference
from forecast.trials import Trial
from quarterhour.seeds import generator

DAY, INTERVAL = "day", "interval"
NOMINAL = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Central ranges whose hits are counted."""
LABELS = ["outlet", "service", "kind", "region"]


@dataclass(frozen=True)
class View:
    """An origin by day (series, days) or by interval (series, days, slots).

    Attributes
    ----------
    actual, naive, mean
        NaN where not known.
    ranged
        Points on which ranges are judged: intervals of the hour that comes twice are not.
    """

    grain: str
    actual: Array
    naive: Array
    mean: Array
    scale: Array
    ranged: Flags
    quantile: Callable[[float], Array]
    cumulative: Callable[[Array], Array]


def cells_of(history: History, trial: Trial, near: pd.DatetimeIndex, seed: int) -> pd.DataFrame:
    """All cells of an origin, by day and, where intervals are known, by interval.

    Columns: outlet, service, kind, region, origin, day, ahead (1 for the first day), near (a holiday or close to
    one), grain; points, actual, error (absolute), bias (forecast less actual), loss (quantile loss), floor (error
    of a Poisson count), naive_error, scale (mean absolute weekly difference before the origin), ranged (points
    whose ranges are judged) and within_20 .. within_95 (those inside).
    """
    frames = [_cells(history, trial, view, near, seed) for view in _views(history, trial)]
    return pd.concat(frames, ignore_index=True)


def within(nominal: float) -> str:
    """The column that counts points inside the range of that name."""
    return f"within_{round(100 * nominal)}"


def _views(history: History, trial: Trial) -> Iterator[View]:
    expected, horizon = trial.expected, trial.actual.shape[1]
    totals = history.totals
    yield _view(DAY, totals, trial, expected.totals, expected.day_count, expected.day_cumulative, None)
    days = slice(trial.origin, trial.origin + horizon)
    known = history.known[:, days]
    if known.any():
        slots = np.where(history.known > 0, history.counts, np.nan).astype(np.float64)
        means, single = expected.means * known, known == 1
        yield _view(INTERVAL, slots, trial, means, expected.interval_count, expected.interval_cumulative, single)


def _view(
    grain: str,
    past: Array,
    trial: Trial,
    mean: Array,
    quantile: Callable[[float], Array],
    cumulative: Callable[[Array], Array],
    single: Flags | None,
) -> View:
    horizon = trial.actual.shape[1]
    actual = past[:, trial.origin : trial.origin + horizon]
    naive = seasonal_naive(past, trial.origin, horizon)
    both = np.isfinite(actual) & np.isfinite(naive)
    return View(
        grain=grain,
        actual=np.where(both, actual, np.nan),
        naive=naive,
        mean=mean,
        scale=weekly_difference(past[:, : trial.origin]),
        ranged=both if single is None else both & single,
        quantile=quantile,
        cumulative=cumulative,
    )


def _cells(history: History, trial: Trial, view: View, near: pd.DatetimeIndex, seed: int) -> pd.DataFrame:
    actual, series = view.actual, history.series
    count, horizon = actual.shape[:2]
    origin = history.days[trial.origin]
    day = history.days[trial.origin : trial.origin + horizon]
    row, ahead = (part.ravel() for part in np.indices((count, horizon)))
    frame = series[LABELS].take(row).reset_index(drop=True)
    frame = frame.assign(
        origin=origin, day=day[ahead], ahead=ahead + 1, near=day.isin(near)[ahead], grain=view.grain
    )
    counted = trial.expected.outlook.counted
    floor = mean_deviation(view.mean) * counted.reshape(-1, *[1] * (actual.ndim - 1))
    uniform = generator(seed, "backtest", str(origin), view.grain).random(actual.shape)
    transform = randomised_transform(view.cumulative, actual, counted, uniform)
    transform = np.where(view.ranged, transform, np.nan)
    parts = {
        "points": np.ones(actual.shape),
        "actual": actual,
        "error": np.abs(actual - view.mean),
        "bias": view.mean - actual,
        "loss": quantile_loss(actual, view.quantile),
        "floor": floor,
        "naive_error": np.abs(actual - view.naive),
        "ranged": np.isfinite(transform).astype(np.float64),
        **{within(nominal): inside(transform, nominal).astype(np.float64) for nominal in NOMINAL},
    }
    there = np.isfinite(actual)
    sums = {name: np.where(there, part, 0.0).reshape(count * horizon, -1).sum(1) for name, part in parts.items()}
    cells = frame.assign(**sums, scale=view.scale[row])
    return cells[cells["points"] > 0].reset_index(drop=True)
