"""The only door to OR-Tools: limits, seeds, workers, progress, stop and status for every model.

Models import `cp_model` and `mathopt` from here, so that a change of solver or of its traps has one place. Linear
models go in and come out as arrays: MathOpt's objects for single columns and rows take longer than many of our
solves, so its solver is called with the messages that these objects make, as its own `solve` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_parameters_pb2, model_pb2, result_pb2, solution_pb2
from ortools.math_opt.core.python import solver as core
from ortools.math_opt.python import callback, init_arguments, mathopt
from ortools.sat.python import cp_model
from pybind11_abseil.status import StatusNotOk
from scipy.sparse import csr_array

from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

__all__ = [
    "CpAnswer",
    "LinearModel",
    "MipAnswer",
    "StatusNotOk",
    "cp_model",
    "mathopt",
    "solve_cp",
    "solve_mip",
    "solve_relaxation",
]

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class CpAnswer:
    """CP-SAT's answer; `solver` gives the values of variables when `found`."""

    proof: Proof
    solver: cp_model.CpSolver

    @property
    def found(self) -> bool:
        """Whether there is a solution to read."""
        return self.proof.status in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True)
class LinearModel:
    """Least (or most) cost @ x + offset: least <= matrix @ x <= most, lower <= x <= upper, some x integer."""

    cost: Numbers
    lower: Numbers
    upper: Numbers
    integer: NDArray[np.bool_]
    least: Numbers
    most: Numbers
    matrix: csr_array
    offset: float = 0.0
    maximise: bool = False


@dataclass(frozen=True)
class MipAnswer:
    """A MIP or LP answer: `values` of columns and `duals` of rows (of an LP), empty where there are none."""

    proof: Proof
    values: Numbers
    duals: Numbers

    @property
    def found(self) -> bool:
        """Whether there is a solution to read."""
        return self.proof.status in (Status.OPTIMAL, Status.FEASIBLE)


class _Listener(cp_model.CpSolverSolutionCallback):
    """Passes CP-SAT's solutions on and stops it when asked, also when the stop came before the start."""

    def __init__(self, stage: str, progress: Progress) -> None:
        super().__init__()
        self._stage, self._progress = stage, progress

    def on_solution_callback(self) -> None:
        if self._progress.stopped:
            self.stop_search()
        self._progress.report(self._stage, 0.0, objective=self.objective_value, bound=self.best_objective_bound)


_CP_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


def solve_cp(
    model: cp_model.CpModel,
    *,
    stage: str,
    partition: str = "",
    limits: Limits,
    progress: Progress | None = None,
    tune: Callable[[cp_model.CpSolver], None] | None = None,
) -> CpAnswer:
    """Solve a CP-SAT model; repeatable for the same seed and workers when `limits.work` ends it.

    Raises
    ------
    ValueError
        When the model itself is invalid (a mistake of ours).
    """
    progress = progress or Progress()
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = limits.seed
    parameters.num_workers = limits.workers
    parameters.interleave_search = limits.workers > 1
    parameters.relative_gap_limit = limits.gap
    if limits.seconds is not None:
        parameters.max_time_in_seconds = limits.seconds
    if limits.work is not None:
        parameters.max_deterministic_time = limits.work
    if tune is not None:
        tune(solver)
    began = time.perf_counter()
    code = solver.solve(model, _Listener(stage, progress))
    seconds = time.perf_counter() - began
    if code == cp_model.MODEL_INVALID:
        raise ValueError(f"{stage} {partition}: invalid model: {model.validate()}")
    status = _CP_STATUS[code]
    found = status in (Status.OPTIMAL, Status.FEASIBLE)
    has_objective = model.has_objective()
    if status is Status.OPTIMAL and limits.gap > 0 and has_objective:
        bound = solver.best_objective_bound
        if abs(solver.objective_value - bound) > 1e-6 * max(1.0, abs(bound)):
            status = Status.FEASIBLE
    objective = (solver.objective_value if has_objective else 0.0) if found else None
    bound_value = solver.best_objective_bound if has_objective else objective
    return CpAnswer(Proof(stage, partition, status, objective, bound_value, seconds, limits.seed), solver)


_SOLVERS = {
    "highs": mathopt.SolverType.HIGHS,
    "scip": mathopt.SolverType.GSCIP,
}


def solve_mip(
    model: LinearModel,
    *,
    stage: str,
    partition: str = "",
    limits: Limits,
    solver: str = "highs",
    near: Numbers | None = None,
    presolve: bool = True,
    heuristics: bool = True,
    progress: Progress | None = None,
) -> MipAnswer:
    """Solve a linear or mixed-integer model with HiGHS or SCIP; repeatable under `limits.nodes`.

    HiGHS can not be interrupted from Python: a stop asked for during its solve takes effect after it, so
    models are kept small or given limits. It begins from the values `near` where they are given. Linear models
    from which presolve takes little are quicker without. Without `heuristics` bounds come sooner, answers perhaps
    never.

    Raises
    ------
    ValueError
        When the solver refuses a parameter or the model.
    """
    parameters = mathopt.SolveParameters(
        time_limit=None if limits.seconds is None else timedelta(seconds=limits.seconds),
        node_limit=limits.nodes,
        relative_gap_tolerance=limits.gap,
        random_seed=limits.seed,
        threads=limits.workers if solver == "scip" else None,
        presolve=None if presolve else mathopt.Emphasis.OFF,
        heuristics=None if heuristics else mathopt.Emphasis.OFF,
    )
    return _solve(model, parameters, solver, stage, partition, limits, near, progress)


