"""FLAIR: level times shape with one ridge regression; the median and quantiles of its sample paths."""

from __future__ import annotations

import numpy as np
from flaircast import forecast
from given import Forecast, Task, Window, filled

SAMPLES = 500


def answer(task: Task, window: Window, argument: int) -> Forecast:
    """One window; it takes its periods from an interval's length, so days with closed hours are not for it."""
    if task.seasons[0] not in (7, 1440 // task.minutes):
        raise NotImplementedError(f"{task.seasons[0]} points a day of {task.minutes} minutes")
    frequency = "D" if task.daily else "H" if task.minutes == 60 else f"{task.minutes}T"
    whole = filled(window.count, task.seasons[0])
    paths = forecast(whole, horizon=len(window.ahead), freq=frequency, n_samples=SAMPLES, seed=task.seed)
    return np.median(paths, axis=0), np.quantile(paths, task.levels, axis=0).T
