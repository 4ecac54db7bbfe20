"""Expected customers by day with their range, and the named peaks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.records import records
from api.report.blocks import Picture, Show, table
from api.report.charts.days import days_chart
from api.report.context import Reader
from forecast.values import Forecast
from quarterhour.grid import TimeGrid


def day_totals(made: Forecast, grid: TimeGrid) -> pd.DataFrame:
    """day, mean, low, high: of all outlets together; the range from joint sample paths, as ranges do not add."""
    of_start = grid.business_day(made.paths.starts)
    drawn = pd.DataFrame(made.paths.counts.sum(axis=1, dtype=np.int64).T).groupby(of_start.to_numpy()).sum()
    mean = made.days.groupby("day")["mean"].sum()
    low, high = drawn.quantile(0.05, axis=1), drawn.quantile(0.95, axis=1)
    together = pd.DataFrame({"mean": mean, "low": low, "high": high}).reindex(mean.index).fillna(0.0)
    return together.rename_axis("day").reset_index()


def by_day(reader: Reader, made: Forecast, grid: TimeGrid) -> list[object]:
    """Chart, table and peaks of all outlets together."""
    words = reader.words
    days = day_totals(made, grid)
    spans = made.peaks.groupby(["name", "first_day", "last_day"], as_index=False).agg(
        lift=("lift", "max"), outlets=("outlet", "nunique")
    )
    named = [(words.holiday(str(row.name)), row.first_day, row.last_day) for row in records(spans)]
    description = words(
        "report.days_described",
        days=words.number(len(days)),
        least=words.number(days["mean"].min()),
        most=words.number(days["mean"].max()),
    )
    picture = days_chart(words("report.customers_by_day"), description, days, _longest(named), words)
    legend = [("line", words("report.mean")), ("range", words("report.range_90")), ("peak", words("report.peak"))]
    columns = {
        "day": Show(words("report.day"), lambda day: f"{words.weekday(day.day_of_week)} {words.day(day)}"),
        "mean": Show(words("report.mean"), words.number, True),
        "low": Show(words("report.low"), words.number, True),
        "high": Show(words("report.high"), words.number, True),
    }
    blocks: list[object] = [
        Picture(picture, words("report.customers_by_day"), legend),
        table(days, words("report.customers_by_day"), columns),
    ]
    if len(spans):
        peaks = {
            "name": Show(words("report.peak"), words.holiday),
            "first_day": Show(words("report.first_day"), words.day),
            "last_day": Show(words("report.last_day"), words.day),
            "outlets": Show(words("report.outlets"), words.number, True),
            "lift": Show(words("report.largest_lift"), lambda lift: words.signed(100 * lift) + "%", True),
        }
        blocks.append(
            table(spans.sort_values(["first_day", "name"]), words("report.peaks"), peaks, "forecast_peaks")
        )
    return blocks


def _longest(spans: list[tuple[str, pd.Timestamp, pd.Timestamp]]) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """One span a name: from its first to its last day at any outlet."""
    joined: dict[str, tuple[pd.Timestamp, pd.Timestamp]] = {}
    for name, begin, end in spans:
        first, last = joined.get(name, (begin, end))
        joined[name] = (min(first, begin), max(last, end))
    return [(name, begin, end) for name, (begin, end) in joined.items()]
