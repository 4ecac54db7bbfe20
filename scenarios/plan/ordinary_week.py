"""An ordinary week of each outlet and service: its shape, and how much busier the days are that staff is for."""

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


def calendar_week(network: Network, day: pd.Timestamp) -> pd.DataFrame:
    """weekday, slot, start: the Monday-to-Sunday week that holds a day."""
    monday = day - pd.Timedelta(days=day.weekday())
    starts = network.grid.starts(monday, 7)
    weekday = (network.grid.business_day(starts) - monday).days
    frame = pd.DataFrame({"weekday": weekday, "slot": network.grid.slot(starts), "start": starts})
    return frame.drop_duplicates(["weekday", "slot"])


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
