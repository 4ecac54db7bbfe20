"""Duties as columns: how many people start each candidate duty, whoever they are, and when they break.

Sets       seats k, candidate duties c of k's outlet; breaks of equal length and window form a group g
Variables  x[k,c] whole: people who work duty c at seat k
           b[k,day,g,t] whole: people of that group who start their break at grid point t
Rows       people[p,q] = sum of x over duties that hold all of q, less the breaks that touch q
           sum of b over t = sum of x of the group
           by each break window's end, sum of b so far >= sum of x whose windows ended
           before each window's start, sum of b so far <= sum of x whose windows started before

Breaks are implicit (Bechtold and Jacobs 1990): windows of one group are equally long, so none lies strictly
inside another, and then the two families of rows are enough for each person to get a break of their own
(Addou and Soumis 2007); `breaks.placed` hands them out, earliest window first. Compared with one column for each
duty and break this has a fifth of the columns and the same relaxation.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Builder
from optimize.shifts.candidates import BREAK
from optimize.shifts.clock import touched_intervals, whole_intervals
from optimize.shifts.cover import CoverRows
from quarterhour.arrays import spread

GROUP = ["k", "p", "day", *BREAK]


def add_duties(
    program: Builder, seats: pd.DataFrame, duties: pd.DataFrame, cover: CoverRows, grain: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add x and b; both as frames with their `column`, b by group and `place` (grid point)."""
    work = seats[["k", "p", "outlet"]].drop_duplicates("k").merge(duties, on="outlet")
    work["column"] = program.columns(len(work), integer=True)
    _enter(program, cover, work, *whole_intervals(work["start"].to_numpy(), work["end"].to_numpy(), grain), 1.0)
    return work, _add_breaks(program, work[work["break_places"] > 0], cover, grain)


def _add_breaks(program: Builder, work: pd.DataFrame, cover: CoverRows, grain: int) -> pd.DataFrame:
    windows = work[[*GROUP, "first_break"]].drop_duplicates().sort_values([*GROUP, "first_break"])
    row, place = spread(
        windows["first_break"].to_numpy(), (windows["first_break"] + windows["break_places"]).to_numpy()
    )
    breaks = windows.iloc[row][GROUP].assign(place=place).drop_duplicates(ignore_index=True)
    breaks["column"] = program.columns(len(breaks), integer=True)
    start = breaks["place"].to_numpy() * grain + breaks["break_offset"].to_numpy()
    end = start + breaks["break_minutes"].to_numpy()
    _enter(program, cover, breaks, *touched_intervals(start, end, grain), -1.0)

    groups = windows[GROUP].drop_duplicates(ignore_index=True)
    groups["row"] = program.rows(len(groups), lower=0.0, upper=0.0)
    for table, sign in ((breaks, 1.0), (work, -1.0)):
        program.put(table[GROUP].merge(groups, on=GROUP, how="left")["row"], table["column"], sign)
    for last, rows in ((False, {"upper": 0.0}), (True, {"lower": 0.0})):
        # One row a window: breaks up to its last place cover all windows up to it; breaks before its first
        # place belong to windows that started before it.
        edges = windows[windows.duplicated(GROUP, keep="last" if last else "first")].copy()
        edges["row"] = program.rows(len(edges), **rows)
        edges["edge"] = edges["first_break"] + (edges["break_places"] if last else 0)
        near = edges[[*GROUP, "first_break", "edge", "row"]]
        taken = near.merge(breaks, on=GROUP).query("place < edge")
        program.put(taken["row"], taken["column"], 1.0)
        owed = near.merge(work[[*GROUP, "first_break", "column"]], on=GROUP, suffixes=("_edge", ""))
        within = (
            owed["first_break"] <= owed["first_break_edge"]
            if last
            else owed["first_break"] < owed["first_break_edge"]
        )
        program.put(owed.loc[within, "row"], owed.loc[within, "column"], -1.0)
    return breaks


def _enter(
    program: Builder, cover: CoverRows, table: pd.DataFrame, first: np.ndarray, stop: np.ndarray, sign: float
) -> None:
    """Put columns into the cover rows of the intervals first .. stop - 1, of their pool and of their seat."""
    row, q = spread(first.astype(np.int64), stop.astype(np.int64))
    column = table["column"].to_numpy()[row]
    for rows in (cover.of_pool(table["p"].to_numpy()[row], q), cover.of_seat(table["k"].to_numpy()[row], q)):
        held = rows >= 0
        program.put(rows[held], column[held], sign)
