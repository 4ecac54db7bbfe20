"""Days with what moves demand on them: breaks around holidays, make-up workdays, what follows a break."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scenarios.network import Network
from scenarios.network.calendar import day_calendar

FAMILIES: Mapping[str, str] = {
    "Chinese New Year": "lunar_new_year",
    "National Day": "national",
    "Labor Day": "labour",
    "Tomb-Sweeping": "qingming",
    "Dragon Boat": "dragon_boat",
    "Mid-Autumn": "mid_autumn",
    "New Year's Day": "new_year",
}
"""Family of a break by what the names of its days contain; the first that fits names the whole break."""


def calendar(network: Network, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    """One row a day, from the network's own calendar.

    Returns
    -------
    day (naive), weekday (0 = Monday), makeup (bool: worked although a weekend), family ("" on ordinary
    days), part (0 first to 1 last day of the break, 0.5 of a single day), first, second (bool: that day
    after a break).
    """
    # Breaks that lie across the ends are seen whole: ten days are added and cut off again.
    last_day = first_day + pd.Timedelta(days=days - 1)
    known = day_calendar(network, first_day - pd.Timedelta(days=10), last_day + pd.Timedelta(days=10))
    inside = known["kind"] == "holiday"
    run = (inside != inside.shift()).cumsum()
    after = inside.shift(1, fill_value=False) & ~inside
    frame = pd.DataFrame(
        {
            "day": known["day"],
            "weekday": known["day"].dt.day_of_week,
            "makeup": known["kind"] == "workday",
            "family": run.map(known["holiday"].groupby(run).agg(_family)).astype("str"),
            "part": _part(run),
            "first": after,
            "second": after.shift(1, fill_value=False) & ~inside,
        }
    )
    return frame[frame["day"].between(first_day, last_day)].reset_index(drop=True)


def _family(names: pd.Series) -> str:
    """The family of a run of days by the names of its days."""
    text = "|".join(names)
    return next((family for part, family in FAMILIES.items() if part in text), "")


def _part(run: pd.Series) -> pd.Series:
    """How far into its run each day is, from 0 to 1."""
    place = run.groupby(run).cumcount()
    last = run.groupby(run).transform("size") - 1
    return (place / last.clip(lower=1)).where(last > 0, 0.5)
