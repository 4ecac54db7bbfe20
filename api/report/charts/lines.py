"""Lines over a few named places, such as days ahead or weekdays, one line a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from markupsafe import Markup

from api.report.charts import svg
from api.report.charts.scale import over
from quarterhour.arrays import Floats

WIDTH, HEIGHT, LEFT, BOTTOM = 760.0, 230.0, 64.0, 198.0
RIGHT = WIDTH - 14
STROKES = ("line", "dashed", "dotted")
"""Told apart by their stroke as well as by their colour."""
NOTHING = np.empty(0)
MOST_NAMED = 14
"""Places that are named below; of more, every second one and so on."""


def lines_chart(
    title: str,
    description: str,
    places: Sequence[str],
    lines: Mapping[str, Floats],
    show: Callable[[float], str],
    ranges: Mapping[str, tuple[Floats, Floats]] | None = None,
    zero: bool = True,
) -> Markup:
    """At most three named lines with a value at each place (NaN for none).

    `ranges` has low and high at each place of lines that have such; without `zero` the scale may begin elsewhere.
    """
    ranges = ranges or {}
    drawn = [*lines.values(), *(side for both in ranges.values() for side in both)]
    scale = over(np.concatenate([*drawn, np.zeros(0 if drawn else 1)]), BOTTOM, 12.0, zero)
    left = svg.width_of(map(show, scale.ticks.tolist()), least=LEFT - 16)
    width = (RIGHT - left) / max(len(places), 1)
    x = left + width * (np.arange(len(places), dtype=np.float64) + 0.5)
    body = [
        svg.line(left, scale(tick), RIGHT, scale(tick), "grid")
        + svg.words(left - 8, scale(tick) + 4, show(tick), "small", "end")
        for tick in scale.ticks
    ]
    for stroke, (name, values) in zip(STROKES, lines.items(), strict=False):
        body.append(svg.path(svg.polyline(x, scale.all(values)), stroke, name))
        low, high = ranges.get(name, (NOTHING, NOTHING))
        for at, below, above in zip(x.tolist(), low.tolist(), high.tolist(), strict=False):
            if np.isfinite(below) and np.isfinite(above):
                body.append(svg.line(at, scale(below), at, scale(above), "whisker"))
        for at, place, value in zip(x.tolist(), places, values.tolist(), strict=True):
            if np.isfinite(value):
                body.append(svg.dot(at, scale(value), 2.6, "node", f"{name}, {place}: {show(value)}"))
    every = int(np.ceil(len(places) / MOST_NAMED)) or 1
    for at, place in list(zip(x.tolist(), places, strict=True))[::every]:
        body.append(svg.words(at, BOTTOM + 18, place, "small", "middle"))
    body.append(svg.line(left, BOTTOM, RIGHT, BOTTOM, "axis"))
    return svg.picture(WIDTH, HEIGHT, title, description, body, least=520)
