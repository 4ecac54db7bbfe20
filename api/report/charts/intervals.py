"""What was reached, with its confidence interval, beside what was promised."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.records import records
from api.report.charts import svg
from api.report.charts.scale import over

ROW, WIDTH = 21.0, 760.0


def intervals_chart(title: str, description: str, rows: pd.DataFrame, show: Callable[[float], str]) -> Markup:
    """`rows` has label, value, low, high, target and kept; promises that break have an open mark."""
    left = svg.width_of(rows["label"])
    values = rows[["value", "low", "high", "target"]].to_numpy(dtype=np.float64)
    scale = over(values.ravel(), left, WIDTH - 70.0, zero=False)
    height = ROW * len(rows) + 28.0
    body = [svg.line(scale(tick), 4, scale(tick), height - 22, "grid") for tick in scale.ticks]
    body += [svg.words(scale(tick), height - 8, show(tick), "small", "middle") for tick in scale.ticks]
    for index, row in enumerate(records(rows)):
        value, low, high, target = values[index].tolist()
        middle = 4 + ROW * index + ROW / 2
        tip = f"{row.label}: {show(value)} ({show(low)} – {show(high)}); {show(target)}"
        body.append(svg.words(left - 8, middle + 4, row.label, "", "end"))
        if np.isfinite(value):
            if np.isfinite(low) and np.isfinite(high):
                body.append(svg.line(scale(low), middle, scale(high), middle, "whisker"))
            body.append(svg.dot(scale(value), middle, 4.5, "kept" if row.kept else "broken", tip))
        body.append(svg.line(scale(target), middle - 8, scale(target), middle + 8, "target"))
        body.append(svg.words(WIDTH - 62, middle + 4, f"{'●' if row.kept else '▲'} {show(value)}", "small"))
    return svg.picture(WIDTH, height, title, description, body, least=560)
