"""A line over months with its range, and a second line beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.report.charts import svg
from api.report.charts.scale import over
from api.words import Words

WIDTH, HEIGHT, LEFT, BOTTOM = 1060.0, 280.0, 70.0, 236.0


def months_chart(title: str, description: str, months: pd.DataFrame, words: Words, digits: int = 0) -> Markup:
    """`months` has month, likely, low, high, and `there` where a second line is drawn."""
    if months.empty:
        return Markup("")
    width = (WIDTH - LEFT - 12) / len(months)
    x = np.linspace(LEFT + width / 2, WIDTH - 12 - width / 2, len(months), dtype=np.float64)
    names = [name for name in ("likely", "low", "high", "there") if name in months]
    values = {name: months[name].to_numpy(dtype=np.float64) for name in names}
    scale = over(np.concatenate(list(values.values())), BOTTOM, 14.0)
    body = [
        svg.line(LEFT, scale(tick), WIDTH - 12, scale(tick), "grid")
        + svg.words(LEFT - 8, scale(tick) + 4, words.number(tick), "small", "end")
        for tick in scale.ticks
    ]
    body.append(svg.path(svg.band(x, scale.all(values["low"]), scale.all(values["high"])), "range"))
    body.append(svg.path(svg.polyline(x, scale.all(values["likely"])), "line"))
    if "there" in values:
        edges = x - width / 2
        body.append(svg.path(svg.steps(edges, scale.all(values["there"]), WIDTH - 12), "needed"))
    for index, month in enumerate(months["month"]):
        low, likely, high = (words.number(values[name][index], digits) for name in ("low", "likely", "high"))
        tip = f"{words.month(month.month)} {month.year}: {likely} ({words('report.range', low=low, high=high)})"
        if "there" in values:
            there = words.number(values["there"][index], digits)
            tip += f" · {words('report.serving')}: {there}"
        body.append(svg.dot(float(x[index]), scale(float(values["likely"][index])), 3.2, "mark", tip))
        body.append(svg.words(float(x[index]), BOTTOM + 18, words.month(month.month), "small", "middle"))
        if index == 0 or month.month == 1:
            body.append(svg.words(float(x[index]), BOTTOM + 33, str(month.year), "small", "middle"))
    body.append(svg.line(LEFT, BOTTOM, WIDTH - 12, BOTTOM, "axis"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=720)
