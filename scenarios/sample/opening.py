"""When outlets are open: hours by weekday, and the one closure."""

from __future__ import annotations

import pandas as pd

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEKDAYS = (*WORKDAYS, "sat", "sun")
WEEKEND_AND_HOLIDAYS = ("sat", "sun", "holiday")
Hours = dict[str, tuple[str, str]]

PATTERNS: dict[str, Hours] = {
    "office6": {**dict.fromkeys(WORKDAYS, ("08:30", "17:30")), "sat": ("09:00", "16:00")},
    "office7": {
        **dict.fromkeys(WORKDAYS, ("08:30", "17:30")),
        **dict.fromkeys(WEEKEND_AND_HOLIDAYS, ("09:00", "16:00")),
    },
    "clinic": {
        **dict.fromkeys(WORKDAYS, ("08:00", "17:30")),
        **dict.fromkeys(WEEKEND_AND_HOLIDAYS, ("08:00", "12:00")),
    },
    "long": dict.fromkeys(WEEKDAYS, ("07:00", "22:00")),
    "mall": dict.fromkeys(WEEKDAYS, ("10:00", "22:00")),
    "park": dict.fromkeys(WEEKDAYS, ("08:00", "18:00")),
    "night": dict.fromkeys(WEEKDAYS, ("16:00", "01:00")),
    "always": dict.fromkeys(WEEKDAYS, ("00:00", "24:00")),
    "hourly7": {
        **dict.fromkeys(WORKDAYS, ("09:00", "18:00")),
        **dict.fromkeys(WEEKEND_AND_HOLIDAYS, ("09:00", "16:00")),
    },
    "daytime": dict.fromkeys(WEEKDAYS, ("08:00", "20:00")),
}
"""Opening hours by pattern and weekday; `holiday` is stronger than the weekday."""

CLOSED_ON_HOLIDAYS = "office6"
"""Pattern of the small offices, which close on public holidays and open on make-up Sundays."""

REBUILT, REBUILD_FROM, REBUILD_TO = "ST09", "2026-03-09", "2026-06-28"
"""The outlet that was closed for rebuilding."""


def opening_hours(drawn: pd.DataFrame) -> pd.DataFrame:
    """The table `opening_hours`."""
    rows = [
        (outlet, weekday, opens, closes)
        for outlet, pattern in zip(drawn["outlet"], drawn["hours"], strict=True)
        for weekday, (opens, closes) in PATTERNS[pattern].items()
    ]
    return pd.DataFrame(rows, columns=["outlet", "weekday", "opens", "closes"])


def closures(drawn: pd.DataFrame) -> pd.DataFrame:
    """The table `closures`."""
    rows = [
        (outlet, pd.Timestamp(REBUILD_FROM), pd.Timestamp(REBUILD_TO), "网点改造")
        for outlet in drawn["outlet"]
        if outlet == REBUILT
    ]
    return pd.DataFrame(rows, columns=["outlet", "first_day", "last_day", "reason"])
