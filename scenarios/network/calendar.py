"""The holiday calendar: the country's public holidays and make-up workdays, then the organisation's own days.

Countries come from the `holidays` library. China moves weekends: some Saturdays and Sundays become workdays
so that a public holiday becomes a longer break. There the break is the unbroken run of days off around the
public holiday, weekends included, and every day of it carries the name of its longest holiday; elsewhere a
holiday is the public holiday alone.
"""

from __future__ import annotations

import re

import holidays
import numpy as np
import pandas as pd

from quarterhour.grid import Day
from scenarios.network.model import Network

ANNOUNCED_FROM = 5
"""Make-up workdays from which a year counts as known: no Chinese year since 2014 had fewer."""

QUALIFIED = re.compile(r"(\s*\((observed|estimated|observed, estimated|Spring Festival)\))+$")
PART = r"('s Eve| Extended Holiday)$"
SUBSTITUTED = "Day off (substituted"
EXTENDED, OBSERVED = "Extended Holiday", "(observed"


def day_calendar(network: Network, first: Day, last: Day) -> pd.DataFrame:
    """day (naive), holiday (English name, "" for none), kind (holiday, workday, ordinary), announced (bool).

    One row a day from `first` to `last`. Names are stable from year to year: observed and substituted days
    carry the name of the holiday they belong to. `announced` is False in years for which make-up workdays are
    usual and neither the library nor the organisation knows them yet.
    """
    days = pd.date_range(pd.Timestamp(first).normalize(), pd.Timestamp(last).normalize(), unit="us")
    reach = pd.date_range(days[0] - pd.Timedelta(days=15), days[-1] + pd.Timedelta(days=15), unit="us")
    country = _country(network, sorted(set(reach.year)))
    frame = _public(country, reach)
    if _makes_up(country):
        frame = _with_breaks(frame, country)
    frame = frame[frame["day"].isin(days)].reset_index(drop=True)
    frame = _with_own(frame, network.table("holidays"))
    if _makes_up(country):
        own = network.table("holidays")
        known = set(own.loc[own["kind"] == "workday", "day"].dt.year)
        known |= {year for year in set(days.year) if _made_up(country, year) >= ANNOUNCED_FROM}
        frame["announced"] = frame["day"].dt.year.isin(known)
    else:
        frame["announced"] = True
    return frame


def weekend(network: Network) -> tuple[int, ...]:
    """The weekdays (0 = Monday) that are days off in the network's country."""
    return tuple(sorted(_country(network, [2024]).weekend))


def statutory_days(country: str, subdivision: str, first: Day, last: Day) -> frozenset[pd.Timestamp]:
    """The public holidays themselves: not weekends around them, nor days off instead of or moved to them."""
    begin, end = pd.Timestamp(first).normalize(), pd.Timestamp(last).normalize()
    found = _calendar(country, subdivision, list(range(begin.year, end.year + 1)))
    moved = (SUBSTITUTED, EXTENDED, OBSERVED)
    proper = {
        pd.Timestamp(day)
        for day, name in found.items()
        if any(not any(mark in part for mark in moved) for part in name.split("; "))
    }
    return frozenset(day for day in proper if begin <= day <= end)


def _country(network: Network, years: list[int]) -> holidays.HolidayBase:
    return _calendar(network.settings.country, network.settings.subdivision or "", years)


def _calendar(country: str, subdivision: str, years: list[int]) -> holidays.HolidayBase:
    known = holidays.country_holidays(country).supported_languages
    return holidays.country_holidays(
        country, subdiv=subdivision or None, years=years, language="en_US" if "en_US" in known else None
    )


def _makes_up(country: holidays.HolidayBase) -> bool:
    """Whether the country moves weekends into breaks by make-up workdays, year after year."""
    return country.country == "CN"


def _made_up(country: holidays.HolidayBase, year: int) -> int:
    return sum(day.year == year for day in country.weekend_workdays)


def _public(country: holidays.HolidayBase, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Public holidays by their first name, without what only says how their date was found."""
    names = {pd.Timestamp(day): QUALIFIED.sub("", name.split("; ")[0]) for day, name in country.items()}
    made_up = pd.DatetimeIndex([pd.Timestamp(day) for day in country.weekend_workdays])
    holiday = pd.Series(days).map(names).fillna("").astype("str")
    kind = np.where(holiday != "", "holiday", np.where(days.isin(made_up), "workday", "ordinary"))
    return pd.DataFrame({"day": days, "holiday": holiday, "kind": pd.Series(kind, dtype="str")})


def _with_breaks(frame: pd.DataFrame, country: holidays.HolidayBase) -> pd.DataFrame:
    """Every unbroken run of days off that holds a public holiday as one break, named after its longest holiday.

    So the National Day week has one name, whether or not the Mid-Autumn Festival falls into it.
    """
    weekends = frame["day"].dt.day_of_week.isin(list(country.weekend)) & (frame["kind"] != "workday")
    off = (frame["kind"] == "holiday") | weekends
    run = (off != off.shift()).cumsum()
    within = off & (frame["kind"] == "holiday").groupby(run).transform("any")
    proper = frame[(frame["holiday"] != "") & ~frame["holiday"].str.startswith(SUBSTITUTED)]
    parts = pd.DataFrame({"run": run[proper.index], "name": proper["holiday"].str.replace(PART, "", regex=True)})
    counts = parts.groupby(["run", "name"]).size().sort_values(kind="stable").reset_index()
    named = run.map(counts.drop_duplicates("run", keep="last").set_index("run")["name"])
    return frame.assign(
        holiday=named.where(within, "").fillna("").astype("str"),
        kind=frame["kind"].mask(within, "holiday"),
    )


def _with_own(frame: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """The organisation's own days are stronger; a workday or an ordinary day has no holiday's name."""
    rows = own.set_index("day").reindex(frame["day"]).reset_index(drop=True)
    given = rows["kind"].notna()
    name = rows["name"].where(rows["kind"] == "holiday", "")
    return frame.assign(
        holiday=frame["holiday"].mask(given, name).astype("str"),
        kind=frame["kind"].mask(given, rows["kind"]).astype("str"),
    )
