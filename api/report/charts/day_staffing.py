"""One day's people at the post by source, stacked, under the line of people needed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from api.duty import SOURCES
from api.report.charts import svg
from api.report.charts.scale import over
from api.report.charts.staffing import stretch
from api.words import Words

WIDTH, LEFT, HIGH = 1060.0, 34.0, 190.0


def day_staffing(title: str, description: str, duty: pd.DataFrame, grain: int, words: Words) -> Markup:
    """`duty` has start, needed, own, lent, partner in order; closed intervals are left out."""
    minute = (duty["start"].dt.hour * 60 + duty["start"].dt.minute).to_numpy(dtype=float)
    minute = minute + 1440.0 * np.concatenate([[0.0], np.cumsum(np.diff(minute) < 0)])
    first, last = np.floor(minute.min() / 60) * 60, np.ceil((minute.max() + grain) / 60) * 60
    people = duty[["needed"]].assign(there=duty[list(SOURCES)].sum(axis=1)).to_numpy(dtype=float)
    scale = over(np.append(people.ravel(), 1.0), HIGH - 24, 12)
    width = (WIDTH - LEFT - 6) / (last - first)
    body = []
    for tick in scale.ticks:
        if float(tick).is_integer():
            body.append(svg.line(LEFT, scale(tick), WIDTH - 6, scale(tick), "grid"))
            body.append(svg.words(LEFT - 5, scale(tick) + 4, words.number(tick), "small", "end"))
    for hour in range(int(first // 60), int(last // 60) + 1):
        across = LEFT + width * (60 * hour - first)
        body.append(svg.line(across, scale(scale.high), across, scale(scale.low), "grid"))
        if hour % 2 == 0:
            body.append(svg.words(across, scale(scale.low) + 14, f"{hour % 24:02d}:00", "small", "middle"))
    x = LEFT + width * (minute - first)
    cut = np.flatnonzero(np.diff(minute) > grain) + 1
    for part in np.split(np.arange(len(duty)), cut):
        body += stretch(duty.iloc[part], x[part], width * grain, scale)
    return svg.picture(WIDTH, HIGH, title, description, body, least=760)
