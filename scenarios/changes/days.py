"""Days, weekdays and hours as a scenario's file writes them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

import pandas as pd
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from scenarios.premises import Premises

NEVER = pd.Timestamp("NaT")
"""A day that is not known."""
MOST_DAYS = 1100
"""Days of a plan that may be counted: three years."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _day(value: object) -> date | int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS:
        return value
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PydanticCustomError("not_a_day", "a date such as 2026-10-01, or the number of a day") from None


def _clock(value: object) -> str:
    # YAML reads an unquoted 10:30 as the number 630: minutes, by base sixty.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1440:
        return f"{value // 60:02d}:{value % 60:02d}"
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", str(value))
    if found and int(found[2]) < 60 and int(found[1]) * 60 + int(found[2]) <= 1440:
        return f"{int(found[1]):02d}:{found[2]}"
    raise PydanticCustomError("not_a_time", "a time such as 08:30")


Day = Annotated[
    date | int,
    BeforeValidator(_day),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "integer", "minimum": 1, "maximum": MOST_DAYS},
            ],
            "description": "A date such as 2026-10-01, or a day of the plan: 1 is its first",
        }
    ),
]
"""A date, or the number of a day of the plan."""

Clock = Annotated[
    str,
    BeforeValidator(_clock),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{1,2}:\d{2}$", "description": "Wall-clock time such as 08:30"}
    ),
]
"""A time of day, "HH:MM"."""


def on(premises: Premises, day: date | int) -> pd.Timestamp:
    """The business day that is meant."""
    if isinstance(day, int):
        return premises.first_day + pd.Timedelta(days=day - 1)
    return pd.Timestamp(day)


def on_or_none(premises: Premises, day: date | int | None) -> pd.Timestamp | None:
    """The business day that is meant; None for none."""
    return None if day is None else on(premises, day)


def minute(clock: str) -> int:
    """Minutes after midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def hours(begin: str | None, end: str | None) -> tuple[int, int] | None:
    """Begin and end of a part of the day in minutes after midnight; None for the whole day."""
    if begin is None and end is None:
        return None
    return minute(begin or "00:00"), minute(end or "24:00")
