"""Cover by post and interval, recomputed from the segments. Shares no code with the model."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.evidence import View, hours_between, rows
from optimize.roster.weights import Weights


def cover(view: View, weights: Weights) -> pd.DataFrame:
    """By limit and day, hours of people missing to a least (priced) and beyond a most (hard or priced)."""
    table = view.problem.cover.reset_index(drop=True)
    on = table["borrowed"].to_numpy(float) + _own(view, table)
    hours = hours_between(table["start"], table["end"]).to_numpy(float)
    lack = np.nan_to_num(np.maximum(table["least"].to_numpy(float) - on, 0.0)) * hours
    over = np.nan_to_num(np.maximum(on - table["most"].to_numpy(float), 0.0)) * hours
    hard = table["weight"].isna()
    price = table["weight"].fillna(float(weights.hole))
    return pd.concat(
        [
            _told("cover_least", table.assign(amount=lack, weight=price)),
            _told("cover_most", table.assign(amount=over, weight=np.nan)[hard]),
            _told("cover_most", table.assign(amount=over)[~hard]),
        ],
        ignore_index=True,
    )


def _own(view: View, table: pd.DataFrame) -> np.ndarray:
    """People of the outlet who are on duty at the post when the interval begins."""
    people = view.problem.employees
    home = people.loc[people["partner"] == "", ["employee", "outlet"]]
    duties = view.duties[view.duties["named"] & ~view.duties["standby"] & ~view.duties["training"]]
    there = duties.merge(home, on=["employee", "outlet"])[["employee", "outlet", "held", "begins", "finishes"]]
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
