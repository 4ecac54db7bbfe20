"""Errors near public holidays apart from those on ordinary days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.forecast.ours import public_holidays
from benchmarks.forecast.task import Answer, Task
from forecast.measures.near_holidays import NEAR, near


def wape_by_day_kind(task: Task, answers: Sequence[Answer]) -> tuple[float, float]:
    """WAPE on days within `NEAR` days of a holiday, and on all others; NaN where there are none."""
    if not answers:
        return float("nan"), float("nan")
    close = days_near(
        task,
        min(answer.window.future.index[0] for answer in answers),
        max(answer.window.future.index[-1] for answer in answers),
    )
    error, actual = np.zeros(2), np.zeros(2)
    for answer in answers:
        truth = answer.window.future.to_numpy(dtype=float)
        known = np.isfinite(truth)
        ordinary = ~pd.DatetimeIndex(answer.window.future.index).normalize().isin(close)
        for place, part in enumerate((known & ~ordinary, known & ordinary)):
            error[place] += np.abs(truth[part] - np.maximum(answer.point[part], 0.0)).sum()
            actual[place] += np.abs(truth[part]).sum()
    return _share(error[0], actual[0]), _share(error[1], actual[1])


def days_near(task: Task, first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    """All days of the period within `NEAR` days of a public holiday."""
    day = pd.date_range(first.normalize() - pd.Timedelta(days=NEAR), last.normalize() + pd.Timedelta(days=NEAR))
    return day[near(public_holidays(task, day) != "")]


def _share(error: float, actual: float) -> float:
    return float(error / actual) if actual else float("nan")
