"""How models of statsforecast answer a window: gaps filled by the value a season before, the ranges are theirs."""

from __future__ import annotations

from typing import Any

import numpy as np
from given import Forecast, Task, Window, filled


def ask(model: Any, task: Task, window: Window) -> Forecast:
    """Point and quantiles of a model that takes counts by place."""
    widths = sorted({round(100 * abs(1 - 2 * level)) for level in task.levels if level != 0.5})
    said = model.forecast(y=filled(window.count, task.seasons[0]), h=len(window.ahead), level=widths)
    point = np.asarray(said["mean"], dtype=float)
    columns = [point if level == 0.5 else _edge(said, level) for level in task.levels]
    return point, np.column_stack(columns)


def _edge(said: dict, level: float) -> np.ndarray:
    width = round(100 * abs(1 - 2 * level))
    found = said.get(f"{'lo' if level < 0.5 else 'hi'}-{width}")
    return np.asarray(said[f"{'lo' if level < 0.5 else 'hi'}-{float(width)}"] if found is None else found, float)
