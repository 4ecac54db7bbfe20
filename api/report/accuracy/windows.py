"""What was said of the last windows beside what came, for the largest outlets and services."""

from __future__ import annotations

import pandas as pd

from api.accuracy import Accuracy
from api.records import records
from api.report.blocks import Fold, Picture
from api.report.charts.fan import fan_chart
from api.report.context import Reader
from api.report.demand.outlets import fan_legend
from forecast.history import SERIES

CHARTED = 6
"""Series, the largest."""
WINDOWS = 2
"""The last windows of each."""
TAIL = 28
"""Days before a window that are drawn with it."""


def window_blocks(reader: Reader, found: Accuracy, history: pd.DataFrame) -> list[object]:
    """Fans over the last windows, those of the first series in the open.

    `history` has outlet, service, day, count.
    """
    days = found.made.days
    size = days.groupby(SERIES, as_index=False)[["actual"]].sum()
    largest = size.sort_values("actual", ascending=False, kind="stable").head(CHARTED)
    origins = sorted(days["origin"].unique(), reverse=True)[:WINDOWS]
    blocks: list[object] = []
    for number, series in enumerate(records(largest)):
        mine = days[(days["outlet"] == series.outlet) & (days["service"] == series.service)]
        past = history[(history["outlet"] == series.outlet) & (history["service"] == series.service)]
        name = f"{reader.outlet(series.outlet)} · {series.service}"
        inner = [_window(reader, name, mine[mine["origin"] == origin], past) for origin in origins]
        blocks += inner if number == 0 else [Fold(name, inner)]
    return blocks


def _window(reader: Reader, name: str, said: pd.DataFrame, history: pd.DataFrame) -> Picture:
    """One window: ranges and mean of what was said, over what was counted before and then."""
    words = reader.words
    begin, end = said["day"].min(), said["day"].max()
    shown = history[(history["day"] >= begin - pd.Timedelta(days=TAIL)) & (history["day"] <= end)]
    title = words("report.window_of", series=name, first=words.day(begin, True), last=words.day(end, True))
    described = words(
        "report.days_described",
        days=words.number(len(said)),
        least=words.number(said["mean"].min()),
        most=words.number(said["mean"].max()),
    )
    ahead = said[said["mean"] > 0].reset_index(drop=True)
    return Picture(fan_chart(title, described, shown.sort_values("day"), ahead, words), title, fan_legend(reader))
