"""A representative week of each month: the shape of recent ordinary weeks on the month's own customers.

Pooling is not linear, so people are not a ratio of customers: the week goes through `optimize.requirement`. Its
rate in an interval is the month's customers x the interval's share of an ordinary week / how many such weeks
the month's open days make up, times the allowance for busier days: the quantile that staff is planned for of
recent days over the mean of their weekday.
"""

from __future__ import annotations

import pandas as pd

from scenarios.network.hours import opening
from scenarios.network.model import Network
from scenarios.plan.ordinary_week import KEYS, calendar_week


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
    """month, weekday, slot, start: the week that holds the month's 15th."""
    middle = pd.Timestamp(month) + pd.Timedelta(days=14)
    return calendar_week(network, middle).assign(month=pd.Timestamp(month))
