"""Mixed-integer models from arrays, and the better of a known start and what the solver finds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.solve import LinearModel, solve_mip
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

    @property
    def model(self) -> LinearModel:
        """The same for the solver."""
        return LinearModel(
            self.objective,
            self.bottom,
            self.top,
            self.integer,
            self.lower,
            self.upper,
            sparse.csr_array(self.matrix),
            maximise=self.maximise,
        )


def best(
    mip: Mip, start: Array, bound: float, *, stage: str, limits: Limits, progress: Progress | None = None
) -> tuple[Array, Proof]:
    """The better of `start` (feasible) and the solver's answer, with a proof for the one that is returned.

    `bound` is a valid bound known beforehand; a start that meets it needs no solver. After a stop, or where
    a limit comes before the solver's first answer, the start stands with the best bound there is.
    """
    if _closed(mip.value(start), bound) or (progress is not None and progress.stopped):
        return start, _proof(mip, start, bound, stage, 0.0, limits)
    answer = solve_mip(mip.model, stage=stage, limits=limits, progress=progress)
    if answer.proof.status is Status.INFEASIBLE:
        raise ValueError(f"{stage}: the solver calls the model infeasible although a start was given.")
    better = max if not mip.maximise else min
    if answer.proof.bound is not None and np.isfinite(answer.proof.bound):
        bound = better(bound, answer.proof.bound)
    chosen = start
    if answer.found:
        found = answer.values
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
