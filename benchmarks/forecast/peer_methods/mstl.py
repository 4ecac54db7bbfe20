"""Decomposition by all seasons, with exponential smoothing of what is left."""

from __future__ import annotations

from classical import ask
from given import Forecast, Task, Window
from statsforecast.models import MSTL, AutoETS


def answer(task: Task, window: Window, argument: int) -> Forecast:
    """One window, with those seasons of which the history holds two."""
    seasons = [season for season in task.seasons if len(window.count) >= 2 * season]
    return ask(MSTL(season_length=seasons, trend_forecaster=AutoETS(model="ZZN")), task, window)
