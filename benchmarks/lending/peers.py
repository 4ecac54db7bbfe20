"""Plain models of a day given to solvers as they are, for the time that one instance may take."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.lending.compact import compact
from optimize.linear import LinearProgram
from optimize.shared_staff.lending import LendingProblem
from optimize.solve import cp_model, solve_cp
from quarterhour.result import Limits


def highs(problem: LendingProblem, limits: Limits) -> dict[str, Any]:
    """HiGHS on the time-expanded model."""
    began = time.perf_counter()
    answer, _ = compact(problem).solve(stage="lending", partition="plain", limits=limits)
    return _told(answer.proof.objective, answer.proof.bound, str(answer.proof.status), began)


def cp_sat(problem: LendingProblem, limits: Limits) -> dict[str, Any]:
    """CP-SAT on the same model; missing people are whole there, as they are in the end."""
    began = time.perf_counter()
    answer = solve_cp(_cp_model(compact(problem)), stage="lending", partition="plain", limits=limits)
    return _told(answer.proof.objective, answer.proof.bound, str(answer.proof.status), began)


def _told(objective: float | None, bound: float | None, status: str, began: float) -> dict[str, Any]:
    return {"objective": objective, "bound": bound, "status": status, "seconds": time.perf_counter() - began}


def _cp_model(program: LinearProgram) -> cp_model.CpModel:
    model = cp_model.CpModel()
    most = np.where(np.isfinite(program.upper), program.upper, 1e6).astype(np.int64)
    variables = [model.new_int_var(0, high, "") for high in most.tolist()]
    matrix = program.matrix
    for row in range(matrix.shape[0]):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns, values = matrix.indices[span].tolist(), matrix.data[span].tolist()
        if not columns:
            continue
        total = sum(int(value) * variables[column] for column, value in zip(columns, values, strict=True))
        if np.isfinite(program.least[row]):
            model.add(total >= int(program.least[row]))
        if np.isfinite(program.most[row]):
            model.add(total <= int(program.most[row]))
    priced = np.flatnonzero(program.cost)
    model.minimize(
        sum(float(program.cost[column]) * variables[column] for column in priced.tolist()) + program.offset
    )
    return model