def solve_relaxation(model: LinearModel, *, stage: str, partition: str = "", limits: Limits) -> MipAnswer:
    """Values and dual values of a linear model by HiGHS' interior point, without a vertex.

    Much faster than the simplex on large covering models. Both are right to the solver's tolerance only: who needs
    a bound computes it anew from the dual values.
    """
    parameters = mathopt.SolveParameters()
    parameters.highs.string_options["solver"] = "ipm"
    began = time.perf_counter()
    for crossover in ("off", "on"):
        if limits.seconds is not None:
            left = limits.seconds - (time.perf_counter() - began)
            parameters.time_limit = timedelta(seconds=max(0.0, left))
        # Where interior point alone ends a little short of its tolerances, HiGHS calls that unknown.
        parameters.highs.string_options["run_crossover"] = crossover
        try:
            return _solve(model, parameters, "highs", stage, partition, limits, None, None)
        except ValueError:
            if crossover == "on":
                raise
    raise AssertionError


def _solve(
    model: LinearModel,
    parameters: mathopt.SolveParameters,
    solver: str,
    stage: str,
    partition: str,
    limits: Limits,
    near: Numbers | None,
    progress: Progress | None,
) -> MipAnswer:
    """Hand a message to a solver and read its answer."""
    if solver == "highs":
        parameters.highs.string_options["parallel"] = "off"
    hints = model_parameters_pb2.ModelSolveParametersProto()
    if near is not None and len(near):
        values = hints.solution_hints.add().variable_values
        values.ids.extend(range(len(near)))
        values.values.extend(near.tolist())
    began = time.perf_counter()
    try:
        result = asked(model, _SOLVERS[solver], parameters, hints)
    except StatusNotOk as error:
        raise ValueError(f"{stage} {partition}: {error}") from None
    seconds = time.perf_counter() - began
    proof = _mip_proof(result, stage, partition, seconds, limits.seed)
    if progress is not None:
        progress.report(stage, 1.0, objective=proof.objective, bound=proof.bound)
    if proof.objective is None:
        return MipAnswer(proof, np.empty(0), np.empty(0))
    best = result.solutions[0]
    duals = np.empty(0)
    if best.HasField("dual_solution"):
        duals = dense(best.dual_solution.dual_values, len(model.least))
    return MipAnswer(proof, dense(best.primal_solution.variable_values, len(model.cost)), duals)


def asked(
    model: LinearModel,
    solver: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    hints: model_parameters_pb2.ModelSolveParametersProto,
) -> result_pb2.SolveResultProto:
    """What MathOpt answers, message to message.

    Raises
    ------
    StatusNotOk
        When the solver refuses a parameter or the model.
    """
    answer: result_pb2.SolveResultProto = core.solve(  # type: ignore[no-untyped-call]
        message(model),
        solver.value,
        init_arguments.StreamableSolverInitArguments().to_proto(),
        parameters.to_proto(),
        hints,
        None,
        callback.CallbackRegistration().to_proto(),
        None,
        None,
    )
    return answer


def message(model: LinearModel) -> model_pb2.ModelProto:
    """The model as MathOpt's message, in one piece."""
    message = model_pb2.ModelProto()
    message.variables.ids.extend(range(len(model.cost)))
    message.variables.lower_bounds.extend(model.lower.tolist())
    message.variables.upper_bounds.extend(model.upper.tolist())
    message.variables.integers.extend(model.integer.tolist())
    message.objective.maximize = model.maximise
    message.objective.offset = model.offset
    priced = np.flatnonzero(model.cost)
    message.objective.linear_coefficients.ids.extend(priced.tolist())
    message.objective.linear_coefficients.values.extend(model.cost[priced].tolist())
    message.linear_constraints.ids.extend(range(len(model.least)))
    message.linear_constraints.lower_bounds.extend(model.least.tolist())
    message.linear_constraints.upper_bounds.extend(model.most.tolist())
    matrix = csr_array(model.matrix)
    if not matrix.has_sorted_indices:
        matrix = matrix.sorted_indices()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    message.linear_constraint_matrix.row_ids.extend(rows.tolist())
    message.linear_constraint_matrix.column_ids.extend(matrix.indices.tolist())
    message.linear_constraint_matrix.coefficients.extend(matrix.data.tolist())
    return message


def dense(sparse: object, length: int) -> Numbers:
    """A message's sparse vector as an array; what it leaves out is zero."""
    values = np.zeros(length)
    values[np.array(sparse.ids, dtype=np.int64)] = np.array(sparse.values)  # type: ignore[attr-defined]
    return values


def _mip_proof(
    result: result_pb2.SolveResultProto, stage: str, partition: str, seconds: float, seed: int
) -> Proof:
    """Status from what was found and bounded, not from the solver's word alone."""
    reason = result.termination.reason
    bounds = result.termination.objective_bounds
    first = result.solutions[0].primal_solution if result.solutions else None
    if first is not None and first.feasibility_status == solution_pb2.SOLUTION_STATUS_FEASIBLE:
        objective, bound = first.objective_value, bounds.dual_bound
        closed = abs(objective - bound) <= 1e-6 * max(1.0, abs(objective))
        proven = reason == result_pb2.TERMINATION_REASON_OPTIMAL and closed
        return Proof(
            stage, partition, Status.OPTIMAL if proven else Status.FEASIBLE, objective, bound, seconds, seed
        )
    infeasible = (
        result_pb2.TERMINATION_REASON_INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
    )
    if reason in infeasible:
        return Proof(stage, partition, Status.INFEASIBLE, None, None, seconds, seed)
    return Proof(stage, partition, Status.UNKNOWN, None, bounds.dual_bound, seconds, seed)
