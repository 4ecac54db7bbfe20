"""How a day runs: expected customers by time of day on workdays, days off and holidays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.report.blocks import Picture, Show, Table, table
from api.report.charts.clock import STROKES, clock, clock_chart
from api.words import Words
from scenarios.plan.foreseen import Foreseen

KINDS = ("workday", "weekend", "holiday")


def day_kinds(seen: Foreseen) -> pd.Series:
    """The kind of each day of the calendar: workday (make-up workdays too), weekend, holiday; by day."""
    days = seen.problem.days
    off = days["day"].dt.day_of_week.isin(list(seen.problem.weekend)) & (days["kind"] != "workday")
    kind = np.select([days["kind"] == "holiday", off], ["holiday", "weekend"], default="workday")
    return pd.Series(kind, index=days["day"])


def profiles(seen: Foreseen) -> pd.DataFrame:
    """outlet, minute, kind, mean: expected customers an interval, the mean over the days on which it is open."""
    grid = seen.problem.grid
    rows = seen.forecast.intervals
    rows = rows[rows["open"]].groupby(["outlet", "start"], as_index=False)[["mean"]].sum()
    starts = pd.DatetimeIndex(rows["start"])
    kind = day_kinds(seen).reindex(grid.business_day(starts)).to_numpy()
    minute = grid.day_cut + grid.grain * grid.slot(starts)
    marked = rows.assign(minute=minute, kind=kind)
    return marked.groupby(["outlet", "minute", "kind"], as_index=False)[["mean"]].mean()


def profile_picture(lines: pd.DataFrame, title: str, grain: int, words: Words) -> Picture | None:
    """The chart of some rows of `profiles`, outlets added up; None without rows."""
    wide = _wide(lines, grain)
    if wide.empty:
        return None
    names = [words.label("day_kind", kind) for kind in wide.columns]
    busiest = float(wide.index[int(np.nanargmax(wide.max(axis=1).to_numpy(dtype=float)))])
    described = words("report.profile_described", time=clock(busiest))
    legend = list(zip(STROKES, names, strict=False))
    return Picture(clock_chart(title, described, wide, names, grain, words), title, legend)


def profile_table(lines: pd.DataFrame, title: str, grain: int, words: Words) -> Table:
    """The same figures as rows."""
    wide = _wide(lines, grain)
    columns = {"time": Show(words("report.time_of_day"))}
    for kind in wide.columns:
        columns[kind] = Show(words.label("day_kind", kind), lambda value: words.number(value, 1), True)
    shown = wide.assign(time=[clock(float(minute)) for minute in wide.index]).dropna(
        how="all", subset=wide.columns
    )
    return table(shown, title, columns, "forecast_intervals")


def _wide(lines: pd.DataFrame, grain: int) -> pd.DataFrame:
    """One column a kind of day that comes, one row a time, gaps as NaN."""
    if lines.empty:
        return pd.DataFrame()
    wide = lines.pivot_table(index="minute", columns="kind", values="mean", aggfunc="sum")
    times = np.arange(wide.index.min(), wide.index.max() + grain, grain)
    return wide.reindex(index=times, columns=[kind for kind in KINDS if kind in wide.columns])
