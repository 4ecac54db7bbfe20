"""Cover by post and interval, recomputed from the segments. Shares no code with the model."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.checker.breaks import NO_BREAKS, rows
from optimize.roster.checker.elapsed import hours_between
from optimize.roster.checker.evidence import View
from optimize.roster.weights import Weights


def cover_least(view: View, weights: Weights) -> pd.DataFrame:
    """By limit and day, hours of people missing to a least; without a weight as dear as a hole."""
    if view.problem.cover.empty:
        return NO_BREAKS
    table, on, hours = _counted(view)
    lack = np.nan_to_num(np.maximum(table["least"].to_numpy(float) - on, 0.0)) * hours
    return _told("cover_least", table.assign(amount=lack, weight=table["weight"].fillna(float(weights.hole))))


def cover_most(view: View, weights: Weights) -> pd.DataFrame:
    """By limit and day, hours of people beyond a most; hard without a weight."""
    if view.problem.cover.empty:
        return NO_BREAKS
    table, on, hours = _counted(view)
    over = table.assign(amount=np.nan_to_num(np.maximum(on - table["most"].to_numpy(float), 0.0)) * hours)
    hard = table["weight"].isna()
    return pd.concat([_told("cover_most", over[hard]), _told("cover_most", over[~hard])], ignore_index=True)


def _counted(view: View) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The intervals, people on duty in each, and hours of each."""
    table = view.problem.cover.reset_index(drop=True)
    hours = hours_between(table["start"], table["end"]).to_numpy(float)
    return table, table["borrowed"].to_numpy(float) + _own(view, table), hours


def _own(view: View, table: pd.DataFrame) -> np.ndarray:
    """People of the outlet who are on duty at the post when the interval begins."""
    people = view.problem.employees
    home = people.loc[people["partner"] == "", ["employee", "outlet"]]
    there = view.at_post.merge(home, on=["employee", "outlet"])
    there = there[["employee", "outlet", "held", "begins", "finishes"]]
    wanted = table[["outlet", "post", "start"]].assign(row=np.arange(len(table)))
    both = wanted.merge(there, left_on=["outlet", "post"], right_on=["outlet", "held"])
    both = both[(both["begins"] <= both["start"]) & (both["finishes"] > both["start"])]
    count = both.groupby("row")["employee"].nunique().reindex(range(len(table)))
    return count.fillna(0).to_numpy(float)


def _told(rule: str, broken: pd.DataFrame) -> pd.DataFrame:
    broken = broken[broken["amount"] > 1e-9]
    keys = ["limit", "outlet", "post", "day", "weight"]
    daily = broken.groupby(keys, dropna=False, as_index=False)["amount"].sum().assign(employee="")
    weight = None if daily["weight"].isna().all() else daily["weight"]
    return rows(rule, daily, "hours", weight).assign(limit=daily["limit"].astype("str"))
