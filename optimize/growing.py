"""Linear programs that gain and lose columns, solved again from where they were: the master of column generation.

GLOP keeps its basis from one solve to the next, so that a round costs what its new columns cost. It runs without
presolve, which would lose the basis, and by the primal simplex, since new columns leave the last point feasible.

MathOpt is told changes by message, as its own `IncrementalSolver` does, and only what is needed is read from its
answer: an object for each column and each one's status in the basis take twice as long as the simplex itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from ortools.math_opt import model_parameters_pb2, model_pb2, model_update_pb2, result_pb2
from ortools.math_opt.core.python import solver as core
from ortools.math_opt.python import callback, init_arguments

from optimize.linear import Flags, Ids, Numbers
from optimize.solve import StatusNotOk, dense, mathopt


class GrowingProgram:
    """Minimise cost @ x over lower <= rows <= upper and 0 <= x <= upper of each column.

    Rows and columns are numbered as they come, from 0 on.
    """

    def __init__(self, lower: Numbers, upper: Numbers) -> None:
        self._lower, self._upper = lower.astype(float), upper.astype(float)
        self._cost, self._most = np.empty(0), np.empty(0)
        self._gone = np.empty(0, dtype=bool)
        self._entries: list[tuple[Ids, Ids, Numbers]] = []
        self._solver: core.Solver | None = None
        self._told = _Told(np.empty(0), self._gone, 0, 0)
        self._closed = False
        self.values = np.empty(0)
        """Of every column at the last solve; 0 for columns that are gone."""

    def add(self, cost: Numbers, upper: Numbers, row: Ids, column: Ids, value: Numbers) -> None:
        """Add columns; entries name the new columns from 0 on, and those of the same place add up."""
        before = len(self._cost)
        place, which = np.unique(row * len(cost) + column, return_inverse=True)
        at_row, at_column = np.divmod(place, max(len(cost), 1))
        self._enter(at_row, at_column + before, np.bincount(which, value, minlength=len(place)).astype(float))
        self._cost, self._most = np.append(self._cost, cost), np.append(self._most, upper)
        self._gone = np.append(self._gone, np.zeros(len(cost), dtype=bool))

    def add_row(self, lower: float, upper: float, columns: Ids, value: Numbers) -> None:
        """Add a row over columns that are there; those that are gone are left out."""
        self._enter(np.full(len(columns), len(self._lower)), columns, value)
        self._lower, self._upper = np.append(self._lower, lower), np.append(self._upper, upper)

    def remove(self, columns: Ids) -> None:
        """Take columns out; their numbers are not given again."""
        self._gone[columns] = True

    def reopen(self, columns: Ids) -> None:
        """Let columns that were held at 0, and had no limit before, be used again."""
        self._most[columns] = np.inf

    def close(self, columns: Ids) -> None:
        """Hold columns at 0. The next solve goes by the dual simplex, for which this costs least."""
        self._most[columns] = 0.0
        self._closed = True

    def solve(self, seconds: float | None = None) -> tuple[float, Numbers] | None:
        """The least cost and the dual value of each row; None where the time does not suffice."""
        result = self._run(seconds)
        if result is None or result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return None
        found = result.solutions[0]
        self.values = dense(found.primal_solution.variable_values, len(self._cost))
        duals = dense(found.dual_solution.dual_values, len(self._lower))
        return found.primal_solution.objective_value, duals

    def _enter(self, row: Ids, column: Ids, value: Numbers) -> None:
        some = value != 0
        self._entries.append((row[some], column[some], value[some]))

    def _run(self, seconds: float | None) -> result_pb2.SolveResultProto | None:
        """Solve from where it was; from scratch where GLOP lost its way."""
        limit = None if seconds is None else timedelta(seconds=max(seconds, 0.0))
        way = mathopt.LPAlgorithm.DUAL_SIMPLEX if self._closed else mathopt.LPAlgorithm.PRIMAL_SIMPLEX
        self._closed = False
        for presolve in (mathopt.Emphasis.OFF, mathopt.Emphasis.MEDIUM):
            parameters = mathopt.SolveParameters(time_limit=limit, lp_algorithm=way, presolve=presolve)
            try:
                return self._asked(parameters)
            except StatusNotOk:  # GLOP's "abnormal" end is told as an error
                self._solver = None
        return None

    def _asked(self, parameters: mathopt.SolveParameters) -> result_pb2.SolveResultProto:
        """MathOpt's answer, once it knows the program as it is: values and dual values that are not zero."""
        if self._solver is None or not self._solver.update(self._changes()):
            self._solver = self._begun()
        self._told = _Told(self._most.copy(), self._gone.copy(), len(self._lower), len(self._entries))
        wanted = model_parameters_pb2.ModelSolveParametersProto()
        wanted.variable_values_filter.skip_zero_values = True
        wanted.dual_values_filter.skip_zero_values = True
        wanted.reduced_costs_filter.filter_by_ids = True
        answer: result_pb2.SolveResultProto = self._solver.solve(  # type: ignore[no-untyped-call]
            parameters.to_proto(), wanted, None, callback.CallbackRegistration().to_proto(), None, None
        )
        return answer

    def _begun(self) -> core.Solver:
        """A solver that knows all there is, and where nothing was solved yet."""
        model = model_pb2.ModelProto()
        self._tell_columns(model.variables, model.objective.linear_coefficients, ~self._gone)
        self._tell_rows(model.linear_constraints, 0)
        self._tell_entries(model.linear_constraint_matrix, 0)
        start = init_arguments.StreamableSolverInitArguments().to_proto()
        solver: core.Solver = core.new(  # type: ignore[no-untyped-call]
            mathopt.SolverType.GLOP.value, model, start
        )
        return solver

    def _changes(self) -> model_update_pb2.ModelUpdateProto:
        """What became of the program since it was last told."""
        changes, told = model_update_pb2.ModelUpdateProto(), self._told
        before, new = slice(len(told.most)), ~self._gone
        new[before] = False
        changes.deleted_variable_ids.extend(np.flatnonzero(self._gone[before] & ~told.gone).tolist())
        moved = np.flatnonzero((self._most[before] != told.most) & ~self._gone[before])
        changes.variable_updates.upper_bounds.ids.extend(moved.tolist())
        changes.variable_updates.upper_bounds.values.extend(self._most[moved].tolist())
        self._tell_columns(changes.new_variables, changes.objective_updates.linear_coefficients, new)
        self._tell_rows(changes.new_linear_constraints, told.rows)
        self._tell_entries(changes.linear_constraint_matrix_updates, told.entries)
        return changes

    def _tell_columns(self, variables: Any, costs: Any, chosen: Flags) -> None:
        ids = np.flatnonzero(chosen)
        variables.ids.extend(ids.tolist())
        variables.lower_bounds.extend([0.0] * len(ids))
        variables.upper_bounds.extend(self._most[ids].tolist())
        variables.integers.extend([False] * len(ids))
        priced = ids[self._cost[ids] != 0]
        costs.ids.extend(priced.tolist())
        costs.values.extend(self._cost[priced].tolist())

    def _tell_rows(self, rows: Any, first: int) -> None:
        rows.ids.extend(range(first, len(self._lower)))
        rows.lower_bounds.extend(self._lower[first:].tolist())
        rows.upper_bounds.extend(self._upper[first:].tolist())

    def _tell_entries(self, matrix: Any, first: int) -> None:
        """Entries from the `first` piece on, of columns that are there, row by row."""
        if first == len(self._entries):
            return
        row, column, value = (np.concatenate(parts) for parts in zip(*self._entries[first:], strict=True))
        order = np.lexsort((column, row))
        order = order[~self._gone[column[order]]]
        matrix.row_ids.extend(row[order].tolist())
        matrix.column_ids.extend(column[order].tolist())
        matrix.coefficients.extend(value[order].tolist())


@dataclass(frozen=True)
class _Told:
    """What the solver knows: limits of columns and which are gone, how many rows, how many pieces of entries."""

    most: Numbers
    gone: Flags
    rows: int
    entries: int
