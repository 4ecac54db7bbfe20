"""Ranges against what they promise: the share that fell inside beside the share that should have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg
from api.report.charts.scale import Scale

WIDTH, HEIGHT, LEFT, BOTTOM = 520.0, 400.0, 64.0, 350.0
RIGHT = WIDTH - 16
STROKES = ("line", "dashed", "dotted")
TICKS = np.arange(0, 6) / 5


def reliability_chart(
    title: str,
    description: str,
    axes: tuple[str, str],
    lines: Mapping[str, pd.DataFrame],
    show: Callable[[float], str],
) -> Markup:
    """Each named line has nominal, held and error (standard error, drawn twice); `axes` names both sides."""
    across, up = Scale(0.0, 1.0, LEFT, RIGHT), Scale(0.0, 1.0, BOTTOM, 14.0)
    body = [
        svg.line(LEFT, up(tick), RIGHT, up(tick), "grid")
        + svg.line(across(tick), BOTTOM, across(tick), 14.0, "grid")
        + svg.words(LEFT - 8, up(tick) + 4, show(tick), "small", "end")
        + svg.words(across(tick), BOTTOM + 16, show(tick), "small", "middle")
        for tick in TICKS.tolist()
    ]
    body.append(svg.line(across(0.0), up(0.0), across(1.0), up(1.0), "target"))
    for stroke, (name, points) in zip(STROKES, lines.items(), strict=False):
        x = across.all(points["nominal"].to_numpy(dtype=np.float64))
        y = up.all(points["held"].to_numpy(dtype=np.float64))
        body.append(svg.path(svg.polyline(x, y), stroke, name))
        for row in records(points):
            if np.isfinite(row.error):
                low, high = (min(max(row.held + side * row.error, 0.0), 1.0) for side in (-2, 2))
                body.append(svg.line(across(row.nominal), up(low), across(row.nominal), up(high), "whisker"))
            told = f"{name}, {show(row.nominal)}: {show(row.held)}"
            body.append(svg.dot(across(row.nominal), up(row.held), 3.4, "mark", told))
    body.append(svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis") + svg.line(LEFT, BOTTOM, LEFT, 14.0, "axis"))
    body.append(svg.words((LEFT + RIGHT) / 2, BOTTOM + 36, axes[0], "small", "middle"))
    body.append(svg.words(LEFT + 8, 26, axes[1], "small"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=420)
