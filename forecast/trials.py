"""Rolling origins: what would have been forecast, from what was known then, against what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags
from forecast.calibration import Sight, calibrate, expectation
from forecast.history import SERIES, History
from forecast.margins import Margins
from forecast.models.seasonal_naive import seasonal_naive, weekly_difference

OURS, NAIVE = "ours", "seasonal_naive"
LEAST_KNOWN = 22
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
    """

    origin: int
    actual: Array
    expected: Margins


def play_back(history: History, sights: list[Sight], sight: Sight) -> Trial:
    """Set the outlook of one of the `sights` against what followed, calibrated by those before it."""
    origin = sight.origin
    outlook = calibrate(history, sights, origin).outlook(sight)
    actual = history.totals[:, origin : origin + outlook.level.shape[1]]
    return Trial(origin, actual, expectation(history, origin, outlook))


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
