"""Makes a sound plan better: one pool's week at a time with the loans into it, all else held.

A neighbourhood holds the pool's own columns, the loans and standby that links could bring there, and what their
lenders lend in all; as the rows of lenders and offers stay, every answer is sound for all. Pools are taken in
order of what their shortage and their partners cost; a step counts only where it lowers the cost.
"""

from __future__ import annotations

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from optimize.shifts.blocks import Budget, rounded
from optimize.shifts.model import StaffModel

GOOD = 0.01
"""Gap at which a plan is left as it is."""
WIDEST = 2200
"""Columns of a neighbourhood above which a step takes longer than it is worth."""
TOGETHER = 4
"""Neighbourhoods that are improved side by side: more would be tried when the plan is good enough already."""


def improved(model: StaffModel, values: Numbers, bound: float, budget: Budget) -> Numbers:
    """The plan after one pass over the pools that have something to gain."""
    program = model.program
    values = values.copy()
    cost = program.value(values)
    every = (_neighbourhood(model, columns) for columns in _by_loss(model, values))
    waiting = [(near, program.rows_of(near)) for near in every if len(near) <= WIDEST]
    while waiting and not budget.spent and cost - bound > GOOD * abs(cost):
        apart, waiting = _apart(waiting, len(program.least))
        parts = [program.within(near, values) for near in apart]
        for near, part, found in zip(apart, parts, budget.each(_step, parts), strict=True):
            if len(found) and part.value(found) < part.value(values[near]) - 1e-6:
                values[near] = found
        cost = program.value(values)
    return values


def _apart(waiting: list[tuple[Ids, Ids]], rows: int) -> tuple[list[Ids], list[tuple[Ids, Ids]]]:
    """The first neighbourhoods (columns, rows) that share no row with each other, and all the rest."""
    taken = np.zeros(rows, dtype=bool)
    apart: list[Ids] = []
    rest = []
    for columns, enters in waiting:
        if len(apart) == TOGETHER or taken[enters].any():
            rest.append((columns, enters))
        else:
            taken[enters] = True
            apart.append(columns)
    return apart, rest


def _step(part: LinearProgram, budget: Budget) -> Numbers:
    found, _ = budget.solve_block(part)
    return rounded(part, found) if len(found) else found


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
    column, to, lender = model.into
    into = np.isin(to, model.pools_of(columns))
    sums = np.unique(lender[into & (lender >= 0)])
    both: Ids = np.unique(np.concatenate([columns, column[into], model.held_by_lender[sums].ravel()]))
    return both
