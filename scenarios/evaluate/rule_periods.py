"""A row of `work_rules` or an article of law, and the periods in which it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

DAY = pd.Timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """Its first and last day, and the day under which breaks are told."""

    first: pd.Timestamp
    last: pd.Timestamp
    told: pd.Timestamp

    def __contains__(self, day: pd.Timestamp) -> bool:
        return bool(self.first <= day <= self.last)

    @property
    def days(self) -> int:
        """Its length."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class WorkRule:
    """One rule; blank numbers are NaN, blank days NaT."""

    name: str
    rule: str
    period: str
    days: float
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    least: float
    most: float
    what: str
    then: str
    normal_day: float
    normal_week: float

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> WorkRule:
        """The rule of a row of the table."""
        numbers = {name: float("nan") if pd.isna(row[name]) else float(row[name]) for name in NUMBERS}
        return cls(**{field.name: row.get(field.name, pd.NaT) for field in fields(cls)} | numbers)

    def holds(self, day: pd.Timestamp) -> bool:
        """Whether breaks told under that day count."""
        return not (day < self.first_day or day > self.last_day)

    def periods(self, first: pd.Timestamp, last: pd.Timestamp) -> list[Period]:
        """Those that touch the days from `first` to `last`."""
        if self.period == "dates":
            inside = self.first_day <= last and self.last_day >= first
            return [Period(self.first_day, self.last_day, self.first_day)] if inside else []
        days = pd.date_range(first, last)
        if self.period == "rolling":
            every = {Period(day - (self.days - 1) * DAY, day, day) for day in days}
        else:
            every = {found for day in days if (found := _around(day, self.period)) is not None}
        return sorted((period for period in every if self.holds(period.told)), key=lambda period: period.told)


NUMBERS = ("days", "least", "most", "normal_day", "normal_week")


def _around(day: pd.Timestamp, period: str) -> Period | None:
    """The period that holds a day; None for a working day, which no weekend holds."""
    if period == "day":
        return Period(day, day, day)
    monday = day - day.weekday() * DAY
    if period == "week":
        return Period(monday, monday + 6 * DAY, monday)
    if period == "weekend":
        return Period(monday + 5 * DAY, monday + 6 * DAY, monday + 5 * DAY) if day.weekday() >= 5 else None
    months = MONTHS[period]
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return Period(first, first + pd.DateOffset(months=months) - DAY, first)
