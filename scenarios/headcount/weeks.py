"""A representative week of each month: the shape of recent ordinary weeks on the month's own customers.

Pooling is not linear, so people are not a ratio of customers: the week goes through `optimize.requirement`. Its
rate in an interval is the month's customers x the interval's share of an ordinary week / how many such weeks
the month's open days make up, times the allowance for busier days: the quantile that staff is planned for of
recent days over the mean of their weekday.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.labels import attach
from scenarios.network.calendar import day_calendar
from scenarios.network.history import history
from scenarios.network.hours import opening
from scenarios.network.model import Network

RECENT = 26
"""Weeks of history that give the shape."""
KEYS = ["outlet", "service"]


def week_shape(network: Network) -> pd.DataFrame:
    """outlet, service, weekday, slot, share: mean customers of each interval of an ordinary week over the week's.

    Ordinary days of the last weeks of each series; where the history is by day only, a day is spread evenly.
    """
    fine, coarse = history(network)
    frames = []
    if len(fine):
        start = pd.DatetimeIndex(fine["start"])
        frames.append(
            fine.assign(day=network.grid.business_day(start), slot=network.grid.slot(start))[
                [*KEYS, "day", "slot", "count"]
            ]
        )
    if len(coarse):
        frames.append(_spread(network, coarse))
    rows = pd.concat(frames, ignore_index=True).dropna(subset="count")
    ordinary = _ordinary(network, rows["day"].min(), rows["day"].max())
    chosen = rows[rows["day"].isin(ordinary)]
    chosen = chosen if len(chosen) else rows
    last = chosen.groupby(KEYS)["day"].transform("max")
    chosen = chosen[chosen["day"] > last - pd.Timedelta(weeks=RECENT)]
    weekday = chosen["day"].dt.day_of_week
    mean = chosen.assign(weekday=weekday).groupby([*KEYS, "weekday", "slot"], as_index=False)[["count"]].mean()
    total = mean.groupby(KEYS)["count"].transform("sum")
    share = (mean["count"] / total.where(total > 0)).fillna(0.0)
    return mean.assign(share=share).drop(columns="count")


def with_new(shape: pd.DataFrame, series: pd.DataFrame, opened: pd.DataFrame) -> pd.DataFrame:
    """The shapes, and for series without one the mean shape of their kind of outlet within their own open
    intervals.

    Parameters
    ----------
    series
        outlet, service, kind.
    opened
        outlet, weekday, slot: intervals of an ordinary week that are open.
    """
    known = pd.MultiIndex.from_frame(shape[KEYS])
    missing = ~pd.MultiIndex.from_frame(series[KEYS]).isin(known)
    if not missing.any():
        return shape
    old = shape.merge(series, on=KEYS)
    kin = old.groupby(["kind", "service", "weekday", "slot"], as_index=False)[["share"]].mean()
    rows = series[missing].merge(kin, on=["kind", "service"])
    rows = rows.merge(opened, on=["outlet", "weekday", "slot"])
    total = rows.groupby(KEYS)["share"].transform("sum")
    rows = rows.assign(share=(rows["share"] / total.where(total > 0)).fillna(0.0))
    return pd.concat([shape, rows[list(shape.columns)]], ignore_index=True)


def open_slots(network: Network, first: pd.Timestamp) -> pd.DataFrame:
    """outlet, weekday, slot: intervals open in any week of the month that begins on `first`."""
    opened = opening(network, first, 28)
    start = pd.DatetimeIndex(opened["start"])
    weekday = network.grid.business_day(start).day_of_week
    rows = pd.DataFrame({"outlet": opened["outlet"], "weekday": weekday, "slot": network.grid.slot(start)})
    return rows.drop_duplicates(ignore_index=True)


def allowance(daily: pd.DataFrame, quantile: float) -> pd.DataFrame:
    """outlet, service, factor: that quantile of recent days over the mean of their weekday, between 1 and 2."""
    known = daily.dropna(subset="count")
    last = known.groupby(KEYS)["day"].transform("max")
    recent = known[known["day"] > last - pd.Timedelta(weeks=RECENT)]
    weekday = recent["day"].dt.day_of_week
    usual = recent.groupby([*KEYS, weekday])["count"].transform("mean")
    ratio = (recent["count"] / usual.where(usual > 0)).dropna()
    labelled = recent.loc[ratio.index, KEYS].assign(factor=ratio)
    found = labelled.groupby(KEYS)["factor"].quantile(quantile).clip(1.0, 2.0)
    return found.reset_index()


def open_weekdays(network: Network, first: pd.Timestamp, months: int) -> pd.DataFrame:
    """month, outlet, weekday, days: open days by weekday."""
    end = first + pd.DateOffset(months=months)
    opened = opening(network, first, (end - first).days)
    day = network.grid.business_day(pd.DatetimeIndex(opened["start"]))
    days = pd.DataFrame({"outlet": opened["outlet"], "day": day}).drop_duplicates()
    month = days["day"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    labels = days.assign(month=month, weekday=days["day"].dt.day_of_week)
    counted = labels.groupby(["month", "outlet", "weekday"], as_index=False).size()
    return counted.rename(columns={"size": "days"})


def week_rates(network: Network, shape: pd.DataFrame, customers: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """outlet, service, start, rate: the week in the middle of each month with the month's demand, open
    intervals only.

    Parameters
    ----------
    customers
        month, outlet, service, customers, factor (allowance for busier days, net of self-service).
    days
        month, outlet, weekday, days: open days by weekday.
    """
    weight = shape.groupby([*KEYS, "weekday"], as_index=False)[["share"]].sum()
    weeks = weight.merge(days, on=["outlet", "weekday"])
    weeks = weeks.assign(weeks=weeks["share"] * weeks["days"])
    worth = weeks.groupby(["month", *KEYS], as_index=False)[["weeks"]].sum()
    asked = customers[["month", *KEYS, "customers", "factor"]].merge(worth, on=["month", *KEYS])
    asked = asked[(asked["customers"] > 0) & (asked["weeks"] > 0)]
    places = pd.concat([_week(network, month) for month in sorted(asked["month"].unique())], ignore_index=True)
    opened = days.loc[days["days"] > 0, ["month", "outlet", "weekday"]]
    rows = asked.merge(shape, on=KEYS).merge(opened, on=["month", "outlet", "weekday"])
    rows = rows.merge(places, on=["month", "weekday", "slot"])
    rate = rows["customers"] / rows["weeks"] * rows["share"] * rows["factor"]
    return rows[[*KEYS, "start"]].assign(rate=rate)


def _week(network: Network, month: pd.Timestamp) -> pd.DataFrame:
    """month, weekday, slot, start: the Monday-to-Sunday week that holds the month's 15th, or begins before it."""
    middle = pd.Timestamp(month) + pd.Timedelta(days=14)
    monday = middle - pd.Timedelta(days=middle.weekday())
    starts = network.grid.starts(monday, 7)
    weekday = (network.grid.business_day(starts) - monday).days
    frame = pd.DataFrame({"weekday": weekday, "slot": network.grid.slot(starts), "start": starts})
    return frame.drop_duplicates(["weekday", "slot"]).assign(month=pd.Timestamp(month))


