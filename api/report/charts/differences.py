"""Differences with their confidence intervals around one zero line, each on a scale of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg

ROW, WIDTH = 24.0, 760.0
REACH = 0.86
"""Share of the half picture that the farther end of a row's interval takes."""


def differences_chart(title: str, description: str, rows: pd.DataFrame) -> Markup:
    """`rows` has label, value, low, high, clear and told; differences within chance have an open mark.

    Units differ from row to row, so only sides of the zero line and the length of a whisker beside its own
    distance from zero can be read; the values are written at the end.
    """
    left, right = svg.width_of(rows["label"]), WIDTH - 130.0
    middle, half = (left + right) / 2, (right - left) / 2 * REACH
    height = ROW * len(rows) + 10.0
    body = [svg.line(middle, 4, middle, height - 4, "axis")]
    for number, row in enumerate(records(rows)):
        across = 4 + ROW * number + ROW / 2
        ends = np.array([row.value, row.low, row.high], dtype=float)
        most = float(np.nanmax(np.abs(ends))) if np.isfinite(ends).any() else 0.0
        value, low, high = middle + half * (ends / most if most else np.zeros(3))
        body.append(svg.words(left - 8, across + 4, row.label, "", "end"))
        if np.isfinite(low) and np.isfinite(high):
            body.append(svg.line(low, across, high, across, "whisker"))
        if np.isfinite(value):
            kind = "mark" if row.clear else "mark away"
            body.append(svg.dot(value, across, 4.5, kind, f"{row.label}: {row.told}"))
        body.append(svg.words(right + 8, across + 4, row.told, "small"))
    return svg.picture(WIDTH, height, title, description, body, least=560)
