"""How good the forecast would have been: rolling origins, each seeing only what was known then."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.calibration import HIGH, LOW, expectation
from forecast.ground import prepare
from forecast.history import SERIES, History
from forecast.models.seasonal_naive import seasonal_naive, weekly_difference
from forecast.seer import Seer
from forecast.trials import LEAST_KNOWN, NAIVE, OURS, Trial, last_origins, sum_where
from forecast.values import ForecastProblem


def backtest(problem: ForecastProblem, *, horizon: int, origins: int, every: int | None = None) -> pd.DataFrame:
    """Accuracy and calibration over the last `origins` origins, `every` (by default `horizon`) days apart.

    Every origin sees only what was known then; it is what `forecast` would have said then. Columns as in
    `measures`.
    """
    ground = prepare(problem)
    history, seer = ground.history, Seer(ground, horizon)
    frames = []
    for origin in last_origins(len(history.days), horizon, origins, every):
        outlook, _ = seer.outlook(origin)
        actual = history.totals[:, origin : origin + horizon]
        frames.append(measures(history, Trial(origin, actual, expectation(history, origin, outlook))))
    if not frames:
        raise ValueError(
            f"no origin has {LEAST_KNOWN} known days before it and {horizon} after it.\nMaybe a shorter horizon."
        )
    return pd.concat(frames, ignore_index=True)


def measures(history: History, trial: Trial) -> pd.DataFrame:
    """Errors of one origin by series, model and grain (day, interval); ranges are calibrated.

    Columns: outlet, service, origin, model, grain, points, actual, error (sum of absolute errors), bias (sum of
    forecast less actual), scale (mean absolute weekly difference before the origin), inside (points inside the
    80 % range; NaN for the yardstick), wape, mase, coverage.
    """
    expected = trial.expected
    days = slice(trial.origin, trial.origin + trial.actual.shape[1])
    known = history.known[:, days]
    slots = np.where(history.known > 0, history.counts, np.nan)
    means = expected.means * known
    parts = {
        "day": (trial.actual, expected.totals, history.totals, [expected.day_count(p) for p in (LOW, HIGH)]),
        "interval": (slots[:, days], means, slots, [expected.interval_count(p) for p in (LOW, HIGH)]),
    }
    frames = []
    for grain, (actual, answer, past, (low, high)) in parts.items():
        naive = seasonal_naive(past, trial.origin, actual.shape[1])
        both = np.isfinite(actual) & np.isfinite(naive)
        single = both & (known == 1) if grain == "interval" else both
        inside = single & (actual >= low) & (actual <= high)
        scale = weekly_difference(past[:, : trial.origin])
        for model, forecast in ((OURS, answer), (NAIVE, naive)):
            frames.append(
                history.series[SERIES].assign(
                    origin=history.days[trial.origin],
                    model=model,
                    grain=grain,
                    points=sum_where(np.ones(both.shape), both),
                    actual=sum_where(actual, both),
                    error=sum_where(np.abs(actual - forecast), both),
                    bias=sum_where(forecast - actual, both),
                    scale=scale,
                    inside=sum_where(inside.astype(np.float64), single) if model == OURS else np.nan,
                )
            )
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[rows["points"] > 0].reset_index(drop=True)
    return rows.assign(
        wape=rows["error"] / rows["actual"].where(rows["actual"] > 0),
        mase=rows["error"] / rows["points"] / rows["scale"].where(rows["scale"] > 0),
        coverage=rows["inside"] / rows["points"],
    )
