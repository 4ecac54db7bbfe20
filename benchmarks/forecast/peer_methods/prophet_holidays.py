"""Prophet with public holidays, make-up workdays and the organisation's known events, multiplicative."""

from __future__ import annotations

import logging

import numpy as np
import pandas as pd
from given import Forecast, Task, Window
from prophet import Prophet

SAMPLES = 300

for name in ("cmdstanpy", "prophet"):
    logging.getLogger(name).setLevel(logging.ERROR)


def answer(task: Task, window: Window, argument: int) -> Forecast:
    """One window at real dates; gaps stay gaps."""
    holidays = task.holidays.rename(columns={"day": "ds"})
    model = Prophet(
        seasonality_mode="multiplicative",
        uncertainty_samples=SAMPLES,
        holidays=holidays if len(holidays) else None,
    )
    past = pd.DataFrame({"ds": window.start, "y": window.count})
    ahead = pd.DataFrame({"ds": window.ahead})
    for kind, days in known_days(task, window.series).items():
        if past["ds"].dt.normalize().isin(days).any():
            model.add_regressor(kind)
            for rows in (past, ahead):
                rows[kind] = rows["ds"].dt.normalize().isin(days).astype(float)
    np.random.seed(task.seed)  # noqa: NPY002 - the library draws from it
    model.fit(past)
    said = model.predict(ahead)
    np.random.seed(task.seed)  # noqa: NPY002 - and again for its ranges
    paths = model.predictive_samples(ahead)["yhat"]
    return said["yhat"].to_numpy(), np.quantile(paths, task.levels, axis=1).T


def known_days(task: Task, series: str) -> dict[str, pd.DatetimeIndex]:
    """Days of each kind of event that was known ahead."""
    own = task.events[task.events["series"].isin([series, ""])]
    kinds = {f"event {kind}": pd.DatetimeIndex(part["day"]) for kind, part in own.groupby("kind")}
    return kinds | ({"make-up workday": task.makeup} if len(task.makeup) else {})
