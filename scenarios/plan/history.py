"""The forecasting problem of a network, and its history by day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.values import ForecastProblem
from scenarios.network.calendar import day_calendar, weekend
from scenarios.network.history import history
from scenarios.network.hours import opening
from scenarios.network.model import Network, names

AROUND = pd.Timedelta(days=30)
"""Days of calendar on both sides: holidays reach beyond their dates."""


def forecast_problem(network: Network, days: int, paths: int) -> ForecastProblem:
    """What `forecast` needs to know about the network."""
    past, daily = history(network)
    first_day = network.first_day
    begun = [network.grid.business_day(pd.DatetimeIndex(past["start"])).min()] if len(past) else []
    begun += [daily["day"].min()] if len(daily) else []
    last = first_day + pd.Timedelta(days=days - 1)
    return ForecastProblem(
        history=past,
        daily=daily,
        opening=opening(network, first_day, days),
        days=day_calendar(network, min([*begun, first_day]) - AROUND, last + AROUND),
        events=event_days(network),
        outlets=network.table("outlets")[["outlet", "kind", "region"]],
        grid=network.grid,
        first_day=first_day,
        horizon=days,
        weekend=weekend(network),
        paths=paths,
        seed=network.settings.seed,
    )


def event_days(network: Network) -> pd.DataFrame:
    """outlet, day, kind: the organisation's own events, one row an outlet and day."""
    events = network.table("events")
    outlets = network.table("outlets")["outlet"]
    columns = (events[name] for name in ("outlets", "first_day", "last_day", "kind"))
    rows = [
        (outlet, day, kind)
        for concerned, first, last, kind in zip(*columns, strict=True)
        for outlet in (names(concerned) or tuple(outlets))
        for day in pd.date_range(first, last)
    ]
    frame = pd.DataFrame(rows, columns=["outlet", "day", "kind"])
    typed = frame.astype({"outlet": "str", "day": "datetime64[us]", "kind": "str"})
    return typed.drop_duplicates().reset_index(drop=True)


def daily_history(problem: ForecastProblem) -> pd.DataFrame:
    """outlet, service, day, count: history of either grain by business day, unknown days left out."""
    day = problem.grid.business_day(pd.DatetimeIndex(problem.history["start"]))
    fine = problem.history.assign(day=day).dropna(subset="count")
    summed = fine.groupby(["outlet", "service", "day"], as_index=False)[["count"]].sum()
    coarse = problem.daily.dropna(subset="count")[["outlet", "service", "day", "count"]]
    both = pd.concat([summed, coarse], ignore_index=True)
    return both.astype({"count": np.float64})
