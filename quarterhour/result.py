"""What every optimised answer says about itself: status, objective, bound, gap, seconds, seed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How far an optimisation got. A limit never reads as optimal."""

    OPTIMAL = "optimal"
    """Proven: objective and bound agree."""
    FEASIBLE = "feasible"
    """Stopped by a limit with an answer and a bound."""
    INFEASIBLE = "infeasible"
    """Proven that no answer exists."""
    UNKNOWN = "unknown"
    """Stopped by a limit before any answer was found."""


@dataclass(frozen=True)
class Limits:
    """When a solve stops. Work limits give the same answer on every machine, seconds do not.

    Attributes
    ----------
    seconds
        Wall-clock limit; None for none.
    work
        CP-SAT's deterministic time, per worker; None for none.
    nodes
        Branch-and-bound nodes of a MIP; None for none.
    gap
        Relative gap at which a solve may stop.
    seed, workers
        Random seed and number of solver threads or of processes of a search, both part of what makes an answer
        repeatable.
    """

    seconds: float | None = None
    work: float | None = None
    nodes: int | None = None
    gap: float = 0.0
    seed: int = 0
    workers: int = 1


@dataclass(frozen=True)
class Proof:
    """The evidence beside an optimised answer.

    Attributes
    ----------
    objective, bound
        In the units of the model's objective; None while there is no answer or no bound.
    seconds
        Wall-clock time of the solve.
    """

    stage: str
    partition: str
    status: Status
    objective: float | None
    bound: float | None
    seconds: float
    seed: int

    @property
    def gap(self) -> float | None:
        """|objective - bound| / max(1, |objective|)."""
        if self.objective is None or self.bound is None:
            return None
        if not (math.isfinite(self.objective) and math.isfinite(self.bound)):
            return None
        return abs(self.objective - self.bound) / max(1.0, abs(self.objective))

    def as_dict(self) -> dict[str, Any]:
        """All fields and the gap, ready for JSON."""
        return {
            "stage": self.stage,
            "partition": self.partition,
            "status": str(self.status),
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "seconds": self.seconds,
            "seed": self.seed,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Proof:
        """The inverse of `as_dict`."""
        kept = {key: value for key, value in values.items() if key != "gap"}
        return cls(**{**kept, "status": Status(kept["status"])})
