"""Lines over the time of day, one a kind of day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.report.charts import svg
from api.report.charts.scale import over
from api.words import Words

WIDTH, HEIGHT, LEFT, BOTTOM = 760.0, 220.0, 64.0, 190.0
RIGHT = WIDTH - 24  # the last hour is named below its end
STROKES = ("line", "dashed", "dotted")
"""Told apart by their stroke as well as by their colour."""


def clock_chart(
    title: str, description: str, lines: pd.DataFrame, names: Sequence[str], grain: int, words: Words
) -> Markup:
    """`lines` has minute (after midnight, in the order of the business day, on past 1440) as its index and a
    column for each of `names`, NaN where closed; at most three.
    """
    if lines.empty:
        return Markup("")
    minute = lines.index.to_numpy(dtype=np.float64)
    begin, end = minute[0], minute[-1] + grain
    x = LEFT + (minute + grain / 2 - begin) / (end - begin) * (RIGHT - LEFT)
    scale = over(lines.to_numpy(dtype=np.float64).ravel(), BOTTOM, 12.0)
    digits = 0 if scale.high >= 10 else 1
    body = [
        svg.line(LEFT, scale(tick), RIGHT, scale(tick), "grid")
        + svg.words(LEFT - 8, scale(tick) + 4, words.number(tick, digits), "small", "end")
        for tick in scale.ticks
    ]
    for stroke, column, name in zip(STROKES, lines.columns, names, strict=False):
        values = lines[column].to_numpy(dtype=np.float64)
        body.append(svg.path(svg.polyline(x, scale.all(values)), stroke, name))
        for place, at, value in zip(x.tolist(), minute.tolist(), values.tolist(), strict=True):
            if np.isfinite(value):
                told = f"{name} {clock(at)}: {words.number(value, 1)}"
                body.append(svg.dot(place, scale(value), 2.2, "node", told))
    hours = np.arange(np.ceil(begin / 60), end / 60 + 0.01)
    for hour in hours[:: int(np.ceil(len(hours) / 13)) or 1].tolist():
        place = LEFT + (60 * hour - begin) / (end - begin) * (RIGHT - LEFT)
        body.append(svg.words(place, BOTTOM + 18, clock(60 * hour), "small", "middle"))
    body.append(svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=520)


def clock(minute: float) -> str:
    """A wall-clock time such as 09:30."""
    return f"{int(minute) // 60 % 24:02}:{int(minute) % 60:02}"
