"""The monthly forecasting problem of a network."""

from __future__ import annotations

import pandas as pd

from forecast.months.values import MonthlyProblem
from scenarios.network.calendar import day_calendar, weekend
from scenarios.network.hours import opening
from scenarios.network.model import Network
from scenarios.plan.history import AROUND, daily_counts, event_days


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
