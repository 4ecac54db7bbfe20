"""Loans that receivers and lenders agree on: the relaxation's in whole people, less what lenders can not spare.

The linear relaxation says who lends to whom, with few loans in parts of people, but its lenders may be short a
little on days on which they lend. So its loans are rounded first, each up or down, with sums of links, lenders and
receivers rounded too. Then each pool is planned with the loans into it held, and it says which of the loans asked
of it it gives: at most these, each at what its receiver loses without it by the dual values. What lenders refuse
is missing at receivers, which `mended` plans again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csr_array

from optimize.linear import Builder, Flags, LinearProgram, Numbers
from optimize.shifts.blocks import Budget, solved
from optimize.shifts.lenders import lending, short_lenders
from optimize.shifts.model import StaffModel
from optimize.shifts.relaxed import Relaxed

SUMS = (["link", "day"], ["kind", "lender", "lender_p", "day"], ["to_p", "day"])
"""What loans and standby are summed by: links, lenders and offers, receivers."""
EPSILON = 1e-6


def agreed(model: StaffModel, root: Relaxed, far: Flags, budget: Budget) -> Numbers:
    """Values that break no rows but those of receivers whose lenders refuse, and those `far` from binding."""
    program, shared = model.program, model.shared["column"].to_numpy()
    values = program.lower.copy()
    values[shared] = _whole(model, root.values, budget)
    parts = _giving(model, values, np.abs(root.duals)).priced(far, root.duals).parts()
    answers = budget.each(solved, [part for _, part in parts])
    for (columns, _), (found, _) in zip(parts, answers, strict=True):
        values[columns] = found if len(found) else program.lower[columns]
    return lending(model, values)


def by_short_lenders(model: StaffModel, found: Numbers) -> float:
    """The share of the loans in what was `found` that comes from lenders who are short of people that day."""
    lent = found[model.lenders["column"]]
    return float(lent[short_lenders(model, found)].sum() / max(1.0, lent.sum()))


def _whole(model: StaffModel, found: Numbers, budget: Budget) -> Numbers:
    """Whole loans and standby, as many as the sums of what was `found` allow once these are rounded."""
    shared = model.shared
    people = np.maximum(found * _offered(model, found), 0.0)[shared["column"]]
    least = np.floor(people + EPSILON)
    table = shared.assign(people=people, least=least, more=np.maximum(people - least, 0.0))
    parted = table[table["more"] > EPSILON]
    program = Builder()
    up = program.columns(len(parted), cost=-parted["more"].to_numpy(float), upper=1.0, integer=True)
    for keys in SUMS:
        groups = table.groupby(keys, dropna=False)
        sums = groups[["people", "least"]].sum()
        rows = program.rows(len(sums), upper=np.round(sums["people"] + EPSILON) - sums["least"])
        program.put(rows[groups.ngroup()[parted.index]], up)
    rounded, _ = budget.solve_block(program.build())
    if len(rounded):
        least[parted.index] += np.rint(rounded)
    return least


def _offered(model: StaffModel, found: Numbers) -> Numbers:
    """The share of each column that partners have people for: regions relaxed alone may ask for more together."""
    program = model.program
    offers = program.matrix[model.offers]
    enough = np.minimum(1.0, program.most[model.offers] / np.maximum(offers @ found, EPSILON))
    share = np.ones(len(found))
    share[offers.indices] = np.repeat(enough, np.diff(offers.indptr))
    return share


def _giving(model: StaffModel, values: Numbers, worth: Numbers) -> LinearProgram:
    """The program in which receivers hold the loans of `values` and lenders choose which of these they give.

    `worth` says for each row what a unit of it is worth: how much a receiver loses with a loan.
    """
    program, shared = model.program, model.shared
    column, row = shared["column"].to_numpy(), shared["row"].to_numpy()
    into = csr_array(coo_array((np.full(len(column), -1.0), (row, column)), shape=program.matrix.shape))
    matrix = csr_array(program.matrix - into)
    matrix.eliminate_zeros()
    held = into @ values
    own = (shared["lender_p"] >= 0).to_numpy()
    cost, lower, upper = program.cost.copy(), program.lower.copy(), program.upper.copy()
    cost[column[own]] = np.minimum(cost[column[own]] - worth[row[own]], -1.0)
    upper[column] = values[column]
    lower[column[~own]] = values[column[~own]]
    return replace(
        program,
        cost=cost,
        lower=lower,
        upper=upper,
        matrix=matrix,
        least=program.least - held,
        most=program.most - held,
    )
