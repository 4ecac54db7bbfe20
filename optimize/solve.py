"""The only door to OR-Tools: limits, seeds, workers, progress, stop and status for every model.

Models import `cp_model` and `mathopt` from here, so that a change of solver or of its traps has one place.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

__all__ = ["CpAnswer", "MipAnswer", "cp_model", "mathopt", "solve_cp", "solve_mip"]


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
class MipAnswer:
    """A MIP or LP answer; `values` maps variables to values when `found`."""

    proof: Proof
    result: mathopt.SolveResult

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
    "glop": mathopt.SolverType.GLOP,
}


def solve_mip(
    model: mathopt.Model,
    *,
    stage: str,
    partition: str = "",
    limits: Limits,
    solver: str = "highs",
    hint: mathopt.SolutionHint | None = None,
    progress: Progress | None = None,
) -> MipAnswer:
    """Solve a linear or mixed-integer model with HiGHS, SCIP or GLOP; repeatable under `limits.nodes`.

    HiGHS can not be interrupted from Python: a stop asked for during its solve takes effect after it, so
    models are kept small or given limits.

    Raises
    ------
    ValueError
        When the solver refuses a parameter or the model.
    """
    parameters = mathopt.SolveParameters(
        time_limit=None if limits.seconds is None else timedelta(seconds=limits.seconds),
        node_limit=limits.nodes if solver != "glop" else None,
        relative_gap_tolerance=limits.gap if solver != "glop" else None,
        random_seed=limits.seed,
        threads=limits.workers if solver == "scip" else None,
    )
    if solver == "highs":
        parameters.highs.string_options["parallel"] = "off"
    hints = mathopt.ModelSolveParameters(solution_hints=[hint] if hint is not None else [])
    began = time.perf_counter()
    try:
        result = mathopt.solve(model, _SOLVERS[solver], params=parameters, model_params=hints)
    except AttributeError as error:
        if type(error.__context__).__name__ == "StatusNotOk":
            raise ValueError(f"{stage} {partition}: {error.__context__}") from None
        raise
    seconds = time.perf_counter() - began
    proof = _mip_proof(result, stage, partition, seconds, limits.seed)
    if progress is not None:
        progress.report(stage, 1.0, objective=proof.objective, bound=proof.bound)
    return MipAnswer(proof, result)


def _mip_proof(result: mathopt.SolveResult, stage: str, partition: str, seconds: float, seed: int) -> Proof:
    """Status from what was found and bounded, not from the solver's word alone."""
    reason = mathopt.TerminationReason
    bounds = result.termination.objective_bounds
    if result.has_primal_feasible_solution():
        objective, bound = result.objective_value(), bounds.dual_bound
        closed = abs(objective - bound) <= 1e-6 * max(1.0, abs(objective))
        proven = result.termination.reason == reason.OPTIMAL and closed
        return Proof(
            stage, partition, Status.OPTIMAL if proven else Status.FEASIBLE, objective, bound, seconds, seed
        )
    if result.termination.reason in (reason.INFEASIBLE, reason.INFEASIBLE_OR_UNBOUNDED):
        return Proof(stage, partition, Status.INFEASIBLE, None, None, seconds, seed)
    return Proof(stage, partition, Status.UNKNOWN, None, bounds.dual_bound, seconds, seed)
