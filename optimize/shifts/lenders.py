"""Brings the plans of single outlets together: who lends what, and which lenders are staffed up for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Flags, Numbers
from optimize.shared_staff.reconcile import Spare, reconcile
from optimize.shifts.blocks import Block, Budget, solved
from optimize.shifts.effort import NARROW
from optimize.shifts.model import StaffModel
from optimize.shifts.partitions import Part

EPSILON = 1e-6


def reconciled(part: Part, model: StaffModel, alone: list[Block], budget: Budget) -> Numbers:
    """The plans of all blocks together, with loans and linked standby that lenders can spare."""
    shared, program = model.shared, model.program
    values = program.lower.copy()
    for block in alone:
        values[block.columns] = block.plan
    lenders = lending(model, values)[model.lenders["column"]]
    staffed_up = values.copy()
    choices = _staffed_up(model, alone, (lenders > 0) & short_lenders(model, values), budget)
    for block, plan in choices:
        staffed_up[block.columns] = plan
    charges = np.array(
        [max(0.0, block.program.value(plan) - block.program.value(block.plan)) for block, plan in choices]
    )

    values[shared["column"]] = 0.0
    asked = pd.Series(program.matrix @ values)[np.unique(shared["row"])]
    wishes = asked[asked > 0.5].rename("people").rename_axis("wish").reset_index()
    offered = shared[shared["row"].isin(wishes["wish"])].rename(columns={"row": "wish"})
    offered = offered.assign(cost=program.cost[offered["column"]])
    worth = (
        offered.assign(worth=offered["length"] * np.where(offered["hours"] > 0, 1.0, 0.5))
        .groupby("wish")["worth"]
        .max()
    )
    wishes["refusal"] = wishes["wish"].map(worth) / 60 * part.prices.shortage
    given, staffed = reconcile(offered, wishes, _spare(part, model, staffed_up, choices, charges), budget.limits)
    for chosen, (block, plan) in zip(staffed, choices, strict=True):
        if chosen:
            values[block.columns] = plan
    values[shared["column"]] = 0.0
    values[offered["column"]] = given
    return lending(model, values)


def short_lenders(model: StaffModel, values: Numbers) -> Flags:
    """Which lenders are short on their day."""
    missing = model.short.assign(missing=values[model.short["column"]]).groupby(["p", "day"])["missing"].max()
    at = model.lenders[["p", "day"]].merge(missing.reset_index(), on=["p", "day"], how="left")
    return (at["missing"].fillna(0.0) > EPSILON).to_numpy()


def _staffed_up(
    model: StaffModel, alone: list[Block], wanted: Flags, budget: Budget
) -> list[tuple[Block, Numbers]]:
    """Plans in which wanted lenders are not short, where there are any; not for wide blocks, which cost much."""
    lends = np.zeros(len(model.program.cost), dtype=bool)
    lends[model.lenders["lends"].to_numpy()[wanted]] = True
    narrow = [block for block in alone if len(block.columns) <= NARROW and lends[block.columns].any()]
    there = [np.flatnonzero(lends[block.columns]) for block in narrow]
    asked = [block.program.fixed(here, np.ones(len(here))) for block, here in zip(narrow, there, strict=True)]
    found = budget.each(solved, asked)
    return [(block, plan) for block, (plan, _) in zip(narrow, found, strict=True) if len(plan)]


def _spare(
    part: Part, model: StaffModel, values: Numbers, choices: list[tuple[Block, Numbers]], charges: Numbers
) -> Spare:
    """People, duties and hours that lenders have left when their own duties and standby are done."""
    home = pd.concat([model.own, model.own_standby], ignore_index=True)[["p", "day", "column", "hours"]]
    home["people"] = values[home["column"]]
    home["hours"] *= home["people"]
    used = home.groupby(["p", "day"])["people"].sum().rename("used").reset_index()
    days = model.lenders[["p", "day", "lends"]].assign(short=short_lenders(model, values))
    days = days.merge(part.totals, on=["p", "day"], how="left").merge(used, on=["p", "day"], how="left")
    days["people"] = np.where(days["short"], 0.0, days["people"].fillna(0.0) - days["used"].fillna(0.0))
    group = np.full(len(model.program.cost), -1)
    for number, (block, _) in enumerate(choices):
        group[block.columns] = number
    days["group"] = group[days["lends"]]
    standing = model.own_standby.assign(standing=values[model.own_standby["column"]])
    days = days.merge(standing.groupby(["p", "day"])["standing"].sum().reset_index(), on=["p", "day"], how="left")
    days["standby"] = (days["standby"].fillna(0.0) - days["standing"].fillna(0.0)).clip(lower=0.0)
    spent = home.groupby("p")[["people", "hours"]].sum().reindex(part.weekly["p"], fill_value=0.0)
    weeks = part.weekly[["p"]].assign(
        duties=part.weekly["duties"].to_numpy() - spent["people"].to_numpy(),
        hours=part.weekly["hours_most"].to_numpy() - spent["hours"].to_numpy(),
    )
    return Spare(days[["p", "day", "people", "standby", "group"]], weeks, charges)


def lending(model: StaffModel, values: Numbers) -> Numbers:
    """The values with the people and hours each lender lends in all, how many stand by, and whether it lends."""
    given = values[model.shared["column"]]
    shared = model.shared[["lender_p", "day"]].assign(
        people=given, away=given * model.shared["hours"], ready=given * model.shared["ready"]
    )
    total = (
        shared.groupby(["lender_p", "day"])[["people", "away", "ready"]]
        .sum()
        .rename_axis(["p", "day"])
        .reset_index()
    )
    out = model.lenders[["p", "day"]].merge(total, on=["p", "day"], how="left").fillna(0.0)
    values = values.copy()
    values[model.lenders["column"]], values[model.lenders["lends"]] = out["people"], out["people"] > 0
    values[model.lenders["hours"]], values[model.lenders["ready"]] = out["away"], out["ready"]
    return values
