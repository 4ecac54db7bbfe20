"""The rest of the day: what came so far, what was expected, and what is still to come."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Sentence, Show, table
from api.report.context import Reader
from forecast.same_day import SameDay


def today_blocks(reader: Reader, today: SameDay | None) -> list[object]:
    """One sentence on all series and one row each, most to come first; nothing where no moment was named."""
    words = reader.words
    if today is None:
        return []
    rows = open_rows(today)
    columns = {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "service": Show(words("report.service")),
        "counted": Show(words("report.counted_so_far"), words.number, True),
        "expected": Show(words("report.expected_so_far"), words.number, True),
        "factor": Show(words("report.day_level"), lambda factor: words.signed(100 * (factor - 1)) + "%", True),
        "rest_before": Show(words("report.rest_before"), words.number, True),
        "rest": Show(words("report.rest"), words.number, True),
        "range": Show(words("report.range_80"), None, True),
    }
    ranged = rows.assign(
        range=[
            words("report.range", low=words.number(low), high=words.number(high))
            for low, high in zip(rows["q10"], rows["q90"], strict=True)
        ]
    )
    return [Sentence(told(reader, rows)), table(ranged, words("report.today"), columns, "forecast_today")]


def open_rows(today: SameDay) -> pd.DataFrame:
    """The series that are open on this day, most customers to come first."""
    days = today.days[(today.days["rest_before"] > 0) | (today.days["expected"] > 0)]
    return days.sort_values("rest", ascending=False, kind="stable", ignore_index=True)


def told(reader: Reader, rows: pd.DataFrame) -> str:
    """What came so far and what is still to come, all series together."""
    names = ("counted", "expected", "rest_before", "rest")
    return reader.words("report.told_today", **{name: reader.words.number(rows[name].sum()) for name in names})
