"""The standby reserve: people on call in the intervals of a peak, from the shared pool first, then off-duty own.

Sets       pools p and intervals q with a wish; standby duties s of p's outlet (start and end of any shift that
           is not split and meets the wish); lengths v
Data       wish[p,q]; factor: share of pay for standby
Variables  standby[p,s] whole; own[p,d,v] and linked[l,v] whole: whose people they are; missing[p,q] >= 0
Rows       sum of standby over duties that hold q + missing >= wish
           sum of standby over duties of length v = own + sum of linked
           sum of own over lengths + standby lent out <= people of the pool who agree to standby, by day
Cost       factor price v for linked, factor rate v for own; S factor an hour missing: a reserve missing is to a
           person missing as its pay is to pay, so that nobody is kept in reserve who is needed on duty

People on standby are off duty that day and take one of the duties of their week, but no working hours. Nobody
travels until called.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Builder
from optimize.shifts.clock import whole_intervals
from optimize.shifts.splits import is_split
from quarterhour.arrays import spread


def add_standby(
    program: Builder, duties: pd.DataFrame, pools: pd.DataFrame, reserve: pd.DataFrame, grain: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Standby duties with their `column`, and the rows that split them by p, day and length.

    `reserve` has p, q, people and `price` an interval missing.
    """
    wish = reserve.reset_index(drop=True)
    wish["row"] = program.rows(len(wish), lower=wish["people"].to_numpy(float))
    program.put(wish["row"], program.columns(len(wish), cost=wish["price"].to_numpy(float)))

    wanting = pools[pools["p"].isin(wish["p"])][["p", "outlet"]]
    shapes = duties[~is_split(duties)].drop_duplicates(["outlet", "day", "start", "end"])[
        ["outlet", "day", "c", "start", "end", "length"]
    ]
    standby = wanting.merge(shapes, on="outlet")
    row, q = spread(*whole_intervals(standby["start"].to_numpy(), standby["end"].to_numpy(), grain))
    held = pd.DataFrame({"duty": row, "p": standby["p"].to_numpy()[row], "q": q}).merge(wish, on=["p", "q"])
    useful = np.unique(held["duty"])
    column = np.full(len(standby), -1, dtype=np.int64)
    column[useful] = program.columns(len(useful), integer=True)
    program.put(held["row"], column[held["duty"]])
    standby = standby.assign(column=column).iloc[useful].reset_index(drop=True)

    splits = standby[["p", "day", "length"]].drop_duplicates(ignore_index=True)
    splits["row"] = program.rows(len(splits), lower=0.0, upper=0.0)
    program.put(standby.merge(splits, on=["p", "day", "length"], how="left")["row"], standby["column"])
    return standby, splits


def add_own_standby(
    program: Builder, splits: pd.DataFrame, totals: pd.DataFrame, weekly: pd.DataFrame
) -> pd.DataFrame:
    """Own people on standby, by p, day and length."""
    own = splits.merge(totals[["p", "day", "standby"]], on=["p", "day"])
    own = own.merge(weekly[["p", "rate", "standby_factor"]], on="p")
    cost = own["rate"] * own["standby_factor"] * own["length"] / 60
    own["column"] = program.columns(
        len(own), cost=cost.to_numpy(float), upper=own["standby"].to_numpy(float), integer=True
    )
    program.put(own["row"], own["column"], -1.0)
    return own.assign(hours=0.0)


def add_consent(program: Builder, own: pd.DataFrame, lenders: pd.DataFrame, totals: pd.DataFrame) -> None:
    """By pool and day, standby at home and lent out is done by people who agree to it, each once."""
    lent_out = lenders[["p", "day"]].assign(column=lenders["ready"])
    standing = pd.concat([own[["p", "day", "column"]], lent_out], ignore_index=True)
    days = standing[["p", "day"]].drop_duplicates().merge(totals, on=["p", "day"], how="left")
    days["row"] = program.rows(len(days), upper=days["standby"].fillna(0).to_numpy(float))
    program.put(standing.merge(days, on=["p", "day"], how="left")["row"], standing["column"])


def add_linked_standby(program: Builder, splits: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """People of links that may be used for standby, by link and length."""
    linked = links[links["standby"].astype(bool)].merge(splits, on=["p", "day"])
    linked = linked[linked["length"] >= linked["least_minutes"]].reset_index(drop=True)
    cost = linked["price"] * linked["standby_factor"] * linked["length"] / 60
    linked["column"] = program.columns(
        len(linked), cost=cost.to_numpy(float), upper=linked["people"].to_numpy(float), integer=True
    )
    program.put(linked["row"], linked["column"], -1.0)
    return linked.assign(hours=0.0, to_p=linked["p"], ready=True)
