"""What days and hours of a heat map are called."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from api.report.context import Context

CELL = ["day", "hour"]
"""Business day, and hour since the day cut."""


def days_of(context: Context, days: Iterable[pd.Timestamp]) -> list[str]:
    """Days with their weekdays."""
    words = context.words
    return [f"{words.weekday(day.weekday())} {words.day(day)}" for day in map(pd.Timestamp, days)]


def hours_of(context: Context, hours: Iterable[int]) -> list[str]:
    """Hours by the clock."""
    minutes = [(60 * int(hour) + context.plan.day_cut) % 1440 for hour in hours]
    return [f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes]
