"""Linear programs that gain and lose columns, solved again from where they were: the master of column generation.

GLOP keeps its basis from one solve to the next, so that a round costs what its new columns cost. It runs without
presolve, which would lose the basis, and by the primal simplex, since new columns leave the last point feasible.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from optimize.linear import Ids, Numbers
from optimize.solve import StatusNotOk, mathopt


class GrowingProgram:
    """Minimise cost @ x over lower <= rows <= upper and 0 <= x <= upper of each column.

    Rows and columns are numbered as they come, from 0 on.
    """

    def __init__(self, lower: Numbers, upper: Numbers) -> None:
        self._model = mathopt.Model()
        self._rows = [
            self._model.add_linear_constraint(lb=low, ub=high)
            for low, high in zip(lower.tolist(), upper.tolist(), strict=True)
        ]
        self._columns: list[mathopt.Variable | None] = []
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        self._closed = False
        self.values = np.empty(0)
        """Of every column at the last solve; 0 for columns that are gone."""

    def add(self, cost: Numbers, upper: Numbers, row: Ids, column: Ids, value: Numbers) -> None:
        """Add columns; entries name the new columns from 0 on, and those of the same place add up."""
        new = [self._model.add_variable(lb=0.0, ub=high) for high in upper.tolist()]
        for variable, price in zip(new, cost.tolist(), strict=True):
            self._model.objective.set_linear_coefficient(variable, price)
        place, which = np.unique(row * len(new) + column, return_inverse=True)
        total = np.bincount(which, value, minlength=len(place))
        at_row, at_column = np.divmod(place, max(len(new), 1))
        for here, there, amount in zip(at_row.tolist(), at_column.tolist(), total.tolist(), strict=True):
            if amount:
                self._rows[here].set_coefficient(new[there], amount)
        self._columns += new

    def add_row(self, lower: float, upper: float, columns: Ids, value: Numbers) -> None:
        """Add a row over columns that are there; those that are gone are left out."""
        row = self._model.add_linear_constraint(lb=lower, ub=upper)
        for column, amount in zip(columns.tolist(), value.tolist(), strict=True):
            variable = self._columns[column]
            if variable is not None and amount:
                row.set_coefficient(variable, amount)
        self._rows.append(row)

    def remove(self, columns: Ids) -> None:
        """Take columns out; their numbers are not given again."""
        for column in columns.tolist():
            gone = self._columns[column]
            if gone is not None:
                self._model.delete_variable(gone)
                self._columns[column] = None

    def reopen(self, columns: Ids) -> None:
        """Let columns that were held at 0, and had no limit before, be used again."""
        for column in columns.tolist():
            variable = self._columns[column]
            if variable is not None:
                variable.upper_bound = np.inf

    def close(self, columns: Ids) -> None:
        """Hold columns at 0. The next solve goes by the dual simplex, for which this costs least."""
        for column in columns.tolist():
            variable = self._columns[column]
            if variable is not None:
                variable.upper_bound = 0.0
        self._closed = True

    def solve(self, seconds: float | None = None) -> tuple[float, Numbers] | None:
        """The least cost and the dual value of each row; None where the time does not suffice."""
        result = self._run(seconds)
        if result is None or result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        there = [place for place, column in enumerate(self._columns) if column is not None]
        kept = [column for column in self._columns if column is not None]
        self.values = np.zeros(len(self._columns))
        self.values[there] = result.variable_values(kept)
        return result.objective_value(), np.array(result.dual_values(self._rows))

    def _run(self, seconds: float | None) -> mathopt.SolveResult | None:
        """Solve from where it was; from scratch where GLOP lost its way."""
        limit = None if seconds is None else timedelta(seconds=max(seconds, 0.0))
        way = mathopt.LPAlgorithm.DUAL_SIMPLEX if self._closed else mathopt.LPAlgorithm.PRIMAL_SIMPLEX
        self._closed = False
        for presolve in (mathopt.Emphasis.OFF, mathopt.Emphasis.MEDIUM):
            parameters = mathopt.SolveParameters(time_limit=limit, lp_algorithm=way, presolve=presolve)
            try:
                return self._solver.solve(params=parameters)
            except (AttributeError, RuntimeError, StatusNotOk):
                # MathOpt passes GLOP's "abnormal" end on as an error, whose own conversion may fail
                self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        return None
