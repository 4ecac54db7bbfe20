"""The last days that were counted, and the days ahead as a line with two ranges around it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.report.charts import svg
from api.report.charts.scale import over
from api.words import Words
from quarterhour.arrays import Floats

WIDTH, HEIGHT, LEFT, BOTTOM = 1060.0, 250.0, 64.0, 212.0
RIGHT = WIDTH - 12


def fan_chart(title: str, description: str, past: pd.DataFrame, ahead: pd.DataFrame, words: Words) -> Markup:
    """`past` has day and count, in order; `ahead` day, mean, low_95, low_80, high_80, high_95."""
    if ahead.empty:
        return Markup("")
    first = min([*past["day"].head(1), ahead["day"].iloc[0]])
    last = ahead["day"].iloc[-1]
    width = (RIGHT - LEFT) / ((last - first).days + 1)

    def across(days: pd.Series) -> Floats:
        places: Floats = LEFT + width * ((days - first).dt.days.to_numpy(dtype=np.float64) + 0.5)
        return places

    columns = ["low_95", "low_80", "mean", "high_80", "high_95"]
    least, low, mean, high, most = (ahead[name].to_numpy(dtype=np.float64) for name in columns)
    known = past["count"].to_numpy(dtype=np.float64)
    scale = over(np.concatenate([known, least, mean, most]), BOTTOM, 16.0)
    x = across(ahead["day"])
    body = [
        svg.line(LEFT, scale(tick), RIGHT, scale(tick), "grid")
        + svg.words(LEFT - 8, scale(tick) + 4, words.number(tick), "small", "end")
        for tick in scale.ticks
    ]
    body.append(svg.path(svg.band(x, scale.all(least), scale.all(most)), "wide"))
    body.append(svg.path(svg.band(x, scale.all(low), scale.all(high)), "range"))
    whole = past.set_index("day")["count"].asfreq("D") if len(past) else pd.Series(dtype=float, index=past["day"])
    drawn = across(pd.Series(whole.index))
    body.append(svg.path(svg.polyline(drawn, scale.all(whole.to_numpy(dtype=np.float64))), "past"))
    for place, day, count in zip(across(past["day"]).tolist(), past["day"], known.tolist(), strict=True):
        body.append(svg.dot(place, scale(count), 1.8, "node", f"{_named(day, words)}: {words.number(count)}"))
    body.append(svg.path(svg.polyline(x, scale.all(mean)), "line"))
    for index, day in enumerate(ahead["day"]):
        ranged = words("report.range", low=words.number(low[index]), high=words.number(high[index]))
        told = f"{_named(day, words)}: {words.number(mean[index])} ({ranged})"
        kind = "mark away" if day.day_of_week >= 5 else "mark"
        body.append(svg.dot(float(x[index]), scale(float(mean[index])), 2.6, kind, told))
    begin = float(x[0]) - width / 2
    body.append(svg.line(begin, 8, begin, BOTTOM, "target"))
    body += _days_below(first, last, width, words)
    body.append(svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=720)


def _days_below(first: pd.Timestamp, last: pd.Timestamp, width: float, words: Words) -> list[str]:
    """About fourteen days by date and weekday."""
    count = (last - first).days + 1
    every = int(np.ceil(count / 14))
    texts = []
    for number in range(0, count, every):
        day, x = first + pd.Timedelta(days=number), LEFT + width * (number + 0.5)
        texts.append(svg.words(x, BOTTOM + 16, words.day(day), "small", "middle"))
        texts.append(svg.words(x, BOTTOM + 30, words.weekday(day.day_of_week), "small", "middle"))
    return texts


def _named(day: pd.Timestamp, words: Words) -> str:
    return f"{words.weekday(day.day_of_week)} {words.day(day)}"
