"""The monthly forecasting problem of a network."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.months.values import MonthlyProblem
from scenarios.network.calendar import day_calendar, weekend
from scenarios.network.history import history
from scenarios.network.hours import opening
from scenarios.network.model import Network
from scenarios.plan.history import AROUND, event_days


def monthly_problem(network: Network, months: int) -> MonthlyProblem:
    """What `forecast_months` needs to know: the history by day, open days ahead, the calendar around them."""
    daily = daily_counts(network)
    first_day = network.first_day
    first = first_day if first_day.day == 1 else first_day + pd.offsets.MonthBegin()
    end = first + pd.DateOffset(months=months)
    opened = opening(network, first, (end - first).days)
    day = network.grid.business_day(pd.DatetimeIndex(opened["start"]))
    return MonthlyProblem(
        daily=daily,
        opening=pd.DataFrame({"outlet": opened["outlet"], "day": day}).drop_duplicates(ignore_index=True),
        days=day_calendar(network, min(daily["day"].min(), first_day) - AROUND, end + AROUND),
        events=event_days(network),
        outlets=network.table("outlets")[["outlet", "kind", "region"]],
        first_day=first_day,
        months=months,
        weekend=weekend(network),
        seed=network.settings.seed,
    )


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
