"""The forecasting problem of a network, and its history by day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.values import ForecastProblem
from quarterhour.grid import TimeGrid
from scenarios.network.calendar import day_calendar, weekend
from scenarios.network.history import history
from scenarios.network.hours import opening
from scenarios.network.model import Network, names

AROUND = pd.Timedelta(days=30)
"""Days of calendar on both sides: holidays reach beyond their dates."""


def forecast_problem(
    network: Network, days: int, paths: int, first_day: pd.Timestamp | None = None
) -> ForecastProblem:
    """What `forecast` needs to know about the network.

    With a `first_day` in the past, what was counted on or after it is left out.
    """
    past, daily = history(network)
    if first_day is None:
        first_day = network.first_day
    else:
        past = past[past["start"] < network.grid.day_start(first_day)]
        daily = daily[daily["day"] < first_day]
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
        regressors=network.table("regressors"),
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
    return _by_day(problem.history, problem.daily, problem.grid)


def counted_days(network: Network) -> pd.DataFrame:
    """The same of a network's tables, without a forecasting problem."""
    fine, coarse = history(network)
    return _by_day(fine, coarse, network.grid)


def _by_day(fine: pd.DataFrame, coarse: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    day = grid.business_day(pd.DatetimeIndex(fine["start"])) if len(fine) else pd.DatetimeIndex([])
    known = fine.assign(day=day).dropna(subset="count")
    summed = known.groupby(["outlet", "service", "day"], as_index=False)[["count"]].sum()
    whole = coarse.dropna(subset="count")[["outlet", "service", "day", "count"]]
    both = pd.concat([summed, whole], ignore_index=True)
    return both.astype({"count": np.float64})


def daily_counts(network: Network) -> pd.DataFrame:
    """outlet, service, day, count: one row an open day; a day of which a part is not known is not known."""
    fine, coarse = history(network)
    day = network.grid.business_day(pd.DatetimeIndex(fine["start"])) if len(fine) else pd.DatetimeIndex([])
    rows = fine.assign(day=day, known=fine["count"].notna())
    summed = rows.groupby(["outlet", "service", "day"], as_index=False).agg(
        count=("count", "sum"), known=("known", "all")
    )
    summed["count"] = summed["count"].astype(np.float64).where(summed["known"].astype(bool))
    both = pd.concat([summed.drop(columns="known"), coarse], ignore_index=True)
    return both.drop_duplicates(["outlet", "service", "day"], ignore_index=True)
