"""Whose rosters stand between the cost and the bound: the gap, taken apart by person.

With dual values y of the rows and reduced costs r = c - A'y, a roster x costs beyond the bound that y proves

    sum_j |r_j| |x_j - the bound of x_j at which it is least|  +  sum_i |y_i| |A_i x - the side of row i priced|,

each term at least 0. A term belongs to a person where its variable or row is of that person's duties alone,
directly or through other variables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from optimize.linear import LinearProgram, Numbers
from optimize.narrow import lagrangian
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Gaps:
    """Prices of variables (V) and rows (R), where they cost nothing, and whose they are, as (P, V) and (P, R)."""

    program: LinearProgram
    reduced: Numbers
    duals: Numbers
    columns: csr_array
    rows: csr_array

    @classmethod
    def of(cls, program: LinearProgram, duals: Numbers, owner: Ints) -> Gaps:
        """`owner` (V,) is whose decision a variable is, -1 for variables that follow from others."""
        side = np.where(duals > 0, program.least, program.most)
        columns, rows = _owned(program, owner)
        return cls(program, lagrangian(program, duals)[1], np.where(np.isfinite(side), duals, 0.0), columns, rows)

    def by_person(self, values: Numbers) -> Numbers:
        """(P,) the part of each person in the gap of the roster `values` (V,)."""
        program = self.program
        at = np.where(self.reduced > 0, program.lower, program.upper)
        away = np.abs(self.reduced) * np.where(self.reduced == 0, 0.0, np.abs(values - at))
        side = np.where(self.duals > 0, program.least, program.most)
        slack = np.where(self.duals == 0, 0.0, np.abs(program.matrix @ values - side))
        return np.asarray(self.columns @ away + self.rows @ (np.abs(self.duals) * slack))


def _owned(program: LinearProgram, owner: Ints) -> tuple[csr_array, csr_array]:
    """(P, V) and (P, R) 1 where a variable or a row is of one person alone."""
    decided = np.flatnonzero(owner >= 0)
    shape = int(owner.max()) + 1, len(owner)
    columns = csr_array((np.ones(len(decided)), (owner[decided], decided)), shape=shape)
    matrix = program.matrix
    touches = csr_array((np.ones(len(matrix.data)), matrix.indices, matrix.indptr), shape=matrix.shape)
    touched_by = csr_array(touches.T)
    while True:
        rows = _of_one(columns @ touched_by)
        wider = _of_one(rows @ touches)
        if (wider.sum(axis=0) <= columns.sum(axis=0)).all():
            return columns, rows
        columns = csr_array(columns.maximum(wider.multiply(columns.sum(axis=0) == 0)))


def _of_one(counts: csr_array) -> csr_array:
    """1 where a column of `counts` (people x anything) has one entry only."""
    flags = csr_array((np.ones(len(counts.data)), counts.indices, counts.indptr), shape=counts.shape)
    alone = flags.sum(axis=0) == 1
    kept = csr_array(flags.multiply(alone[None, :]))
    kept.eliminate_zeros()
    return kept
