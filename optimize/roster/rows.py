"""A CP-SAT model of rules as rows of numbers, from which bounds and small models are made.

Literals become 0-1 variables, a negated one 1 - x:

    linear           as it is; its domain one interval
    bool_or          sum of literals >= 1
    bool_and         each literal >= 1; enforced: each literal >= every enforcing one
    at_most_one      sum of literals <= 1
    exactly_one      sum of literals = 1
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from optimize.linear import LinearProgram, Numbers
from optimize.solve import cp_model

ENDLESS = 2**60
"""No sum of a model gets there: what lies further out is open."""


def program_of(cp: cp_model.CpModel) -> LinearProgram:
    """The model as an integer program of the same variables, by index; all its numbers are whole.

    Raises
    ------
    ValueError
        Where a constraint is of another kind than those above.
    """
    written = _Written()
    for constraint in cp.proto.constraints:
        written.write(constraint)
    variables = cp.proto.variables
    domains = np.asarray([list(variable.domain) for variable in variables], dtype=float)
    cost = np.zeros(len(variables))
    objective = cp.proto.objective
    np.add.at(cost, np.asarray(objective.vars, dtype=np.int64), np.asarray(objective.coeffs, dtype=float))
    ends = np.cumsum([0, *map(len, written.columns)])
    columns = np.fromiter(chain.from_iterable(written.columns), dtype=np.int64, count=ends[-1])
    factors = np.fromiter(chain.from_iterable(written.factors), dtype=float, count=ends[-1])
    matrix = csr_array((factors, columns, ends), shape=(len(ends) - 1, len(variables)))
    matrix.sum_duplicates()
    return LinearProgram(
        cost,
        domains[:, 0],
        domains[:, 1],
        np.ones(len(variables), dtype=bool),
        _side(written.least),
        _side(written.most),
        matrix,
        objective.offset,
    )


def _side(bounds: list[int]) -> Numbers:
    """Lower or upper bounds of rows, infinite where open."""
    numbers = np.asarray(bounds, dtype=float)
    return np.where(np.abs(numbers) >= ENDLESS / 2, np.copysign(np.inf, numbers), numbers)


@dataclass
class _Written:
    """Rows written so far."""

    columns: list[list[int]] = field(default_factory=list)
    factors: list[list[int]] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)

    def write(self, constraint: Any) -> None:
        """Add the rows of one constraint."""
        unless = [-literal - 1 for literal in constraint.enforcement_literal]
        if constraint.has_bool_and():
            for literal in constraint.bool_and.literals:
                self._sum([*unless, literal], 1, ENDLESS)
        elif constraint.has_bool_or():
            self._sum([*unless, *constraint.bool_or.literals], 1, ENDLESS)
        elif unless:
            raise ValueError("only clauses can be enforced")
        elif constraint.has_at_most_one():
            self._sum(list(constraint.at_most_one.literals), -ENDLESS, 1)
        elif constraint.has_exactly_one():
            self._sum(list(constraint.exactly_one.literals), 1, 1)
        elif constraint.has_linear() and len(constraint.linear.domain) == 2:
            linear = constraint.linear
            self._row(list(linear.vars), list(linear.coeffs), *linear.domain)
        else:
            raise ValueError("a constraint that is no row")

    def _sum(self, literals: list[int], least: int, most: int) -> None:
        """A sum of literals between two numbers."""
        turned = sum(literal < 0 for literal in literals)
        columns = [literal if literal >= 0 else -literal - 1 for literal in literals]
        self._row(columns, [1 if literal >= 0 else -1 for literal in literals], least - turned, most - turned)

    def _row(self, columns: list[int], factors: list[int], least: int, most: int) -> None:
        self.columns.append(columns)
        self.factors.append(factors)
        self.least.append(least)
        self.most.append(most)