def net_factor(network: Network, series: pd.DataFrame) -> pd.Series:
    """What of a gross history reaches people: 1 - routine share x contained share; 1 for net histories."""
    services = network.table("services")
    contained = (services["routine_share"] * services["contained_share"]).where(
        services["history_is"] == "gross", 0.0
    )
    shares = services[["service"]].assign(net=1.0 - contained.fillna(0.0).astype(float))
    return attach(series[["service"]], shares, ["service"], "services")["net"]


def _spread(network: Network, coarse: pd.DataFrame) -> pd.DataFrame:
    """Daily counts evenly over the open intervals of their weekday in the first week to plan."""
    opened = opening(network, network.first_day, 7)
    start = pd.DatetimeIndex(opened["start"])
    slots = pd.DataFrame(
        {
            "outlet": opened["outlet"],
            "weekday": network.grid.business_day(start).day_of_week,
            "slot": network.grid.slot(start),
        }
    )
    slots = slots.assign(number=slots.groupby(["outlet", "weekday"])["slot"].transform("size"))
    rows = coarse.assign(weekday=coarse["day"].dt.day_of_week).merge(slots, on=["outlet", "weekday"])
    return rows.assign(count=rows["count"] / rows["number"])[[*KEYS, "day", "slot", "count"]]


def _ordinary(network: Network, first: pd.Timestamp, last: pd.Timestamp) -> np.ndarray:
    calendar = day_calendar(network, first, last)
    return calendar.loc[calendar["kind"] == "ordinary", "day"].to_numpy()
