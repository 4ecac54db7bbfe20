"""Makes a plan sound whose rows are broken here and there, with loans held or taken back.

A pool with a broken row is planned again: only its days with broken rows where that is enough, else its whole
week. A pool that can not keep what it lends takes loans back, those worth least first, and their receivers are
planned again. Loans only become fewer, so this ends.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.linear import Flags, Ids, LinearProgram, Numbers, tied
from optimize.shifts.blocks import STAGE, Budget, rounded
from optimize.shifts.lenders import lending
from optimize.shifts.model import LENT, StaffModel
from quarterhour.result import Limits

EPSILON = 1e-6


def mended(model: StaffModel, values: Numbers, worth: Numbers, budget: Budget) -> Numbers:
    """The plan with all rows kept.

    `worth` says for each row what a unit of it is worth: how much a receiver loses with a loan.
    """
    program = model.program
    values = values.copy()
    pools = model.pool_weeks(values)
    home = np.full(len(values), -1)
    for number, columns in enumerate(pools):
        home[columns] = number
    over_days = np.zeros(len(program.least), dtype=bool)
    over_days[model.weeks] = True
    while True:
        entered = np.unique(home[program.matrix[program.broken(values, EPSILON)].indices])
        broken = _apart(program, [pools[number] for number in entered if number >= 0])
        if not broken:
            return values
        parts = [program.within(columns, values, rows) for columns, rows in broken]
        before = [values[columns] for columns, _ in broken]
        answers = budget.each(_mended, parts, before, [over_days[rows] for _, rows in broken])
        stuck = []
        for (columns, _), found in zip(broken, answers, strict=True):
            if len(found):
                values[columns] = found
            else:
                stuck.append(columns)
        if stuck:
            values = lending(model, _taken_back(model, values, stuck, worth, budget))


def _apart(program: LinearProgram, pools: list[Ids]) -> list[tuple[Ids, Ids]]:
    """Columns and rows of pools that share no row: of those at the same desks one waits for the other."""
    taken = np.zeros(len(program.least), dtype=bool)
    apart = []
    for columns in pools:
        rows = program.rows_of(columns)
        if not taken[rows].any():
            taken[rows] = True
            apart.append((columns, rows))
    return apart


def _mended(part: LinearProgram, values: Numbers, over_days: Flags, budget: Budget) -> Numbers:
    """Values that keep all rows of a pool's week, as they are where possible; empty where there are none.

    `over_days` are the rows that tie days together.
    """
    whole = np.flatnonzero(part.integer)
    held = part.fixed(whole, values[whole]).relaxed()
    kept, found = held.solve(stage=STAGE, partition=budget.name, limits=Limits(seed=budget.limits.seed))
    if kept.found:
        return rounded(part, found)
    days = _broken_days(part, values, over_days)
    found, _ = budget.solve_block(part.within(days, values))
    if len(found):
        again = values.copy()
        again[days] = found
        if not part.broken(again, EPSILON).any():
            return rounded(part, again)
    found, _ = budget.solve_block(part)
    return rounded(part, found) if len(found) else found


def _broken_days(part: LinearProgram, values: Numbers, over_days: Flags) -> Ids:
    """Columns of the days with broken rows, and those that are not of any day, as overtime."""
    rows, columns = tied(part.matrix[~over_days])
    days = rows[part.broken(values, EPSILON)[~over_days]]
    return np.flatnonzero(np.isin(columns, days) | ~np.isin(columns, rows))


def _taken_back(model: StaffModel, values: Numbers, stuck: list[Ids], worth: Numbers, budget: Budget) -> Numbers:
    """Plan pools with fewer loans from them, those worth least first; one without any, with none to it either."""
    program = model.program
    column, to, _ = model.into
    lender, row = model.shared["lender_p"].to_numpy(), model.shared["row"].to_numpy()
    values = values.copy()
    nears, parts = [], []
    for columns in stuck:
        pools = model.pools_of(columns)
        mine = np.isin(lender, pools)
        given = column[mine]
        if not values[given].any():
            values[column[np.isin(to, pools)]] = 0.0
            continue
        lenders = model.lenders[model.lenders["p"].isin(pools)]
        own = np.concatenate([columns, *(lenders[name] for name in LENT)])
        near, place = np.unique(np.concatenate([given, own]), return_inverse=True)
        part = program.within(near, values, program.rows_of(own))
        cost, upper, place = part.cost.copy(), part.upper.copy(), place[: len(given)]
        cost[place] = np.minimum(cost[place] - worth[row[mine]], -1.0)
        upper[place] = values[given]
        nears.append((near, given))
        parts.append(replace(part, cost=cost, upper=upper))
    for (near, given), part, found in zip(nears, parts, budget.each(_fewer, parts), strict=True):
        if len(found):
            values[near] = rounded(part, found)
        else:
            values[given] = 0.0
    return values


def _fewer(part: LinearProgram, budget: Budget) -> Numbers:
    return budget.solve_block(part)[0]
