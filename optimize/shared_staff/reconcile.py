"""Loans that fit both sides: receivers' wishes met from what lenders can spare.

Sets       wishes r: a seat, day and work (or a pool, day and length on standby) that asks for people;
           links l that can give them; groups h of lenders' days that must be staffed up before they lend
Data       wish[r] people asked for; spare[p,d] people of lender p left on day d; duties and hours left in p's
           week; people of links and offers; charge[h] what it costs to staff up
Variables  given[l,r] whole; refused[r] >= 0; staffed[h] in {0, 1}
Rows       sum of given over l + refused = wish
           given by link and day, by offer and day, by lender and day, by lender and week <= what is left;
           standby given by lender and day <= people left who agree to it
           given by a lender and day of group h <= spare staffed[h]
Objective  least cost of what is given and staffed, refusals at their price
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Flags, Numbers
from optimize.shared_staff.loans import add_link_limits
from quarterhour.result import Limits


@dataclass(frozen=True)
class Spare:
    """What lenders have left: by p and day `people`, of them for `standby`, and `group` (-1: none); by p `duties`
    and `hours`.

    `charges` holds what it costs to staff up each group.
    """

    days: pd.DataFrame
    weeks: pd.DataFrame
    charges: Numbers


def reconcile(offered: pd.DataFrame, wishes: pd.DataFrame, spare: Spare, limits: Limits) -> tuple[Numbers, Flags]:
    """People given by each row of `offered`, and the groups that are staffed up for it.

    `offered` has wish, link, kind, lender, lender_p, day, people, hours, cost, ready (standby); `wishes` has wish
    (a number), people and `refusal`, the price of a person refused.
    """
    program = Builder()
    given = program.columns(
        len(offered), cost=offered["cost"].to_numpy(float), upper=offered["people"].to_numpy(float), integer=True
    )
    staffed = program.columns(len(spare.charges), cost=spare.charges, upper=1.0, integer=True)
    asked = wishes["people"].to_numpy(float)
    rows = program.rows(len(wishes), lower=asked, upper=asked)
    program.put(rows, program.columns(len(wishes), cost=wishes["refusal"].to_numpy(float)))
    program.put(rows[pd.Index(wishes["wish"]).get_indexer(pd.Index(offered["wish"]))], given)
    offered = offered.assign(column=given)
    add_link_limits(program, offered)

    own = offered[offered["lender_p"] >= 0].rename(columns={"lender_p": "p"})
    days = own[["p", "day"]].drop_duplicates().merge(spare.days, on=["p", "day"], how="left")
    days = days.fillna({"people": 0.0, "standby": 0.0, "group": -1.0})
    grouped = (days["group"] >= 0).to_numpy()
    days["row"] = program.rows(len(days), upper=np.where(grouped, 0.0, days["people"]))
    program.put(own[["p", "day"]].merge(days, on=["p", "day"], how="left")["row"], own["column"])
    program.put(days["row"][grouped], staffed[days["group"][grouped].astype(int)], -days["people"][grouped])

    on_call = own[own["ready"].astype(bool)]
    days["row"] = program.rows(len(days), upper=days["standby"].to_numpy(float))
    program.put(on_call[["p", "day"]].merge(days, on=["p", "day"], how="left")["row"], on_call["column"])

    weeks = own[["p"]].drop_duplicates().merge(spare.weeks, on="p", how="left").fillna(0.0)
    for what, weight in (("duties", 1.0), ("hours", own["hours"])):
        weeks["row"] = program.rows(len(weeks), upper=weeks[what].clip(lower=0.0).to_numpy(float))
        program.put(own[["p"]].merge(weeks, on="p", how="left")["row"], own["column"], weight)
    answer, values = program.build().solve(stage="staff", partition="loans", limits=limits)
    if not answer.found:
        return np.zeros(len(given)), np.zeros(len(staffed), dtype=bool)
    return np.rint(values[given]), values[staffed] > 0.5
