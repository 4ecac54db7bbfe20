"""Where the forecast errs most and least."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.accuracy import Accuracy
from api.report.accuracy.figures import figures_table
from api.report.blocks import Fold, Picture
from api.report.charts.bars import bars
from api.report.context import Reader

DRAWN = 6
"""Outlets at each end."""


def outlet_blocks(reader: Reader, found: Accuracy) -> list[object]:
    """The worst and the best outlets as bars, all of them as a table."""
    words = reader.words
    ranked = found.by_day("outlets").dropna(subset="wape").sort_values("wape", ascending=False, kind="stable")
    if ranked.empty:
        return []
    shown = ranked if len(ranked) <= 2 * DRAWN else pd.concat([ranked.head(DRAWN), ranked.tail(DRAWN)])
    title = words("report.worst_and_best")
    picture = bars(
        title,
        words("report.worst_described"),
        [reader.outlet(outlet) for outlet in shown["outlet"]],
        shown["wape"].to_numpy(dtype=np.float64),
        words.share,
        kinds=["other" if better < 0 else "own" for better in shown["better"]],
    )
    legend = [("own", words("report.beats_naive")), ("other", words("report.beaten_by_naive"))]
    label = ("outlet", words("report.outlet"), reader.outlet)
    figures = figures_table(ranked, words("report.by_outlet"), label, words, "backtest_outlets")
    return [Picture(picture, title, legend), Fold(words("report.figures"), [figures])]
