"""Small tasks and answers for the tests of the forecast benchmark."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.forecast.task import DAY, Answer, Task, Window


def task_of(ends: dict[str, int], rising: float = 1.0, windows: int = 2) -> Task:
    """Daily series from Monday 2024-01-01 that end after so many days: 10 + weekday, and a rise a week."""
    day = pd.date_range("2024-01-01", periods=max(ends.values()), freq="D")
    values = {
        name: np.where(
            np.arange(len(day)) < end, 10 + day.day_of_week + rising * (np.arange(len(day)) // 7), np.nan
        )
        for name, end in ends.items()
    }
    return Task("toy", pd.DataFrame(values, index=day), DAY, 7, windows, (7,), 7)


def answer_of(actual: list[float], point: list[float], start: str = "2024-03-04", **more: object) -> Answer:
    """An answer over days from `start`, after four weeks of 0, 10, 0, 10 ..."""
    day = pd.date_range(start, periods=len(actual), freq="D")
    past = pd.Series([0.0, 10.0] * 14, index=pd.date_range(end=day[0] - pd.Timedelta(days=1), periods=28))
    window = Window("A", 0, past, pd.Series(actual, index=day))
    return Answer(window, np.array(point), **more)  # type: ignore[arg-type]
