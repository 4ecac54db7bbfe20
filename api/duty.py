"""People at the post as rostered, beside the people needed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.grid import TimeGrid
from scenarios.plan.values import Plan

SOURCES = ("own", "lent", "partner")
KEYS = ["outlet", "pool", "start"]
ENDS = ("start", "end")


def grid_of(plan: Plan) -> TimeGrid:
    """The plan's time grid."""
    return TimeGrid(plan.timezone, plan.grain, plan.day_cut)


def on_duty(plan: Plan) -> pd.DataFrame | None:
    """outlet, pool, start, day, slot, needed, own, lent, partner, short, surplus: one row a needed interval.

    People come from the roster's work segments where there is a roster, so that its holes count as missing;
    else from the staff plan. None where neither was made.
    """
    if plan.staff is None:
        return None
    needed = plan.staff.cover[[*KEYS, "needed"]]
    if plan.roster is None:
        people = plan.staff.cover[[*KEYS, *SOURCES]]
    else:
        people = _rostered(plan, plan.roster.segments, plan.staff.duties)
    duty = needed.merge(people, on=KEYS, how="left", validate="one_to_one")
    duty[list(SOURCES)] = duty[list(SOURCES)].fillna(0).astype(int)
    there = duty[list(SOURCES)].sum(axis=1)
    starts = pd.DatetimeIndex(duty["start"])
    grid = grid_of(plan)
    return duty.assign(
        short=(duty["needed"] - there).clip(lower=0),
        surplus=(there - duty["needed"]).clip(lower=0),
        day=grid.business_day(starts),
        slot=grid.slot(starts),
    )


def _rostered(plan: Plan, segments: pd.DataFrame, duties: pd.DataFrame) -> pd.DataFrame:
    """outlet, pool, start and people by source, counted from work segments over whole intervals."""
    work = segments.loc[segments["activity"] == "work", ["outlet", "post", "source", "start", "end"]]
    pools = duties[["outlet", "post", "pool"]].drop_duplicates(["outlet", "post"])
    work = work.merge(pools, on=["outlet", "post"], how="left", validate="many_to_one")
    grain = pd.Timedelta(minutes=plan.grain)
    origin = grid_of(plan).day_start(plan.first_day)
    first, last = ((work[end] - origin).dt.total_seconds().to_numpy() / grain.total_seconds() for end in ENDS)
    begin = np.ceil(first).astype(int)
    count = np.maximum(np.floor(last).astype(int) - begin, 0)
    each = work.loc[work.index.repeat(count)].reset_index(drop=True)
    within = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
    each["start"] = origin + grain * pd.Series(np.repeat(begin, count) + within)
    counted = each.pivot_table(index=KEYS, columns="source", aggfunc="size", fill_value=0)
    return counted.reindex(columns=list(SOURCES), fill_value=0).reset_index()
