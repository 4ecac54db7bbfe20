"""A set by month: what is known at each origin, and what came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.forecast.ours import public_holidays
from benchmarks.forecast.task import DAY, Task
from forecast.months.values import MonthlyProblem

SERVICE = "all"
HORIZON = 12
LEAST_HISTORY = 12
"""Whole months before an origin: the naive needs a year."""
MISSING = 2
"""Days that a month may lack to be judged."""
AROUND = 40
STEPS = {"favorita": 3}
"""Months between two origins, 1 where not given."""


@dataclass(frozen=True)
class Origin:
    """Months known, and those to be said.

    Attributes
    ----------
    history, future
        Customers by month and series, NaN for incomplete months.
    problem
        What our method is given: days before the origin.
    """

    first: pd.Timestamp
    history: pd.DataFrame
    future: pd.DataFrame
    problem: MonthlyProblem


def daily_values(task: Task) -> pd.DataFrame:
    """Counts by day and series; a day that lacks more than one hour is not known."""
    values = task.values
    if task.minutes == DAY:
        return values
    by_day = values.groupby(pd.DatetimeIndex(values.index).floor("D"))
    whole = by_day.count() >= task.per_day - 1
    return by_day.sum().where(whole)


def month_totals(days: pd.DataFrame) -> pd.DataFrame:
    """Customers by whole month and series; NaN where more than `MISSING` days lack."""
    by_month = days.groupby(pd.DatetimeIndex(days.index).to_period("M").to_timestamp())
    totals = by_month.sum()
    least = pd.Series(pd.DatetimeIndex(totals.index).days_in_month - MISSING, index=totals.index)
    return totals.where(by_month.count().ge(least, axis=0))


def origins(task: Task) -> Iterator[Origin]:
    """Every origin with a year before and a year after it, by the set's step, the last one first."""
    days = daily_values(task)
    totals = month_totals(days)
    known = np.flatnonzero(totals.notna().any(axis=1))
    first, last = int(known[0]), int(known[-1])
    for place in range(last - HORIZON + 1, first + LEAST_HISTORY - 1, -STEPS.get(task.name, 1)):
        start = pd.Timestamp(totals.index[place])
        past = days.loc[: start - pd.Timedelta(days=1)]
        past = past.loc[:, past.notna().any()]
        history = totals.iloc[:place][past.columns]
        future = totals.iloc[place : place + HORIZON][past.columns]
        yield Origin(start, history, future, _problem(task, past, start))


def _problem(task: Task, past: pd.DataFrame, start: pd.Timestamp) -> MonthlyProblem:
    end = start + pd.DateOffset(months=HORIZON) - pd.Timedelta(days=1)
    wide = past.rename_axis(index="day", columns="outlet").reset_index()
    rows = wide.melt(id_vars="day", value_name="count")
    rows = rows.assign(service=SERVICE, day=rows["day"].dt.as_unit("us"))
    if task.minutes == DAY:
        rows = rows.dropna(subset="count")  # no row: closed
    else:
        begun = past.apply(lambda column: column.first_valid_index()).to_dict()
        rows = rows[rows["day"] >= rows["outlet"].map(begun)]
    calendar_days = pd.date_range(past.index[0] - pd.Timedelta(days=AROUND), end + pd.Timedelta(days=AROUND))
    names = public_holidays(task, calendar_days)
    return MonthlyProblem(
        daily=rows[["outlet", "service", "day", "count"]],
        opening=_opening(task, past, start, end),
        days=pd.DataFrame(
            {
                "day": calendar_days.as_unit("us"),
                "holiday": names,
                "kind": np.where(names != "", "holiday", "ordinary"),
                "announced": True,
            }
        ),
        events=pd.DataFrame({"outlet": [], "day": pd.DatetimeIndex([]), "kind": []}),
        outlets=pd.DataFrame({"outlet": list(past.columns), "kind": "outlet", "region": ""}),
        first_day=start,
        months=HORIZON,
        weekend=task.weekend,
    )


def _opening(task: Task, past: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Days ahead that look open from the past: not the dates on which nobody counted a year before."""
    ahead = pd.date_range(start, end)
    frames = []
    for name in past.columns:
        opened = np.ones(len(ahead), dtype=bool)
        if task.minutes == DAY:
            before = past[name].reindex(ahead - pd.DateOffset(years=1)).isna().to_numpy()
            week = past[name].iloc[-7 * 8 :]
            rate = week.notna().groupby(pd.DatetimeIndex(week.index).day_of_week).mean()
            around = past[name].notna().rolling(9, center=True, min_periods=1).mean()
            single = around.reindex(ahead - pd.DateOffset(years=1)).to_numpy() >= 0.75
            opened = ~(before & single) & (rate.reindex(ahead.day_of_week).fillna(1.0).to_numpy() > 0.25)
            if week.notna().mean() < 0.25:
                opened = ~(before & single)
        frames.append(pd.DataFrame({"outlet": name, "day": ahead[opened].as_unit("us")}))
    return pd.concat(frames, ignore_index=True)
