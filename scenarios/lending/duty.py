"""Who is on duty on one day, person by person without names: from the roster, else from the staff plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator
from scenarios.plan.values import Plan

COLUMNS = ["person", "activity", "source", "outlet", "post", "begins", "ends", "break_start", "break_end"]


def on_duty(plan: Plan, day: pd.Timestamp, absent: dict[str, float]) -> pd.DataFrame:
    """person, activity (work, standby), source, outlet, post, begins, ends, break_start, break_end.

    `person` is the employee of a roster, else a number of the staff plan; who is absent is drawn by seed.
    """
    found = _rostered(plan, day) if plan.roster is not None else _staffed(plan, day)
    found = found.sort_values(["outlet", "begins", "post", "person"], ignore_index=True)
    kept = np.ones(len(found), dtype=bool)
    for outlet, share in absent.items():
        own = np.flatnonzero(
            (found["outlet"] == outlet) & (found["source"] == "own") & (found["activity"] == "work")
        )
        away = generator(plan.seed, "lending", "absent", outlet).permutation(own)[: round(share * len(own))]
        kept[away] = False
    return found[kept].reset_index(drop=True)


def people_there(duty: pd.DataFrame, starts: pd.DatetimeIndex, grain: int) -> pd.DataFrame:
    """outlet, post, start, there: people at work throughout an interval and not on break during any of it."""
    work = duty[duty["activity"] == "work"]
    step = pd.Timedelta(minutes=grain)
    rows = []
    for start in starts:
        resting = (work["break_start"] < start + step) & (work["break_end"] > start)
        there = work[(work["begins"] <= start) & (work["ends"] >= start + step) & ~resting]
        rows.append(there.groupby(["outlet", "post"]).size().rename("there").reset_index().assign(start=start))
    table = pd.concat(rows, ignore_index=True)
    return table[["outlet", "post", "start", "there"]]


def _rostered(plan: Plan, day: pd.Timestamp) -> pd.DataFrame:
    if plan.roster is None:
        raise ValueError("the plan has no roster.")
    segments = plan.roster.segments
    kept = segments[(segments["day"] == day) & segments["activity"].isin(["work", "standby", "break"])]
    keys = ["employee", "duty", "outlet", "post", "source"]
    on = kept[kept["activity"] != "break"]
    spans = on.groupby([*keys, "activity"], as_index=False).agg(begins=("start", "min"), ends=("end", "max"))
    rests = kept[kept["activity"] == "break"].groupby(["employee", "duty"], as_index=False)
    breaks = rests.agg(break_start=("start", "min"), break_end=("end", "max"))
    found = spans.merge(breaks, on=["employee", "duty"], how="left").rename(columns={"employee": "person"})
    return found[COLUMNS]


def _staffed(plan: Plan, day: pd.Timestamp) -> pd.DataFrame:
    if plan.staff is None:
        raise ValueError("the plan has no staff plan.")
    duties = plan.staff.duties
    duties = duties[duties["day"] == day]
    each = duties.loc[duties.index.repeat(duties["people"])].reset_index(drop=True)
    number = each.groupby("duty").cumcount().astype("str")
    table = each.rename(columns={"start": "begins", "end": "ends"}).assign(person=each["duty"] + "#" + number)
    return table[COLUMNS]


def day_grid(plan: Plan) -> TimeGrid:
    """Quarter hours, whatever the plan's own grain."""
    return TimeGrid(plan.timezone, 15, plan.day_cut)
