"""The calendar design matrix: what may move a day's demand, one column each, built once for all series.

Layers, from general to particular, so that what is seen once still helps elsewhere: weekday; season of the
year; day of the month (payday); holidays in general (on a workday, on a weekend, before, after, bridge,
place in a long run of days off, make-up workday); named holidays by distance, so that a lunar holiday
takes its effect along when it moves; and the fixed dates around the turn of the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints
from forecast.calendar import Calendar
from forecast.setting import Setting

YEAR = 365.25
SEASON_WAVES = 10
MONTH_WAVES = 3
LONG_RUN = 5
"""A holiday inside so many days off in a row changes demand for weeks: it gets the long window."""
LONG_WINDOW = range(-7, 16)
SHORT_WINDOW = 3
HOLIDAY_FAMILIES = ("generic", "named", "turn")
EVIDENCE = {
    "weekday": 0.02,
    "season": 1.0,
    "generic": 1.0,
    "named": 2.0,
    "turn": 2.0,
    "month": 12.0,
    "regressor": 4.0,
}
"""How many days of evidence speak against an effect of each family before any is seen (ridge penalty); for
wave k of the season k^2 times as many, so that a short pulse of every year is left to its holiday."""


@dataclass(frozen=True)
class Design:
    """Columns with their families; rows are days.

    Attributes
    ----------
    matrix
        Shape (days, columns).
    family
        weekday, season, month, generic, named or turn, for each column.
    """

    days: pd.DatetimeIndex
    columns: list[str]
    family: list[str]
    matrix: Array

    def penalty(self, factors: Mapping[str, float]) -> Array:
        """Days of evidence against each column, times the factor of its family."""
        worth = {family: days * factors.get(family, 1.0) for family, days in EVIDENCE.items()}
        return np.array([worth[family] for family in self.family]) * np.square(self._wave, dtype=np.float64)

    @property
    def _wave(self) -> Ints:
        """Number of each yearly wave; 1 for all other columns."""
        return np.array([int(name.split()[-1]) if name.startswith("season") else 1 for name in self.columns])

    def of(self, *families: str) -> Flags:
        """Which columns belong to the families."""
        return np.isin(self.family, families)

    def known_after(self, days: int, setting: Setting) -> Design:
        """Only what the first `days` days can teach: columns that occur there, season with enough years.

        Waves are centred there, so that they leave the level alone.
        """
        kept = np.abs(self.matrix[:days]).max(0) > 0
        season = self.of("season")
        if days < setting.years * YEAR - 30:
            kept &= ~season
        kept &= ~season | (self._wave <= setting.waves)
        places = np.flatnonzero(kept)
        matrix = self.matrix[:, places].copy()
        waves = self.of("season", "month")[places]
        matrix[:, waves] -= matrix[:days, waves].mean(0)
        columns, family = [self.columns[place] for place in places], [self.family[place] for place in places]
        return Design(self.days, columns, family, matrix)

    def weighing(self, weekday: Array) -> Design:
        """With so much of the weekday on each day."""
        counted = np.where(self.of("weekday"), weekday[:, None] * self.matrix, self.matrix)
        return replace(self, matrix=counted)

    @property
    def ordinary(self) -> Design:
        """Without what makes days special."""
        return replace(self, matrix=np.where(self.of(*HOLIDAY_FAMILIES), 0.0, self.matrix))

    def first(self, days: int) -> Design:
        """The first `days` rows."""
        return Design(self.days[:days], self.columns, self.family, self.matrix[:days])


def build_design(calendar: Calendar, days: pd.DatetimeIndex) -> Design:
    """The design of `days`, which the calendar covers; neighbours outside them are seen."""
    columns: dict[tuple[str, str], Array | Flags] = {}
    shares = calendar.weekday_shares
    for day in range(7):
        columns["weekday", f"weekday {day}"] = shares[:, day]
    columns |= _season(calendar.days) | _month(calendar.days) | _turn_of_year(calendar.days)
    columns |= _generic(calendar)
    for name, flags in calendar.names.items():
        columns |= _named(name, flags, calendar.off)
    values = np.column_stack([np.asarray(column, dtype=np.float64) for column in columns.values()])
    values = values[calendar.place(days)]
    return Design(days, [key[1] for key in columns], [key[0] for key in columns], values)


def runs(flags: Flags) -> tuple[Ints, Ints]:
    """For each day its place (1, 2, ...) in the run of flagged days that it is in, and the run's length."""
    edge = np.diff(np.concatenate([[0], flags.astype(np.int64), [0]]))
    starts, ends = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    place, length = np.zeros(len(flags), dtype=np.int64), np.zeros(len(flags), dtype=np.int64)
    for start, end in zip(starts, ends, strict=True):
        place[start:end] = np.arange(1, end - start + 1)
        length[start:end] = end - start
    return place, length


