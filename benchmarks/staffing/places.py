"""Where the days come from: rates by interval from real counts, and the counts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.forecast.sets import bank_il, ed_iowa, pedestrian
from quarterhour.arrays import Floats
from quarterhour.seeds import generator

ASKING = 0.01
"""Share of the passers-by who ask, as in the adapter of the Melbourne network."""
BANK_HOURS = {6: (7, 24), 0: (7, 24), 1: (7, 24), 2: (7, 24), 3: (7, 24), 4: (7, 15.5), 5: (19, 24)}
"""Opening hours of the bank by day of the week, Monday 0, as that adapter derives them from the calls."""
VISITOR_HOURS = (8, 20)
BANK_WEEKS = ("1999-03-07", "1999-08-15", "1999-12-05")
ED_YEARS = (2014, 2015, 2016, 2017)
ED_WEEKS = ("2016-02-01", "2017-07-10")
VISITOR_WEEKS = ("P02", "P04", "P09")


@dataclass(frozen=True)
class Place:
    """One outlet over a week.

    Attributes
    ----------
    start
        Open intervals, zone-aware (the wall clock, called UTC: no clock changes).
    rate
        Expected arrivals in each.
    came
        Real counts, shape (weeks, intervals), of the weeks whose mean the rates are; no rows where the
        rates are one real week's counts.
    """

    name: str
    start: pd.DatetimeIndex
    rate: Floats
    came: Floats


@dataclass(frozen=True)
class Places:
    """The outlets of one set, and the length of their intervals in minutes."""

    name: str
    grain: int
    places: list[Place]


def bank(data: Path, seed: int) -> Places:
    """The Israeli bank's calls by half hour: the mean week of 1999, and three weeks as they were."""
    weeks = _weeks(bank_il(data).values["bank_il"], 6)
    start = pd.DatetimeIndex(weeks.columns)
    hour = start.hour + start.minute / 60
    hours = np.array([BANK_HOURS[day] for day in start.dayofweek])
    weeks = weeks.loc[:, (hour >= hours[:, 0]) & (hour < hours[:, 1])]
    return Places("bank_il", 30, [_mean("mean week", weeks), *(_one(weeks, first) for first in BANK_WEEKS)])


def emergency(data: Path, seed: int) -> Places:
    """Arrivals at an emergency department by hour, around the clock: mean weeks of years, and two as they were."""
    weeks = _weeks(ed_iowa(data).values["ed"], 0)
    years = pd.DatetimeIndex(weeks.index).year
    means = [_mean(str(year), weeks[years == year]) for year in ED_YEARS]
    return Places("emergency", 60, [*means, *(_one(weeks, first) for first in ED_WEEKS)])


def visitors(data: Path, seed: int) -> Places:
    """Pedestrians in Melbourne by hour, of whom each asks with a chance of 1%: mean weeks, and the last one."""
    places = []
    values = pedestrian(data).values.iloc[-168 * 53 :]
    for name in values:
        counts = values[name]
        thinned = counts.copy()
        known = counts.notna().to_numpy()
        draw = generator(seed, "staffing", "visitors", str(name))
        thinned[known] = draw.binomial(counts[known].astype(int), ASKING)
        weeks, passers = _weeks(thinned, 0), _weeks(counts, 0)
        start = pd.DatetimeIndex(weeks.columns)
        opened = (start.hour >= VISITOR_HOURS[0]) & (start.hour < VISITOR_HOURS[1])
        start, weeks, passers = start[opened], weeks.loc[:, opened], passers.loc[:, opened] * ASKING
        places.append(Place(str(name), start, passers.mean().to_numpy(), weeks.dropna().to_numpy()))
        if name in VISITOR_WEEKS:
            last = passers.dropna().iloc[-1].to_numpy()
            places.append(Place(f"{name} one week", start, last, np.empty((0, len(last)))))
    return Places("pedestrian", 60, places)


def _weeks(counts: pd.Series, first_day: int) -> pd.DataFrame:
    """Whole weeks: one row a week by its first day, one column an interval of a pattern week in UTC."""
    begins = pd.DatetimeIndex(counts.index)
    first = begins[(begins.dayofweek == first_day) & (begins == begins.normalize())][0]
    counts = counts[first:]
    size = int(pd.Timedelta(days=7) / (begins[1] - begins[0]))
    whole = len(counts) // size
    table = counts.to_numpy(dtype=float)[: whole * size].reshape(whole, size)
    # A pattern week that begins on the right day of the week.
    pattern = pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(days=first_day)
    columns = pd.date_range(pattern, periods=size, freq=begins[1] - begins[0])
    return pd.DataFrame(table, index=pd.DatetimeIndex(counts.index[: whole * size : size]), columns=columns)


def _mean(name: str, weeks: pd.DataFrame) -> Place:
    return Place(name, pd.DatetimeIndex(weeks.columns), weeks.mean().to_numpy(), weeks.dropna().to_numpy())


def _one(weeks: pd.DataFrame, first: str) -> Place:
    rate = weeks.loc[first].to_numpy(dtype=float)
    return Place(f"week of {first}", pd.DatetimeIndex(weeks.columns), rate, np.empty((0, len(rate))))
