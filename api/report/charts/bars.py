"""Horizontal bars from zero, with an error whisker where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from markupsafe import Markup

from api.report.charts import svg
from api.report.charts.scale import over
from quarterhour.arrays import Floats

ROW = 22.0
WIDTH = 760.0


def bars(
    title: str,
    description: str,
    labels: Sequence[str],
    values: Floats,
    show: Callable[[float], str],
    *,
    errors: Floats | None = None,
    kinds: Sequence[str] | None = None,
    ends: Sequence[str] | None = None,
) -> Markup:
    """One bar a label, its value (or the text in `ends`) written at its end.

    `kinds` names the colour class of each bar; `errors` is drawn to both sides of the value.
    """
    left = svg.width_of(labels)
    whisker = np.zeros(len(values)) if errors is None else np.nan_to_num(errors)
    scale = over(np.concatenate([values - whisker, values + whisker]), left, WIDTH - 110.0)
    height = ROW * len(labels) + 26.0
    body = [svg.line(scale(tick), 4, scale(tick), height - 20, "grid") for tick in scale.ticks]
    body += [svg.words(scale(tick), height - 6, show(tick), "small", "middle") for tick in scale.ticks]
    for row, (label, value) in enumerate(zip(labels, values.tolist(), strict=True)):
        top = 4 + ROW * row
        kind = kinds[row] if kinds else ("own" if value >= 0 else "down")
        told = ends[row] if ends else show(value)
        begin, end = sorted((scale(0.0), scale(value)))
        body.append(svg.words(left - 8, top + 14, label, "", "end"))
        body.append(svg.box(begin, top + 3, max(end - begin, 1.0), ROW - 7, kind, f"{label}: {told}", 2))
        reach = whisker[row]
        if reach > 0:
            body.append(svg.line(scale(value - reach), top + 10.5, scale(value + reach), top + 10.5, "whisker"))
        body.append(svg.words(scale(max(value, 0.0) + reach) + 6, top + 14, told, "small"))
    body.append(svg.line(scale(0.0), 4, scale(0.0), height - 20, "axis"))
    return svg.picture(WIDTH, height, title, description, body, least=520)