def shifted(flags: Flags, days: int) -> Flags:
    """The flags moved `days` later (earlier where negative)."""
    moved = np.zeros_like(flags)
    if days >= 0:
        moved[days:] = flags[: len(flags) - days]
    else:
        moved[:days] = flags[-days:]
    return moved


def occasions(flags: Flags) -> tuple[Ints, Ints]:
    """First and last day of each occasion; days at most 3 apart belong to one."""
    places = np.flatnonzero(flags)
    if not len(places):
        return places, places
    cut = np.flatnonzero(np.diff(places) > 3)
    return places[np.concatenate([[0], cut + 1])], places[np.concatenate([cut, [len(places) - 1]])]


def _season(days: pd.DatetimeIndex) -> dict[tuple[str, str], Array | Flags]:
    angle = 2 * np.pi * days.day_of_year.to_numpy() / YEAR
    waves: dict[tuple[str, str], Array | Flags] = {}
    for k in range(1, SEASON_WAVES + 1):
        waves["season", f"season sin {k}"] = np.sin(k * angle)
        waves["season", f"season cos {k}"] = np.cos(k * angle)
    return waves


def _month(days: pd.DatetimeIndex) -> dict[tuple[str, str], Array | Flags]:
    day, length = days.day.to_numpy(), days.days_in_month.to_numpy()
    angle = 2 * np.pi * (day - 1) / length
    columns: dict[tuple[str, str], Array | Flags] = {}
    for k in range(1, MONTH_WAVES + 1):
        columns["month", f"month sin {k}"] = np.sin(k * angle)
        columns["month", f"month cos {k}"] = np.cos(k * angle)
    for number in (1, 2, 15, 16):
        columns["month", f"day {number} of month"] = day == number
    columns["month", "last day of month"] = day == length
    columns["month", "last day but one of month"] = day == length - 1
    return columns


def _turn_of_year(days: pd.DatetimeIndex) -> dict[tuple[str, str], Array | Flags]:
    dates = days.strftime("%m-%d")
    around = pd.date_range("2001-12-10", "2002-01-07").strftime("%m-%d")
    return {("turn", date): np.asarray(dates == date) for date in around}


def _generic(calendar: Calendar) -> dict[tuple[str, str], Array | Flags]:
    holiday, off = calendar.holiday, calendar.off
    weekend = np.isin(calendar.weekday, calendar.weekend)
    place, length = runs(off)
    long = off & (length >= 3)
    first, last = long & (place == 1), long & (place == length)
    near = shifted(holiday, -1), shifted(holiday, 1)
    columns: dict[str, Flags] = {
        "holiday on a workday": holiday & ~weekend,
        "holiday on a weekend": holiday & weekend,
        "day before a holiday": near[0] & ~holiday,
        "day after a holiday": near[1] & ~holiday,
        "two days before a holiday": shifted(holiday, -2) & ~holiday & ~near[0],
        "two days after a holiday": shifted(holiday, 2) & ~holiday & ~near[1],
        "bridge day": ~off & shifted(off, 1) & shifted(off, -1),
        "first of a long run off": first,
        "inside a long run off": long & ~first & ~last,
        "last of a long run off": last,
        "inside a very long run off": long & ~first & ~last & (length >= LONG_RUN),
        "eve of a long run off": shifted(first, -1),
        "day after a long run off": shifted(last, 1),
        "make-up workday": calendar.makeup,
    }
    return {("generic", name): column for name, column in columns.items()}


def _named(name: str, flags: Flags, off: Flags) -> dict[tuple[str, str], Array | Flags]:
    """The holiday's own days, and days by distance where it occurs more than once."""
    columns: dict[tuple[str, str], Array | Flags] = {("named", name): flags}
    first, last = occasions(flags)
    if len(first) < 2:
        return columns
    start, end = np.zeros_like(flags), np.zeros_like(flags)
    start[first], end[last] = True, True
    if (runs(off)[1][flags] >= LONG_RUN).any():
        for distance in LONG_WINDOW:
            columns["named", f"{name} {distance:+d}"] = shifted(start, distance)
        return columns
    for distance in range(1, SHORT_WINDOW + 1):
        columns["named", f"{name} -{distance}"] = shifted(start, -distance)
        columns["named", f"{name} +{distance}"] = shifted(end, distance)
    return columns
