"""Rolling origins: what would have been forecast, from what was known then, against what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags
from forecast.history import SERIES, History
from forecast.models.seasonal_naive import seasonal_naive, weekly_difference
from forecast.outlook import Margins, Outlook, margins
from forecast.spread import held_out_factor

OURS, NAIVE = "ours", "seasonal_naive"
LOW, HIGH = 0.1, 0.9
LEAST_KNOWN = 42
"""Days that must be known at an origin for it to be played back."""


@dataclass(frozen=True)
class Trial:
    """One origin played back.

    Attributes
    ----------
    origin
        Number of days known at the origin.
    actual
        Arrivals by day, shape (series, horizon); NaN on closed and on partly known days.
    scores
        Error of each day relative to the edge of the 80 % range on its side, before calibration.
    """

    origin: int
    actual: Array
    expected: Margins
    scores: Array


def play_back(history: History, outlook: Outlook, origin: int) -> Trial:
    """Set the outlook from `origin` against the days that followed it.

    Only opening hours that were planned for those days are used: an interval that was open but not counted
    is expected and left out of the comparison with its whole day.
    """
    horizon = outlook.level.shape[1]
    days = slice(origin, origin + horizon)
    exposure = history.open[:, days].copy()
    only_daily = np.isfinite(history.daily[:, days]) & ~exposure.any(2)
    exposure[only_daily] = 1
    expected = margins(outlook, exposure)
    actual = history.totals[:, days]
    low, middle, high = (expected.day_count(p) for p in (LOW, 0.5, HIGH))
    side = np.where(actual >= middle, high - middle, middle - low)
    scores = np.divide(np.abs(actual - middle), side, out=np.full(actual.shape, np.nan), where=side > 0)
    return Trial(origin, actual, expected, scores)


def factor_before(trials: list[Trial], origin: int) -> float:
    """The calibration that was known at `origin`: from trials whose whole horizon had passed."""
    done = [trial.scores for trial in trials if trial.origin + trial.actual.shape[1] <= origin]
    return held_out_factor(np.concatenate([scores.ravel() for scores in done])) if done else 1.0


def last_origins(days: int, horizon: int, count: int, every: int | None = None) -> list[int]:
    """The last `count` origins, `every` (by default `horizon`) days apart, earliest first.

    The last horizon ends with the history; origins with too little known before them are left out.
    """
    chosen = [days - horizon - k * (every or horizon) for k in reversed(range(count))]
    return [origin for origin in chosen if origin >= LEAST_KNOWN]


def evidence(history: History, trials: list[Trial]) -> pd.DataFrame:
    """Daily errors of ours and the yardstick by series and origin, as `Forecast.evidence` describes."""
    frames = []
    totals = history.totals
    for trial in trials:
        horizon = trial.actual.shape[1]
        naive = seasonal_naive(totals, trial.origin, horizon)
        scale = weekly_difference(totals[:, : trial.origin])
        both = np.isfinite(trial.actual) & np.isfinite(naive)
        for model, answer in ((OURS, trial.expected.totals), (NAIVE, naive)):
            frames.append(
                history.series[SERIES].assign(
                    origin=history.days[trial.origin],
                    model=model,
                    actual=sum_where(trial.actual, both),
                    error=sum_where(np.abs(trial.actual - answer), both),
                    scale=scale,
                )
            )
    columns = [*SERIES, "origin", "model", "actual", "error", "scale"]
    if not frames:
        return pd.DataFrame({name: [] for name in columns})
    return pd.concat(frames, ignore_index=True)[columns]


def sum_where(values: Array, there: Flags) -> Array:
    axes = tuple(range(1, values.ndim))
    total: Array = np.where(there, values, 0.0).sum(axes)
    return total
