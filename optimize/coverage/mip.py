"""Mixed-integer models from arrays, and the better of a known start and what the solver finds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.solve import mathopt, solve_mip
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Mip:
    """max (or min) objective @ v with lower <= matrix @ v <= upper, bottom <= v <= top, some v integer."""

    objective: Array
    matrix: sparse.csr_array
    lower: Array
    upper: Array
    bottom: Array
    top: Array
    integer: npt.NDArray[np.bool_]
    maximise: bool

    def value(self, v: Array) -> float:
        """The objective at `v`."""
        return float(self.objective @ v)

    def model(self) -> mathopt.Model:
        """The same as MathOpt's model; filled as arrays, since adding term by term takes longer than solving."""
        proto = mathopt.Model().export_model()
        count = len(self.objective)
        proto.variables.ids.extend(range(count))
        proto.variables.lower_bounds.extend(self.bottom.tolist())
        proto.variables.upper_bounds.extend(self.top.tolist())
        proto.variables.integers.extend(self.integer.tolist())
        proto.objective.maximize = self.maximise
        priced = np.flatnonzero(self.objective)
        proto.objective.linear_coefficients.ids.extend(priced.tolist())
        proto.objective.linear_coefficients.values.extend(self.objective[priced].tolist())
        proto.linear_constraints.ids.extend(range(len(self.lower)))
        proto.linear_constraints.lower_bounds.extend(self.lower.tolist())
        proto.linear_constraints.upper_bounds.extend(self.upper.tolist())
        entries = sparse.csr_array(self.matrix)
        entries.sort_indices()
        rows = np.repeat(np.arange(entries.shape[0]), np.diff(entries.indptr))
        proto.linear_constraint_matrix.row_ids.extend(rows.tolist())
        proto.linear_constraint_matrix.column_ids.extend(entries.indices.tolist())
        proto.linear_constraint_matrix.coefficients.extend(entries.data.tolist())
        return mathopt.Model.from_model_proto(proto)


def best(
    mip: Mip, start: Array, bound: float, *, stage: str, limits: Limits, progress: Progress | None = None
) -> tuple[Array, Proof]:
    """The better of `start` (feasible) and the solver's answer, with a proof for the one that is returned.

    `bound` is a valid bound known beforehand; a start that meets it needs no solver. After a stop, or where
    a limit comes before the solver's first answer, the start stands with the best bound there is.
    """
    if _closed(mip.value(start), bound) or (progress is not None and progress.stopped):
        return start, _proof(mip, start, bound, stage, 0.0, limits)
    model = mip.model()
    answer = solve_mip(model, stage=stage, limits=limits, progress=progress)
    if answer.proof.status is Status.INFEASIBLE:
        raise ValueError(f"{stage}: the solver calls the model infeasible although a start was given.")
    better = max if not mip.maximise else min
    if answer.proof.bound is not None and np.isfinite(answer.proof.bound):
        bound = better(bound, answer.proof.bound)
    chosen = start
    if answer.found:
        found = np.asarray(answer.result.variable_values(list(model.variables())), dtype=float)
        whole = np.rint(found)
        # Also continuous variables that miss a whole number by the solver's tolerance only.
        found = np.where(mip.integer | (np.abs(found - whole) < 1e-6), whole, np.clip(found, mip.bottom, mip.top))
        sign = 1.0 if mip.maximise else -1.0
        chosen = found if sign * mip.value(found) > sign * mip.value(start) else start
    return chosen, _proof(mip, chosen, bound, stage, answer.proof.seconds, limits)


def _closed(objective: float, bound: float) -> bool:
    return abs(objective - bound) <= 1e-6 * max(1.0, abs(objective))


def _proof(mip: Mip, v: Array, bound: float, stage: str, seconds: float, limits: Limits) -> Proof:
    """Optimal only where this very answer meets the bound, to a millionth."""
    objective = mip.value(v)
    status = Status.OPTIMAL if _closed(objective, bound) else Status.FEASIBLE
    return Proof(stage, "", status, objective, bound, seconds, limits.seed)


def with_offset(proof: Proof, offset: float) -> Proof:
    """The proof with a constant added that the model left out; the gap's numerator stays."""
    objective = None if proof.objective is None else proof.objective + offset
    bound = None if proof.bound is None else proof.bound + offset
    return replace(proof, objective=objective, bound=bound)
