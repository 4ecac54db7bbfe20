"""Plans one partition: at once where it is small, else by price, reconciliation, repair and improvement.

The joint model of a city's week has tens of thousands of columns. Its linear relaxation is solved first; the dual
values of the rows that tie outlets together (loans out, offers) become prices of people, limits of weeks and desks
that are far from binding are left out, and each pool and day, or each week where its limits bind, is planned alone
at these prices. The sum of their bounds is a bound on the joint model, at least the relaxation's (Lagrangian
relaxation, Geoffrion 1974) and close, as the ties are few.

The plans of the pools differ from a joint plan only where loans do not meet or a limit is overdrawn. Loans are
reconciled and held; pools whose rows are broken then are planned again, each over its whole week; a pool that can
not keep what it lends takes loans back, those worth least first, and their receivers are planned again. Loans only
become fewer, so this ends. At last pools with something to gain are planned again with the loans into them free.

All steps are repeatable: they are limited by nodes and gaps, by the clock only where limits ask for it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Flags, Ids, LinearProgram, Numbers
from optimize.shifts.blocks import STAGE, Budget, planned, rounded
from optimize.shifts.improve import improved
from optimize.shifts.lenders import lending, reconciled
from optimize.shifts.model import LENT, StaffModel
from optimize.shifts.partitions import Part
from optimize.shifts.relaxed import relaxed
from quarterhour.result import Limits

SMALL = 600
"""Integer columns up to which a partition is solved at once."""
SPARE = 0.1
"""Share of a weekly limit that must be left, in the linear relaxation, for it to be taken as not binding."""
EPSILON = 1e-6


@dataclass(frozen=True)
class Found:
    """Values of all columns of a model, and a bound on its least cost."""

    values: Numbers
    bound: float


def search(part: Part, model: StaffModel, limits: Limits, processes: int = 1) -> Found:
    """The best plan within the limits, and what it can at best cost."""
    budget = Budget(part.name, limits, time.perf_counter(), processes)
    if model.program.integer.sum() <= SMALL:
        values, bound = budget.solve(model.program, limits.gap, limits.nodes)
        return Found(rounded(model.program, values), bound)
    root = relaxed(model, budget)
    ties = _ties(model, root.values, root.duals)
    alone = planned(model.program.priced(ties, root.duals).parts(), budget)
    bound = max(root.bound, sum(block.bound for block in alone))
    values = reconciled(part, model, alone, budget)
    values = _repaired(model, values, np.abs(root.duals), budget)
    return Found(improved(model, values, bound, budget), bound)


def _ties(model: StaffModel, found: Numbers, duals: Numbers) -> Flags:
    """Rows to price: those between outlets, and limits of weeks and desks that are far from binding."""
    program = model.program
    tied = np.zeros(len(program.least), dtype=bool)
    tied[model.ties] = True
    within = np.concatenate([model.weeks, model.desks])
    room = program.most - program.matrix @ found
    far = room >= np.maximum(SPARE * np.abs(program.most), 1.0)
    tied[within] = (far & (np.abs(duals) < EPSILON))[within]
    return tied


def _repaired(model: StaffModel, values: Numbers, worth: Numbers, budget: Budget) -> Numbers:
    """Hold the loans, and plan again every pool whose rows are broken; loans it can not keep are taken back.

    `worth` says for each row what a unit of it is worth: how much a receiver loses with a loan.
    """
    values = values.copy()
    pools = model.pool_weeks(values)
    while True:
        programs = [model.program.within(columns, values) for columns in pools]
        answers = budget.each(_mended, programs, [values[columns] for columns in pools])
        stuck = []
        for columns, found in zip(pools, answers, strict=True):
            if len(found):
                values[columns] = found
            else:
                stuck.append(columns)
        if not stuck:
            return values
        for columns in stuck:
            _take_back(model, values, columns, worth, budget)
        values = lending(model, values)


def _mended(part: LinearProgram, values: Numbers, budget: Budget) -> Numbers:
    """Values that keep all rows of a pool's week, as they are where possible; empty where there are none."""
    whole = np.flatnonzero(part.integer)
    held = part.fixed(whole, values[whole]).relaxed()
    kept, found = held.solve(stage=STAGE, partition=budget.name, limits=Limits(seed=budget.limits.seed))
    if not kept.found:
        found, _ = budget.solve_block(part)
    return rounded(part, found) if len(found) else found


def _take_back(model: StaffModel, values: Numbers, columns: Ids, worth: Numbers, budget: Budget) -> None:
    """Plan a pool with fewer loans from it, those worth least first; without any, with none to it either."""
    program, pools = model.program, model.pools_of(columns)
    mine = model.shared[model.shared["lender_p"].isin(pools)]
    given = mine["column"].to_numpy()
    if not values[given].any():
        values[model.shared.loc[model.shared["to_p"].isin(pools), "column"]] = 0.0
        return
    lenders = model.lenders[model.lenders["p"].isin(pools)]
    own = np.concatenate([columns, *(lenders[name] for name in LENT)])
    cost, upper = program.cost.copy(), program.upper.copy()
    cost[given] = np.minimum(cost[given] - worth[mine["row"]], -1.0)
    upper[given] = values[given]
    near = np.unique(np.concatenate([own, given]))
    part = replace(program, cost=cost, upper=upper).within(near, values, program.rows_of(own))
    found, _ = budget.solve_block(part)
    if len(found):
        values[near] = rounded(part, found)
    else:
        values[given] = 0.0
