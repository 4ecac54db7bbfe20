"""When the forecast errs: by days ahead, by weekday, and near holidays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.accuracy import Accuracy
from api.report.accuracy.figures import figures_table
from api.report.blocks import Fold, Picture, Sentence
from api.report.charts.lines import STROKES, lines_chart
from api.report.context import Reader
from forecast.measures.near_holidays import NEAR


def when_blocks(reader: Reader, found: Accuracy) -> list[object]:
    """Charts by days ahead and weekday with their figures, and holidays apart from other days."""
    words = reader.words
    ahead, weekdays, near = (found.by_day(name) for name in ("ahead", "weekdays", "holidays"))
    by_ahead = ("ahead", words("report.days_ahead"), lambda ahead: words.number(float(str(ahead))))
    by_weekday = ("weekday", words("report.weekday"), lambda day: words.weekday(int(str(day)), "wide"))
    blocks: list[object] = [
        _picture(reader, ahead, words("report.by_days_ahead"), [words.number(day) for day in ahead["ahead"]]),
        Fold(words("report.figures"), [figures_table(ahead, words("report.by_days_ahead"), by_ahead, words)]),
        _picture(
            reader, weekdays, words("report.by_weekday"), [words.weekday(day) for day in weekdays["weekday"]]
        ),
        Fold(words("report.figures"), [figures_table(weekdays, words("report.by_weekday"), by_weekday, words)]),
    ]
    title = words("report.near_holidays")
    if near["near"].any():
        label = ("near", words("report.day"), lambda flag: words("report.near" if flag else "report.ordinary"))
        ordered = near.sort_values("near", ascending=False)
        blocks += [
            figures_table(ordered, title, label, words),
            Sentence(words("report.near_explained", days=NEAR)),
        ]
    else:
        blocks.append(Sentence(words("report.no_holidays_near")))
    return blocks


def _picture(reader: Reader, frame: pd.DataFrame, title: str, places: list[str]) -> Picture:
    words = reader.words
    columns = {"wape": words.label("model", "ours"), "naive_wape": words.label("model", "seasonal_naive")}
    lines = {name: frame[column].to_numpy(dtype=np.float64) for column, name in columns.items()}
    described = words(
        "report.error_described", least=words.share(frame["wape"].min()), most=words.share(frame["wape"].max())
    )
    chart = lines_chart(title, described, places, lines, lambda share: words.share(share, 0))
    return Picture(chart, title, list(zip(STROKES, lines, strict=False)))
