"""The linear relaxation of a partition and its dual values, region by region where it is large.

A city's week has some thousand columns an outlet, and the simplex takes far more than twice as long for twice as
many. Above `WHOLE` columns outlets are put in regions of neighbours and each region's relaxation is solved alone,
with all that partners offer and without loans across its border. The dual values together are prices like any
others: the bound of the plans made at them holds (Lagrangian relaxation), only it may be a little lower than that
of the whole relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from optimize.linear import Ids, LinearProgram, Numbers, tied
from optimize.shifts.blocks import STAGE, Budget
from optimize.shifts.model import StaffModel
from quarterhour.result import Limits

WHOLE = 130_000
"""Columns up to which the relaxation is solved as a whole: some fifty outlets at quarter hours."""


@dataclass(frozen=True)
class Relaxed:
    """Values of all columns, dual values of all rows, and a bound (minus infinity where none is known)."""

    values: Numbers
    duals: Numbers
    bound: float


def relaxed(model: StaffModel, budget: Budget) -> Relaxed:
    """The relaxation of the whole, or of its regions side by side."""
    program = model.program
    if len(program.cost) <= WHOLE:
        return solved(program, budget)
    regions = _regions(model)
    values, duals, seen = program.lower.copy(), np.zeros(len(program.least)), np.zeros(len(program.least))
    parts = [program.within(columns, program.lower) for columns in regions]
    for columns, found in zip(regions, budget.each(solved, parts), strict=True):
        rows = program.rows_of(columns)
        values[columns] = found.values
        duals[rows] += found.duals
        seen[rows] += 1
    return Relaxed(values, duals / np.maximum(seen, 1), -np.inf)


def solved(program: LinearProgram, budget: Budget) -> Relaxed:
    """The relaxation of one program."""
    limits = Limits(seed=budget.limits.seed)
    answer, values, duals = program.solve_relaxed(stage=STAGE, partition=budget.name, limits=limits)
    return Relaxed(values, duals, -np.inf if answer.proof.bound is None else answer.proof.bound)


def _regions(model: StaffModel) -> list[Ids]:
    """The columns of each region, less loans across borders: neighbours one after the other, cut where enough."""
    program = model.program
    between = np.zeros(len(program.least), dtype=bool)
    between[model.ties] = True
    home: Ids = np.unique(tied(program.matrix[~between])[1], return_inverse=True)[1].astype(np.int64)
    region = _cut(_near(program, model, home), np.bincount(home))[home]
    lender = model.lenders.set_index(["p", "day"])["column"]
    own = model.shared[model.shared["lender_p"] >= 0]
    given = own["column"].to_numpy()
    by = lender.loc[list(zip(own["lender_p"], own["day"], strict=True))].to_numpy()
    region[given[region[given] != region[by]]] = -1
    return [np.flatnonzero(region == number) for number in range(region.max() + 1)]


def _near(program: LinearProgram, model: StaffModel, home: Ids) -> csr_array:
    """Which homes lend to each other: a symmetric matrix; a home is what hangs together without ties."""
    ends = coo_array(program.matrix[model.sums])
    count = int(home.max()) + 1
    meets = csr_array(coo_array((np.ones(ends.nnz), (ends.row, home[ends.col])), shape=(len(model.sums), count)))
    return csr_array(meets.T @ meets)


def _cut(near: csr_array, sizes: Ids) -> Ids:
    """A region for each home, of at most about `WHOLE` columns; neighbours stay together where possible."""
    order = reverse_cuthill_mckee(near, symmetric_mode=True)
    before = np.cumsum(sizes[order]) - sizes[order]
    regions = int(np.ceil(sizes.sum() / WHOLE))
    region = np.empty(len(sizes), dtype=np.int64)
    region[order] = before * regions // sizes.sum()
    return region
