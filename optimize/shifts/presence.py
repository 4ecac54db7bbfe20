"""Who is at the post in each interval, counted from the duties alone.

A person counts in an interval when on duty throughout it and not on break during any of it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.clock import Clock, touched_intervals, whole_intervals
from quarterhour.arrays import Ints, spread


def presence(duties: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """outlet, pool, post, activity, source, q, people: the breaks of working duties taken out."""
    grain = clock.grid.grain
    start, end = clock.minutes(duties["start"]), clock.minutes(duties["end"])
    held = _at(duties, *whole_intervals(start, end, grain), 1)
    rests = duties[(duties["activity"] == "work") & duties["break_start"].notna()]
    rest_start, rest_end = clock.minutes(rests["break_start"]), clock.minutes(rests["break_end"])
    away = _at(rests, *touched_intervals(rest_start, rest_end, grain), -1)
    there = pd.concat([held, away], ignore_index=True)
    keys = ["outlet", "pool", "post", "activity", "source", "q"]
    return there.groupby(keys)["people"].sum().reset_index()


def _at(duties: pd.DataFrame, first: Ints, stop: Ints, sign: int) -> pd.DataFrame:
    row, q = spread(first, stop)
    table = duties[["outlet", "pool", "post", "activity", "source", "people"]].iloc[row].reset_index(drop=True)
    return table.assign(q=q, people=sign * table["people"].to_numpy(np.int64))


def cover_table(need: pd.DataFrame, there: pd.DataFrame, clock: Clock, unplanned_absence: float) -> pd.DataFrame:
    """`StaffPlan.cover`: need and people by source, what is short, beyond need, and short of the cushion."""
    at = there[there["activity"] == "work"].pivot_table(
        index=["outlet", "pool", "q"], columns="source", values="people", aggfunc="sum"
    )
    at = at.reindex(columns=["own", "lent", "partner"]).reset_index()
    cover = need.rename(columns={"people": "needed"}).assign(q=clock.minutes(need["start"]) // clock.grid.grain)
    cover = cover.merge(at, on=["outlet", "pool", "q"], how="left")
    sources = ["own", "lent", "partner"]
    cover[sources] = cover[sources].fillna(0).astype(np.int64)
    extra = cover[sources].sum(axis=1) - cover["needed"]
    cushion = cover["needed"] / (1 - unplanned_absence) - cover["needed"]
    cover["short"] = (-extra).clip(lower=0)
    cover["surplus"] = extra.clip(lower=0)
    cover["cushion_short"] = (cushion - cover["surplus"]).clip(lower=0.0)
    return cover[["outlet", "pool", "start", "needed", *sources, "short", "surplus", "cushion_short"]]


def floor_shortage(floors: pd.DataFrame, there: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """outlet, pool, post, start, short: people missing at posts that have a floor of their own."""
    keys = ["outlet", "pool", "post", "q"]
    at = there[there["activity"] == "work"].groupby(keys)["people"].sum().reset_index()
    wanted = floors.assign(q=clock.minutes(floors["start"]) // clock.grid.grain)
    paired = wanted.merge(at, on=keys, how="left", suffixes=("", "_there"))
    paired["short"] = (paired["people"] - paired["people_there"].fillna(0)).clip(lower=0)
    return paired[["outlet", "pool", "post", "start", "short"]]


def reserve_table(reserve: pd.DataFrame, there: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """`StaffPlan.reserve`: people wanted and planned on standby."""
    keys = ["outlet", "pool", "q"]
    at = there[there["activity"] == "standby"].groupby(keys)["people"].sum().reset_index()
    wanted = reserve.rename(columns={"people": "wanted"})
    wanted = wanted.assign(q=clock.minutes(wanted["start"]) // clock.grid.grain)
    table = wanted.merge(at.rename(columns={"people": "planned"}), on=keys, how="left")
    table["planned"] = table["planned"].fillna(0).astype(np.int64)
    table["short"] = (table["wanted"] - table["planned"]).clip(lower=0)
    return table[["outlet", "pool", "start", "wanted", "planned", "short"]]
