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
    origin = history.days[trial.origin]
    uniform = generator(seed, "backtest totals", str(origin))
    parts = np.where(known, np.stack([trial.actual, trial.expected.totals, naive, np.ones(known.shape)]), 0.0)
    stretches = list(spans(horizon))
    labels = pd.DataFrame(
        [(span, history.days[trial.origin + first], first + 1) for span, first, _ in stretches],
        columns=["span", "day", "ahead"],
    )
    frames = []
    for scope in scopes(series):
        sums = _over(stretches, parts[:, scope.rows].sum(1))
        paths_of = _over(stretches, drawn[:, scope.rows].sum(1))
        judged = _judged(sums, paths_of, uniform.random(len(stretches)))
        frames.append(labels.assign(scope=scope.scope, outlet=scope.name, **judged))
    cells = pd.concat(frames, ignore_index=True)
    cells = cells.assign(service="", origin=origin, near=cells["day"].isin(near), grain="total")
    return cells[cells["points"] > 0].reset_index(drop=True)


def _over(stretches: list[tuple[str, int, int]], days: Array) -> Array:
    """Sums of the last axis (days) over each stretch."""
    return np.stack([days[..., first : first + length].sum(-1) for _, first, length in stretches], axis=-1)


def _judged(sums: Array, paths: Array, uniform: Array) -> dict[str, Array]:
    """What `forecast.measure` adds up; `sums` holds what came, our mean, the naive's, and the days known."""
    actual, mean, naive, known = sums
    transform = _rank(actual, paths, uniform)
    none, there = np.full(len(actual), np.nan), (known > 0).astype(np.float64)
    return {
        "points": there,
        "actual": actual,
        "error": np.abs(actual - mean),
        "bias": mean - actual,
        "loss": quantile_loss(actual, lambda level: np.quantile(paths, level, axis=0)),
        "floor": none,
        "naive_error": np.abs(actual - naive),
        "scale": none,
        "ranged": there,
        **{within(nominal): inside(transform, nominal).astype(np.float64) for nominal in NOMINAL},
    }


def _rank(actual: Array, paths: Array, uniform: Array) -> Array:
    """The randomised rank of what came among the paths, which is uniform where it could be one of them."""
    below, same = (paths < actual).sum(0), (paths == actual).sum(0)
    rank: Array = (below + uniform * (same + 1)) / (len(paths) + 1)
    return rank
