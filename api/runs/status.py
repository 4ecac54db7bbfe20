"""How far a run is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class RunState(StrEnum):
    """The life of a run."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """Stopped by request; the best so far is the result, if there was time for one."""
    FAILED = "failed"


ENDED = (RunState.DONE, RunState.STOPPED, RunState.FAILED)


@dataclass(frozen=True)
class RunStatus:
    """What is known about a run now.

    Attributes
    ----------
    stages
        Share done (0 to 1) of every stage that began.
    created, started, finished
        UTC, ISO 8601; "" while it has not happened.
    error
        Message code of a failure, "" without.
    problems
        Of the input, as file, row, column, value, code, message and fix, where these made it fail.
    """

    state: RunState
    created: str
    started: str = ""
    finished: str = ""
    stages: Mapping[str, float] = field(default_factory=dict)
    error: str = ""
    problems: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def ended(self) -> bool:
        """Whether nothing will happen any more."""
        return self.state in ENDED

    @property
    def seconds(self) -> float | None:
        """From start to end, or to now; None while it waits."""
        if not self.started:
            return None
        end = datetime.fromisoformat(self.finished) if self.finished else datetime.now(UTC)
        return (end - datetime.fromisoformat(self.started)).total_seconds()

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {**asdict(self), "state": str(self.state)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RunStatus:
        """The inverse of `as_dict`."""
        return cls(**{**values, "state": RunState(values["state"]), "problems": tuple(values["problems"])})


def now() -> str:
    """This instant in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
