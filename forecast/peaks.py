"""Peak days in the horizon, named by the holiday or event that makes them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags
from forecast.calendar import Calendar
from forecast.design import LONG_WINDOW, occasions

LIFT = 0.2
"""A day that a holiday or event raises by at least this share is a peak."""
COLUMNS = ["outlet", "first_day", "last_day", "name", "lift"]


def find_peaks(
    series: pd.DataFrame,
    totals: Array,
    ordinary: Array,
    days: pd.DatetimeIndex,
    calendar: Calendar,
    events: Flags,
    kinds: list[str],
) -> pd.DataFrame:
    """Peak days by outlet, all its services together; days in a row under one name are one peak.

    Parameters
    ----------
    totals, ordinary
        Mean of each day, and the share of it that an ordinary day would have, shape (series, horizon).
    events
        By series, day of the horizon and kind.
    """
    named = _holiday_names(calendar, days)
    rows: list[tuple[str, pd.Timestamp, pd.Timestamp, str, float]] = []
    for outlet, members in series.groupby("outlet", sort=True).groups.items():
        mine = series.index.get_indexer(members)
        above, below = totals[mine].sum(0), (totals * ordinary)[mine].sum(0)
        lift = np.divide(above, below, out=np.ones(len(days)), where=below > 0) - 1.0
        here = events[mine].max(0, initial=False)
        names = [kinds[int(np.argmax(here[day]))] if here[day].any() else named[day] for day in range(len(days))]
        peak = (lift >= LIFT) & np.array([name != "" for name in names])
        start = 0
        while start < len(days):
            end = start + 1
            if peak[start]:
                while end < len(days) and peak[end] and names[end] == names[start]:
                    end += 1
                total = above[start:end].sum() / below[start:end].sum() - 1.0
                rows.append((str(outlet), days[start], days[end - 1], names[start], float(total)))
            start = end
    peaks = pd.DataFrame(rows, columns=COLUMNS)
    return peaks.astype({"outlet": "str", "name": "str", "lift": "float64"}).astype(
        {"first_day": "datetime64[us]", "last_day": "datetime64[us]"}
    )


def _holiday_names(calendar: Calendar, days: pd.DatetimeIndex) -> list[str]:
    """For each day the holiday it belongs to, or the nearest whose window it lies in; "" for none."""
    distance = np.full(len(days), np.inf)
    names = np.full(len(days), "", dtype=object)
    place = calendar.place(days)
    position = np.arange(place.start, place.stop)
    for name, flags in calendar.names.items():
        for first, last in zip(*occasions(flags), strict=True):
            gap = np.maximum(np.maximum(first - position, position - last), 0)
            near = (
                (gap < distance) & (position >= first + LONG_WINDOW.start) & (position < first + LONG_WINDOW.stop)
            )
            distance[near], names[near] = gap[near], name
    return [str(name) for name in names]
