"""Duties of which only a part can be served: what stays with the person, and the rest for somebody else."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar
from optimize.roster.split import is_split


def in_long_break(own: pd.DataFrame, duty: str, begins: int, ends: int, calendar: Calendar) -> bool:
    """Whether [begins, ends) (minutes) lies within the long break of a split duty."""
    split = own[(own["duty"] == duty).to_numpy(bool) & is_split(own)]
    away, back = calendar.minutes(split["break_start"]), calendar.minutes(split["break_end"])
    return bool(((away <= begins) & (ends <= back)).any())


def cut(own: pd.DataFrame, cell: pd.Series, until: int, away_first: bool, calendar: Calendar) -> pd.DataFrame:
    """The unit's duties with one place of a duty cut in two at `until` (minutes).

    The part that stays is called `duty/n`, the rest `duty/n+`. With `away_first` the rest comes before it.
    """
    whole = own[own["duty"] == cell["duty"]]
    moment = calendar.instants(np.asarray([until], dtype=np.int64))[0]
    number = 1 + int(own["duty"].str.fullmatch(rf"{re.escape(cell['duty'])}/\d+").sum())
    early = _between(whole, whole["start"].iloc[0], moment)
    late = _between(whole, moment, whole["end"].iloc[0])
    stays, rest = (late, early) if away_first else (early, late)
    names = f"{cell['duty']}/{number}", f"{cell['duty']}/{number}+"
    fewer = own.assign(people=own["people"] - (own["duty"] == cell["duty"]).astype("int64"))
    return pd.concat(
        [fewer, stays.assign(duty=names[0], people=1), rest.assign(duty=names[1], people=1)], ignore_index=True
    ).astype(own.dtypes.to_dict())


def _between(duty: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The duty from start to end, with its break where all of it lies inside; it neither begins nor ends in it."""
    first, last = duty["break_start"].iloc[0], duty["break_end"].iloc[0]
    start, end = last if first <= start < last else start, first if first < end <= last else end
    outside = (duty["break_start"] <= start) | (duty["break_end"] >= end)
    return duty.assign(
        start=start,
        end=end,
        break_start=duty["break_start"].mask(outside),
        break_end=duty["break_end"].mask(outside),
    )
