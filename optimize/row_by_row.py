"""Linear programs that gain rows, solved again from where they were.

GLOP keeps its basis from one solve to the next. A row that the last point breaks leaves it dual feasible: the dual
simplex goes on from there, without presolve, which would lose the basis, and without scaling: entries are to be
of about one size.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
from ortools.math_opt import model_parameters_pb2, model_update_pb2
from ortools.math_opt.core.python import solver as core
from ortools.math_opt.python import callback, init_arguments
from scipy.sparse import csr_array

from optimize.solve import LinearModel, Numbers, StatusNotOk, dense, mathopt, message
from quarterhour.result import Limits


class RowByRow:
    """A linear model whose rows come as they are needed."""

    def __init__(self, model: LinearModel, limits: Limits) -> None:
        new: Callable[..., Any] = core.new
        settings = init_arguments.StreamableSolverInitArguments().to_proto()
        self._solver = new(mathopt.SolverType.GLOP.value, message(model), settings)
        self._columns, self._rows = len(model.cost), len(model.least)
        parameters = mathopt.SolveParameters(
            time_limit=None if limits.seconds is None else timedelta(seconds=limits.seconds),
            presolve=mathopt.Emphasis.OFF,
            lp_algorithm=mathopt.LPAlgorithm.DUAL_SIMPLEX,
        )
        parameters.glop.use_scaling = False
        self._parameters = parameters.to_proto()

    def add(self, rows: csr_array, most: Numbers) -> None:
        """Rows @ x <= most."""
        update = model_update_pb2.ModelUpdateProto()
        update.new_linear_constraints.ids.extend(range(self._rows, self._rows + len(most)))
        update.new_linear_constraints.lower_bounds.extend([-np.inf] * len(most))
        update.new_linear_constraints.upper_bounds.extend(most.tolist())
        entries = update.linear_constraint_matrix_updates
        entries.row_ids.extend(np.repeat(np.arange(len(most)) + self._rows, np.diff(rows.indptr)).tolist())
        entries.column_ids.extend(rows.indices.tolist())
        entries.coefficients.extend(rows.data.tolist())
        self._solver.update(update)
        self._rows += len(most)

    def solve(self) -> tuple[float, Numbers] | None:
        """The objective and the values of columns; None where time or numbers do not allow it."""
        hints, none = model_parameters_pb2.ModelSolveParametersProto(), callback.CallbackRegistration().to_proto()
        try:
            result = self._solver.solve(self._parameters, hints, None, none, None, None)
        except StatusNotOk:
            return None
        if not result.solutions:
            return None
        best = result.solutions[0].primal_solution
        return best.objective_value, dense(best.variable_values, self._columns)
