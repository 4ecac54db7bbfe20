"""People on duty by source, stacked, under the line of people needed: one strip a week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.duty import SOURCES
from api.report.charts import svg
from api.report.charts.scale import Scale, over
from api.words import Words
from quarterhour.arrays import Floats

WIDTH, LEFT, STRIP = 1060.0, 34.0, 104.0


def staffing_chart(title: str, description: str, duty: pd.DataFrame, grain: int, words: Words) -> Markup:
    """`duty` is one outlet's start, day, needed and people by source, in order, closed intervals left out."""
    first = duty["day"].min()
    week = ((duty["day"] - first).dt.days // 7).to_numpy()
    most = duty[["needed"]].to_numpy().max(initial=1)
    there = duty[list(SOURCES)].sum(axis=1).to_numpy().max(initial=1)
    body: list[str] = []
    for number in np.unique(week).tolist():
        top = STRIP * number + 14
        scale = over(np.array([most, there], dtype=np.float64), top + STRIP - 34, top)
        body += _strip(duty[week == number], first + pd.Timedelta(days=7 * number), scale, grain, words)
    return svg.picture(WIDTH, STRIP * (int(week.max()) + 1) + 6, title, description, body, least=760)


def _strip(duty: pd.DataFrame, monday: pd.Timestamp, scale: Scale, grain: int, words: Words) -> list[str]:
    """One week: axes, areas and line."""
    body = []
    width = (WIDTH - LEFT - 6) / 7
    for tick in scale.ticks:
        if float(tick).is_integer():
            body.append(svg.line(LEFT, scale(tick), WIDTH - 6, scale(tick), "grid"))
            body.append(svg.words(LEFT - 5, scale(tick) + 4, words.number(tick), "small", "end"))
    for index in range(7):
        day = monday + pd.Timedelta(days=index)
        label = f"{words.weekday(day.day_of_week)} {words.day(day)}"
        body.append(svg.words(LEFT + width * (index + 0.5), scale(scale.low) + 14, label, "small", "middle"))
        body.append(
            svg.line(LEFT + width * index, scale(scale.high), LEFT + width * index, scale(scale.low), "grid")
        )
    wall = duty["start"].dt.tz_localize(None)
    x = LEFT + width * ((wall - monday).dt.total_seconds().to_numpy() / 86400)
    step = width * grain / 1440
    cut = np.flatnonzero(np.diff(x) > 1.5 * step) + 1
    for part in np.split(np.arange(len(duty)), cut):
        body += stretch(duty.iloc[part], x[part], step, scale)
    return body


def stretch(duty: pd.DataFrame, x: Floats, step: float, scale: Scale) -> list[str]:
    """One stretch of open intervals."""
    if duty.empty:
        return []
    body, below, end = [], np.zeros(len(duty)), float(x[-1] + step)
    for source in SOURCES:
        above = below + duty[source].to_numpy()
        if (above > below).any():
            upper, lower = svg.steps(x, scale.all(above), end), back(x, scale.all(below), end)
            body.append(svg.path(f"{upper}{lower}Z", source))
        below = above
    needed = duty["needed"].to_numpy(dtype=np.float64)
    missing = np.maximum(needed, below)
    if (missing > below).any():
        upper, lower = svg.steps(x, scale.all(missing), end), back(x, scale.all(below), end)
        body.append(svg.path(f"{upper}{lower}Z", "short"))
    body.append(svg.path(svg.steps(x, scale.all(needed), end), "needed"))
    return body


def back(x: Floats, y: Floats, end: float) -> str:
    """The same step line walked from its end to its start."""
    change = (np.flatnonzero(np.diff(y)) + 1)[::-1]
    moves = [f"V{y[-1]:.1f}"]
    moves += [f"H{x[index]:.1f}V{y[index - 1]:.1f}" for index in change]
    return "".join(moves) + f"H{x[0]:.1f}"
