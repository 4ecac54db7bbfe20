"""What a run is asked to do; never changes once it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class RunRequest:
    """One run: a plan, or a study of sites.

    Attributes
    ----------
    network, path
        Identifier of the network, and where it lies below the data root.
    name, changes
        The scenario, as plain data.
    language
        Of the report.
    study
        kind (coverage, place, consolidate, explain) and what that takes; None for a plan.
    full
        Plan all staff again in place of holding what the scenario does not touch.
    seed
        None for the network's own.
    processes, workers, replications, rounds, seconds
        As `scenarios.plan.PlanOptions`.
    """

    network: str
    path: str
    name: str = "base"
    changes: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    language: str = "en"
    full: bool = False
    study: Mapping[str, Any] | None = None
    seed: int | None = None
    processes: int = 1
    workers: int = 1
    replications: int = 30
    rounds: int = 1
    seconds: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {**asdict(self), "changes": [dict(change) for change in self.changes]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RunRequest:
        """The inverse of `as_dict`."""
        return cls(**{**values, "changes": tuple(values["changes"])})
