"""Each outlet's own charts: what was counted, what is expected, and how its day runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.report.blocks import Fold, Picture, Sentence, Show, table
from api.report.charts.fan import fan_chart
from api.report.context import Reader
from api.report.demand.profile import profile_picture, profiles
from scenarios.plan.foreseen import Foreseen

CHARTED = 60
"""Outlets with charts, the busiest; the files have the others."""
TAIL = 42
"""Days of history shown before the forecast."""


def fan_legend(reader: Reader) -> list[tuple[str, str]]:
    """What the strokes of a fan mean."""
    words = reader.words
    return [
        ("past", words("report.counted")),
        ("line", words("report.mean")),
        ("range", words("report.range_80")),
        ("wide", words("report.range_95")),
    ]


def outlet_folds(reader: Reader, seen: Foreseen) -> list[object]:
    """One fold an outlet, busiest first, the first one's charts in the open."""
    words = reader.words
    days, history = seen.outlet_days, seen.history.groupby(["outlet", "day"], as_index=False)[["count"]].sum()
    order = days.groupby("outlet")["mean"].sum().sort_values(ascending=False, kind="stable").index
    lines, grain = profiles(seen), seen.problem.grid.grain
    first_day = seen.problem.first_day.normalize()
    blocks: list[object] = []
    for number, outlet in enumerate(order[:CHARTED]):
        past = history[(history["outlet"] == outlet) & (history["day"] >= first_day - pd.Timedelta(days=TAIL))]
        ahead = days[days["outlet"] == outlet].reset_index(drop=True)
        inner = _outlet(reader, str(outlet), past, ahead)
        profile = profile_picture(
            lines[lines["outlet"] == outlet],
            words("report.profile_of", outlet=reader.outlet(outlet)),
            grain,
            words,
        )
        inner += [] if profile is None else [profile]
        total = words("report.customers_count", customers=words.number(ahead["mean"].sum()))
        blocks += inner if number == 0 else [Fold(reader.outlet(outlet), inner, total)]
    if len(order) > CHARTED:
        blocks.append(Sentence(words("report.more_outlets", shown=CHARTED, all=len(order))))
    return blocks


def _outlet(reader: Reader, outlet: str, past: pd.DataFrame, ahead: pd.DataFrame) -> list[object]:
    words = reader.words
    title = words("report.fan_of", outlet=reader.outlet(outlet))
    described = words(
        "report.days_described",
        days=words.number(len(ahead)),
        least=words.number(ahead["mean"].min()),
        most=words.number(ahead["mean"].max()),
    )
    moved = not np.allclose(ahead["mean"], ahead["model_mean"])
    columns = {
        "day": Show(words("report.day"), lambda day: f"{words.weekday(day.day_of_week)} {words.day(day)}"),
        "mean": Show(words("report.mean"), words.number, True),
        **({"model_mean": Show(words("report.model_mean"), words.number, True)} if moved else {}),
        "low_80": Show(words("report.low_80"), words.number, True),
        "high_80": Show(words("report.high_80"), words.number, True),
        "low_95": Show(words("report.low_95"), words.number, True),
        "high_95": Show(words("report.high_95"), words.number, True),
    }
    figures = table(ahead, title, columns, "forecast_outlet_days")
    picture = Picture(fan_chart(title, described, past, ahead, words), title, fan_legend(reader))
    return [picture, Fold(words("report.figures_by_day"), [figures])]
