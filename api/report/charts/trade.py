"""What more of one thing saves of another: a line through named points, and single points beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg
from api.report.charts.scale import over

WIDTH, HEIGHT, LEFT, BOTTOM = 760.0, 340.0, 74.0, 286.0
RIGHT, TOP = WIDTH - 24, 36.0


def trade_chart(
    title: str,
    description: str,
    axes: tuple[str, str],
    points: pd.DataFrame,
    show: Callable[[float], str],
) -> Markup:
    """`points` has name, x, y, and on_line (bool), those on the line in its order; `axes` names both sides."""
    across = over(points["x"].to_numpy(dtype=np.float64), LEFT, RIGHT, zero=False)
    up = over(points["y"].to_numpy(dtype=np.float64), BOTTOM, TOP)
    body = [
        svg.line(LEFT, up(tick), RIGHT, up(tick), "grid")
        + svg.words(LEFT - 8, up(tick) + 4, show(tick), "small", "end")
        for tick in up.ticks.tolist()
    ]
    body += [svg.words(across(tick), BOTTOM + 18, show(tick), "small", "middle") for tick in across.ticks.tolist()]
    curve = points[points["on_line"]]
    x, y = (curve[name].to_numpy(dtype=np.float64) for name in ("x", "y"))
    body.append(svg.path(svg.polyline(across.all(x), up.all(y)), "line", title))
    for row in records(points):
        told = f"{row.name}: {show(row.x)}, {show(row.y)}"
        kind, anchor = ("mark", "start") if row.on_line else ("mark away", "end")
        aside = 7.0 if row.on_line else -7.0
        body.append(svg.dot(across(row.x), up(row.y), 4.0, kind, told))
        body.append(svg.words(across(row.x) + aside, up(row.y) - aside, row.name, "small", anchor))
    body.append(svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis") + svg.line(LEFT, BOTTOM, LEFT, TOP, "axis"))
    body.append(svg.words((LEFT + RIGHT) / 2, BOTTOM + 42, axes[0], "small", "middle"))
    body.append(svg.words(LEFT, 16, axes[1], "small"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=520)
