"""Partner duties without names: slots `offer#1`, `offer#2`, ... that are never in two places."""

from __future__ import annotations

import pandas as pd

REST = pd.Timedelta(hours=11)
"""Rest of a slot between two days, kept wherever another slot can take the duty."""


def fill_slots(duties: pd.DataFrame) -> pd.DataFrame:
    """Give every place of the partner `duties` to a slot: employee (the slot's id), duty.

    A slot takes one duty a business day. Duties go, by start, to the first slot that has rested, else to the
    one that is free the longest, else to a new one; so an offer shows no more slots than its fullest day
    unless rest asks for it.
    """
    rows: list[tuple[str, str]] = []
    places = duties.loc[duties.index.repeat(duties["people"])]
    for lender, theirs in places.sort_values(["lender", "day", "start", "duty"], kind="stable").groupby("lender"):
        travel = pd.to_timedelta(theirs["travel_minutes"], unit="min")
        most = int(theirs.groupby("day").size().max())
        free: list[pd.Timestamp] = []
        last_day: list[pd.Timestamp] = []
        for duty, day, leaves, returns in zip(
            theirs["duty"], theirs["day"], theirs["start"] - travel, theirs["end"] + travel, strict=True
        ):
            slot = _choose(free, last_day, day, leaves, most)
            if slot == len(free):
                free.append(returns)
                last_day.append(day)
            free[slot], last_day[slot] = returns, day
            rows.append((f"{lender}#{slot + 1}", duty))
    return pd.DataFrame(rows, columns=["employee", "duty"]).astype("str")


def _choose(
    free: list[pd.Timestamp], last_day: list[pd.Timestamp], day: pd.Timestamp, leaves: pd.Timestamp, most: int
) -> int:
    """Number of the slot; that of a new one where none can."""
    idle = [slot for slot in range(len(free)) if last_day[slot] != day and free[slot] <= leaves]
    rested = [slot for slot in idle if free[slot] + REST <= leaves]
    if rested:
        return rested[0]
    if len(free) < most or not idle:
        return len(free)
    return min(idle, key=lambda slot: free[slot])
