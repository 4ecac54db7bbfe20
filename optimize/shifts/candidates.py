"""Every duty that could be planned: shift types x start times x business days, inside the opening hours.

A duty lies inside one open span of its outlet: open intervals that follow each other without a gap, and the
closed gaps within one business day (a lunch closure). Spans run over the day cut and past midnight. Starts are
wall-clock times, lengths are elapsed, so on a day of 23 or 25 hours a duty keeps its length. The break starts
on the grid wherever its window holds a grid point, else at the earliest time of its window.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.clock import Clock, week_of
from quarterhour.arrays import spread

BREAK = ["break_minutes", "break_paid", "break_offset", "break_places"]


def candidate_duties(shift_types: pd.DataFrame, spans: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """One row a duty that fits: outlet, day, week, shift, start, end, length, paid and its break window.

    `start` and `end` are minutes of `clock`; `paid` is the length without an unpaid break; `first_break` and
    `break_places` count the grid points at which the break may start, `break_offset` minutes after each.
    """
    steps = np.maximum(shift_types["start_step"].to_numpy(), 1)
    width = (shift_types["latest_start"] - shift_types["earliest_start"]).to_numpy()
    row, step = spread(np.zeros(len(steps), np.int64), (width // steps + 1).astype(np.int64))
    starts = shift_types.iloc[row].reset_index(drop=True)
    starts["start"] = starts["earliest_start"].to_numpy() + step * steps[row]
    duties = starts.merge(spans[["outlet", "day"]].drop_duplicates(), on="outlet")
    instant = clock.wall(duties["day"], duties["start"])
    duties = duties[instant.notna()]
    duties["start"] = clock.minutes(instant[instant.notna()])
    duties["length"] = duties["minutes"].astype(np.int64)
    duties["end"] = duties["start"] + duties["length"]
    duties = _inside(duties, spans)
    duties["paid"] = duties["length"] - np.where(duties["break_paid"], 0, duties["break_minutes"])
    duties["week"] = week_of(duties["day"])
    duties = _with_break(duties, clock.grid.grain)
    same = ["outlet", "day", "start", "end", "first_break", *BREAK]
    duties = duties.sort_values(["outlet", "day", "start", "end", "shift"]).drop_duplicates(same)
    kept = ["outlet", "day", "week", "shift", "start", "end", "length", "paid", "first_break", *BREAK]
    return duties[kept].reset_index(drop=True)


def open_spans(slots: pd.DataFrame, clock: Clock, longest: int) -> pd.DataFrame:
    """outlet, day, opens, closes (minutes): the open span of each business day.

    An outlet that is open up to the end of the horizon, and on the same edge a week (or else a day) earlier ran
    on past it, is taken to run on past the last edge too, by at most the `longest` duty.
    """
    grain = clock.grid.grain
    open_ = slots[["outlet", "day", "minute"]].drop_duplicates().sort_values(["outlet", "minute"])
    if open_.empty:
        return pd.DataFrame({"outlet": open_["outlet"], "day": open_["day"], "opens": 0, "closes": 0})
    before = open_.groupby("outlet").shift()
    apart = (open_["minute"] != before["minute"] + grain) & (open_["day"] != before["day"])
    open_["span"] = apart.cumsum()
    ends = open_.groupby(["outlet", "span"], as_index=False)["minute"].agg(["min", "max"])
    ends = ends.rename(columns={"min": "opens"}).assign(closes=lambda span: span["max"] + grain)
    ends["closes"] += np.where(_runs_on(open_, ends, clock), longest, 0)
    days = open_[["outlet", "day", "span"]].drop_duplicates()
    return days.merge(ends, on=["outlet", "span"])[["outlet", "day", "opens", "closes"]]


def _runs_on(open_: pd.DataFrame, ends: pd.DataFrame, clock: Clock) -> pd.Series:
    """Spans that end with the horizon at outlets that ran over the same edge before."""
    last = open_["day"].max()
    edges = {
        back: clock.minutes(pd.Series([clock.grid.day_start(last + pd.Timedelta(days=1 - back))]))[0]
        for back in (0, 7, 1)
    }
    minute = open_["minute"]
    back = 7 if (last - open_["day"].min()).days >= 7 else 1
    before = set(open_.loc[minute == edges[back] - clock.grid.grain, "outlet"])
    after = set(open_.loc[minute == edges[back], "outlet"])
    return ends["closes"].eq(edges[0]) & ends["outlet"].isin(before & after)


def _inside(duties: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Duties within an open span; the span of a business day may have begun the day before."""
    unique = spans[["outlet", "opens", "closes"]].drop_duplicates().sort_values("opens")
    placed = pd.merge_asof(
        duties.sort_values("start"), unique, left_on="start", right_on="opens", by="outlet", direction="backward"
    )
    return placed[placed["end"] <= placed["closes"]].copy()


def _with_break(duties: pd.DataFrame, grain: int) -> pd.DataFrame:
    """The break's window in grid points; a duty without a break has no places."""
    has = duties["break_minutes"].to_numpy() > 0
    earliest = (duties["start"] + duties["break_after"]).to_numpy().astype(np.int64)
    latest = (duties["start"] + duties["break_before"]).to_numpy().astype(np.int64)
    latest = np.minimum(latest, (duties["end"] - duties["break_minutes"]).to_numpy().astype(np.int64))
    first, last = -(-earliest // grain), latest // grain
    on_grid = last >= first
    duties["break_offset"] = np.where(has & ~on_grid, earliest % grain, 0)
    duties["first_break"] = np.where(has, np.where(on_grid, first, earliest // grain), 0)
    duties["break_places"] = np.where(has, np.where(on_grid, last - first + 1, 1), 0)
    return duties
