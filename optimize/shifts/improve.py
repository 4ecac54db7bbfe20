"""Makes a sound plan better: one pool's week at a time with the loans into it, all else held.

A neighbourhood holds the pool's own columns, the loans and standby that links could bring there, and what their
lenders lend in all; as the rows of lenders and offers stay, every answer is sound for all. Pools are taken in
order of what their shortage and their partners cost; a step counts only where it lowers the cost.
"""

from __future__ import annotations

import numpy as np

from optimize.linear import Ids, Numbers
from optimize.shifts.blocks import Budget, rounded
from optimize.shifts.model import LENT, StaffModel

GOOD = 0.01
"""Gap at which a plan is left as it is."""
WIDEST = 2200
"""Columns of a neighbourhood above which a step takes longer than it is worth."""


def improved(model: StaffModel, values: Numbers, bound: float, budget: Budget) -> Numbers:
    """The plan after one pass over the pools that have something to gain."""
    program = model.program
    cost = program.value(values)
    for columns in _by_loss(model, values):
        if budget.spent or cost - bound <= GOOD * abs(cost):
            break
        near = _neighbourhood(model, columns)
        if len(near) > WIDEST:
            continue
        part = program.within(near, values)
        found, _ = budget.solve_block(part)
        if len(found) and part.value(rounded(part, found)) < part.value(values[near]) - 1e-6:
            values = values.copy()
            values[near] = rounded(part, found)
            cost = program.value(values)
    return values


def _by_loss(model: StaffModel, values: Numbers) -> list[Ids]:
    """The columns of each pool's week, those with the greatest loss first and those without any left out."""
    shared, program = model.shared, model.program
    loss = np.zeros(len(values))
    short = model.short["column"].to_numpy()
    loss[short] = program.cost[short] * (values[short] - model.short["forced"].to_numpy())
    outside = shared.assign(money=program.cost[shared["column"]] * values[shared["column"]])
    paid = outside[outside["kind"] == "partner"].groupby("to_p")["money"].sum()
    ranked = []
    for columns in model.pool_weeks(values):
        lost = float(loss[columns].sum() + paid.reindex(model.pools_of(columns), fill_value=0.0).sum())
        if lost > 0:
            ranked.append((-lost, int(columns[0]), columns))
    return [columns for *_, columns in sorted(ranked, key=lambda row: row[:2])]


def _neighbourhood(model: StaffModel, columns: Ids) -> Ids:
    """A pool's columns with loans into it, and the sums of those who could lend."""
    into = model.shared[model.shared["to_p"].isin(model.pools_of(columns))]
    who = into[["lender_p", "day"]].drop_duplicates().set_axis(["p", "day"], axis=1)
    lenders = model.lenders.merge(who, on=["p", "day"])
    sums = [lenders[name] for name in LENT]
    both: Ids = np.unique(np.concatenate([columns, into["column"], *sums]))
    return both
