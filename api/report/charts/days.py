"""A line over days with its range and its named peaks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.report.charts import svg
from api.report.charts.scale import over
from api.words import Words

WIDTH, HEIGHT, LEFT, BOTTOM = 1060.0, 290.0, 64.0, 250.0


def days_chart(
    title: str,
    description: str,
    days: pd.DataFrame,
    peaks: Sequence[tuple[str, pd.Timestamp, pd.Timestamp]],
    words: Words,
) -> Markup:
    """`days` has day, mean, low, high; `peaks` are names with their first and last day, shaded behind."""
    if days.empty:
        return Markup("")
    width = (WIDTH - LEFT - 12) / len(days)
    x = np.linspace(LEFT + width / 2, WIDTH - 12 - width / 2, len(days), dtype=np.float64)
    mean, low, high = (np.asarray(days[name], dtype=np.float64) for name in ("mean", "low", "high"))
    scale = over(np.concatenate([mean, low, high]), BOTTOM, 34.0)
    first = days["day"].iloc[0]
    body = [
        svg.line(LEFT, scale(tick), WIDTH - 12, scale(tick), "grid")
        + svg.words(LEFT - 8, scale(tick) + 4, words.number(tick), "small", "end")
        for tick in scale.ticks
    ]
    taken = LEFT - WIDTH
    for name, begin, end in sorted(peaks, key=lambda peak: peak[1]):
        left = max((begin - first).days, 0)
        right = min((end - first).days + 1, len(days))
        body.append(svg.box(LEFT + width * left, 18, width * (right - left), BOTTOM - 18, "peak", name))
        middle, room = LEFT + width * (left + right) / 2, svg.width_of([name], least=0.0)
        lower = middle - room / 2 < taken  # beside the name before it there is no room
        taken = taken if lower else middle + room / 2
        body.append(svg.words(middle, 28 if lower else 13, name, "strong", "middle"))
    body.append(svg.path(svg.band(x, scale.all(low), scale.all(high)), "range"))
    body.append(svg.path(svg.polyline(x, scale.all(mean)), "line"))
    every = int(np.ceil(len(days) / 14))
    for index, day in enumerate(days["day"]):
        weekend = " away" if day.day_of_week >= 5 else ""
        range_text = words("report.range", low=words.number(low[index]), high=words.number(high[index]))
        tip = f"{words.weekday(day.day_of_week)} {words.day(day)}: {words.number(mean[index])} ({range_text})"
        body.append(svg.dot(float(x[index]), scale(float(mean[index])), 3.2, "mark" + weekend, tip))
        if index % every == 0:
            body.append(svg.words(float(x[index]), BOTTOM + 18, words.day(day), "small", "middle"))
            body.append(svg.words(float(x[index]), BOTTOM + 33, words.weekday(day.day_of_week), "small", "middle"))
    body.append(svg.line(LEFT, BOTTOM, WIDTH - 12, BOTTOM, "axis"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=720)
