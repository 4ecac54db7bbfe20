"""A matrix of values, the larger the darker, each written in its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from markupsafe import Markup

from api.report.charts import svg
from quarterhour.arrays import Floats

TOP, ROW = 24.0, 26.0
WIDTH = 1060.0
LEVELS = 5
LEAST_CELL = 58.0
"""Narrower cells hold no text; resting the pointer on them shows it."""


def shades(
    title: str,
    description: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Floats,
    show: Callable[[float], str],
) -> Markup:
    """`values` by row and column, NaN for none; few columns do not fill the whole width."""
    left = svg.width_of(rows)
    width = min((WIDTH - left - 6) / max(len(columns), 1), 130.0)
    known = values[np.isfinite(values)]
    low, span = (float(known.min()), float(np.ptp(known))) if known.size else (0.0, 0.0)
    every = int(np.ceil(LEAST_CELL / width))
    body = [
        svg.words(left + width * (number + 0.5), TOP - 8, name, "small", "middle")
        for number, name in enumerate(columns)
        if number % every == 0
    ]
    body += [svg.words(left - 8, TOP + ROW * number + 17, name, "", "end") for number, name in enumerate(rows)]
    for row, column in np.argwhere(np.isfinite(values)).tolist():
        value = float(values[row, column])
        level = 0 if span == 0 else min(int(LEVELS * (value - low) / span), LEVELS - 1)
        x, y = left + width * column, TOP + ROW * row
        told = f"{rows[row]}, {columns[column]}: {show(value)}"
        body.append(svg.box(x + 0.5, y + 0.5, width - 1, ROW - 1, f"g{level}", told))
        if width >= LEAST_CELL:
            body.append(svg.words(x + width / 2, y + 17, show(value), "", "middle"))
    return svg.picture(
        left + width * len(columns) + 6, TOP + ROW * len(rows) + 6, title, description, body, least=420
    )
