"""The dynamic optimised Theta model."""

from __future__ import annotations

from classical import ask
from given import Forecast, Task, Window
from statsforecast.models import DynamicOptimizedTheta


def answer(task: Task, window: Window, argument: int) -> Forecast:
    """One window, with the shortest season."""
    return ask(DynamicOptimizedTheta(season_length=task.seasons[0]), task, window)
