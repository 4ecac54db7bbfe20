"""Makes a sound plan better: one pool's week at a time with the loans into it, all else held.

A neighbourhood holds the pool's own columns, the loans and standby that links could bring there, and what their
lenders lend in all; as the rows of lenders and offers stay, every answer is sound for all. Pools are taken in
order of their part of the gap: what their blocks cost at the prices of the relaxation, above the bounds of these
blocks; a step counts only where it lowers the cost. Neighbourhoods that are improved side by side share no rows
but those of partners' offers, of which each gets an equal part of what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from optimize.shifts.blocks import Bounded, Budget, rounded
from optimize.shifts.model import StaffModel

GOOD = 0.01
"""Gap at which a plan is left as it is."""
TOGETHER = 8
"""Neighbourhoods that are improved side by side: more would be tried when the plan is good enough already."""


def improved(
    model: StaffModel, values: Numbers, bound: float, alone: Sequence[Bounded], budget: Budget
) -> Numbers:
    """The plan after one pass over the pools that have something to gain."""
    program = model.program
    values = values.copy()
    cost = program.value(values)
    if cost - bound <= GOOD * abs(cost):
        return values
    every = (_neighbourhood(model, columns) for columns in _by_gap(model, values, alone))
    waiting = [(near, program.rows_of(near)) for near in every]
    while waiting and not budget.spent and cost - bound > GOOD * abs(cost):
        apart, waiting = _apart(model, waiting)
        parts = _sharing(model, values, apart)
        found = budget.each(_step, parts)
        for (near, _), part, better in zip(apart, parts, found, strict=True):
            if len(better) and part.value(better) < part.value(values[near]) - 1e-6:
                values[near] = better
        cost = program.value(values)
    return values


def _apart(
    model: StaffModel, waiting: list[tuple[Ids, Ids]]
) -> tuple[list[tuple[Ids, Ids]], list[tuple[Ids, Ids]]]:
    """The first neighbourhoods (columns, rows) that share no row but those of offers, and all the rest."""
    taken = np.zeros(len(model.program.least), dtype=bool)
    apart: list[tuple[Ids, Ids]] = []
    rest = []
    for columns, rows in waiting:
        if len(apart) == TOGETHER or taken[rows].any():
            rest.append((columns, rows))
        else:
            taken[rows] = True
            taken[model.offers] = False
            apart.append((columns, rows))
    return apart, rest


def _sharing(model: StaffModel, values: Numbers, apart: list[tuple[Ids, Ids]]) -> list[LinearProgram]:
    """The programs of neighbourhoods; what is left of an offer goes to those who could use it in equal parts."""
    program, offers = model.program, model.offers
    left = np.floor(program.most[offers] - program.matrix[offers] @ values + 1e-6)
    uses = np.array([np.isin(offers, rows) for _, rows in apart])
    users = np.maximum(uses.sum(axis=0), 1)
    part_of = left // users + (np.cumsum(uses, axis=0) <= left % users)
    parts = []
    for (near, rows), used, part_left in zip(apart, uses, part_of, strict=True):
        part = program.within(near, values, rows)
        most = part.most.copy()
        most[np.searchsorted(rows, offers[used])] -= (left - part_left)[used]
        parts.append(replace(part, most=most))
    return parts


def _step(part: LinearProgram, budget: Budget) -> Numbers:
    found, _ = budget.solve_block(part)
    return rounded(part, found) if len(found) else found


def _by_gap(model: StaffModel, values: Numbers, alone: Sequence[Bounded]) -> list[Ids]:
    """The columns of each pool's week, greatest gap first, without those that need no better plan.

    These are pools whose part is below what each would have in a plan that is good enough.
    """
    gap = np.zeros(1 + int(model.duties["p"].max()))
    for block in alone:
        pools = model.pools_of(block.columns)
        gap[pools] += max(0.0, block.program.value(values[block.columns]) - block.bound) / max(1, len(pools))
    enough = GOOD * abs(model.program.value(values)) / max(1, int(np.count_nonzero(gap)))
    ranked = []
    for columns in model.pool_weeks(values):
        mine = float(gap[model.pools_of(columns)].sum())
        if mine > enough:
            ranked.append((-mine, int(columns[0]), columns))
    return [columns for *_, columns in sorted(ranked, key=lambda row: row[:2])]


def _neighbourhood(model: StaffModel, columns: Ids) -> Ids:
    """A pool's columns with loans into it, and the sums of those who could lend."""
    column, to, lender = model.into
    into = np.isin(to, model.pools_of(columns))
    sums = np.unique(lender[into & (lender >= 0)])
    both: Ids = np.unique(np.concatenate([columns, column[into], model.held_by_lender[sums].ravel()]))
    return both
