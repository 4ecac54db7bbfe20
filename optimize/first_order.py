"""Linear programs solved nearly, from a point that is known: PDLP, a first-order method.

Each of its iterations takes two products with the matrix (Applegate et al., Practical large-scale linear
programming using primal-dual hybrid gradient, NeurIPS 2021). Where an interior point has dense factors and a point
nearby is known it is there much sooner, to a tolerance that is enough where a bound is made of dual values anew.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt import model_parameters_pb2

from optimize.solve import LinearModel, Numbers, StatusNotOk, asked, dense, mathopt
from quarterhour.result import Limits

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Point:
    """Values of columns, and dual values of rows: at most 0 where a row holds from above and cost is least."""

    values: Numbers
    duals: Numbers


def solve_nearly(
    model: LinearModel, near: Point, *, tolerance: float, iterations: int, limits: Limits
) -> Point | None:
    """Where the method is, having begun `near`, once it keeps the `tolerance` or has made so many iterations.

    None where the solver gives no point; a warning where it refuses the model.
    """
    parameters = mathopt.SolveParameters(
        time_limit=None if limits.seconds is None else timedelta(seconds=limits.seconds),
        iteration_limit=iterations,
    )
    ends = parameters.pdlp.termination_criteria.simple_optimality_criteria
    ends.eps_optimal_absolute = ends.eps_optimal_relative = tolerance
    hints = model_parameters_pb2.ModelSolveParametersProto()
    hint = hints.solution_hints.add()
    for told, known in ((hint.variable_values, near.values), (hint.dual_values, near.duals)):
        told.ids.extend(range(len(known)))
        told.values.extend(known.tolist())
    try:
        result = asked(model, mathopt.SolverType.PDLP, parameters, hints)
    except StatusNotOk:
        _log.warning("the first-order method refuses a model; nothing is found", exc_info=True)
        return None
    if not result.solutions or not result.solutions[0].HasField("dual_solution"):
        return None
    found = result.solutions[0]
    values = dense(found.primal_solution.variable_values, len(model.cost))
    return Point(values, dense(found.dual_solution.dual_values, len(model.least)))
