"""Seasonal ARIMA, its orders chosen step by step with approximate likelihoods, as R does for long series."""

from __future__ import annotations

from classical import ask
from given import Forecast, Task, Window
from statsforecast.models import AutoARIMA


def answer(task: Task, window: Window, argument: int) -> Forecast:
    """One window, with the shortest season."""
    return ask(AutoARIMA(season_length=task.seasons[0], approximation=True), task, window)
