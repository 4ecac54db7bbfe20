"""What is judged of totals at one origin: those of outlets, regions and the network, by day, week and horizon."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Array
from forecast.cells import NOMINAL, within
from forecast.history import History
from forecast.measures.quantile_loss import quantile_loss
from forecast.measures.transform import inside
from forecast.models.seasonal_naive import seasonal_naive
from forecast.paths import draw_days
from forecast.totals import scopes, spans
from forecast.trials import Trial
from quarterhour.seeds import generator

MOST_DRAWN = 20_000_000
FEWEST_PATHS, MOST_PATHS = 100, 500


def total_cells(history: History, trial: Trial, near: pd.DatetimeIndex, seed: int) -> pd.DataFrame:
    """A row for each total of an origin, with the sums that `forecast.measure` asks for.

    Of both what came and what was said, the days of series are added up on which something is known. Columns as in
    `forecast.cells.cells_of` where they have a meaning (outlet is the scope's name, grain is "total"), and scope,
    span. Floor and scale are NaN.
    """
    series, horizon = history.series, trial.actual.shape[1]
    paths = int(np.clip(MOST_DRAWN // max(trial.actual.size, 1), FEWEST_PATHS, MOST_PATHS))
    naive = seasonal_naive(history.totals, trial.origin, horizon)
    known = np.isfinite(trial.actual) & np.isfinite(naive)
    drawn = np.where(known, draw_days(trial.expected, series, paths, seed), 0.0)
    actual, mean, other = (np.where(known, part, 0.0) for part in (trial.actual, trial.expected.totals, naive))
    origin = history.days[trial.origin]
    uniform = generator(seed, "backtest totals", str(origin))
    frames = []
    for scope in scopes(series):
        parts = [part[scope.rows].sum(0) for part in (actual, mean, other, known.astype(np.float64))]
        sums = np.array([[part[a : a + n].sum() for part in parts] for _, a, n in spans(horizon)])
        path = drawn[:, scope.rows].sum(1)
        path = np.column_stack([path[:, a : a + n].sum(1) for _, a, n in spans(horizon)])
        rows = pd.DataFrame(
            [(span, history.days[trial.origin + a], a + 1) for span, a, _ in spans(horizon)],
            columns=["span", "day", "ahead"],
        )
        frames.append(rows.assign(scope=scope.scope, outlet=scope.name, **_judged(*sums.T, path, uniform)))
    cells = pd.concat(frames, ignore_index=True)
    cells = cells.assign(service="", origin=origin, near=cells["day"].isin(near), grain="total")
    return cells[cells["points"] > 0].reset_index(drop=True)


def _judged(
    actual: Array, mean: Array, naive: Array, known: Array, paths: Array, uniform: np.random.Generator
) -> dict[str, Array]:
    transform = _rank(actual, paths, uniform.random(len(actual)))
    none = np.full(len(actual), np.nan)
    return {
        "points": (known > 0).astype(np.float64),
        "actual": actual,
        "error": np.abs(actual - mean),
        "bias": mean - actual,
        "loss": quantile_loss(actual, lambda level: np.quantile(paths, level, axis=0)),
        "floor": none,
        "naive_error": np.abs(actual - naive),
        "scale": none,
        "ranged": (known > 0).astype(np.float64),
        **{within(nominal): inside(transform, nominal).astype(np.float64) for nominal in NOMINAL},
    }


def _rank(actual: Array, paths: Array, uniform: Array) -> Array:
    """The randomised rank of what came among the paths, which is uniform where it could be one of them."""
    below, same = (paths < actual).sum(0), (paths == actual).sum(0)
    rank: Array = (below + uniform * (same + 1)) / (len(paths) + 1)
    return rank
