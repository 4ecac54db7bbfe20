"""What a search may spend, in seconds and counted work, and what it has spent."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from quarterhour.progress import Progress
from quarterhour.result import Limits

SECONDS = 5.0
"""What a unit of work takes, about (measured), to tell whether something fits into seconds."""


@dataclass
class Spending:
    """Limits and what is spent of them; `began` is a reading of the clock."""

    limits: Limits
    progress: Progress
    spent: float = 0.0
    began: float = field(default_factory=time.perf_counter)

    def share(self, share: float) -> Limits:
        """That share of the limits."""
        seconds, work = self.limits.seconds, self.limits.work
        return replace(
            self.limits,
            seconds=None if seconds is None else seconds * share,
            work=None if work is None else work * share,
        )

    def beyond(self, share: float = 1.0) -> bool:
        """Whether that share of the limits is spent, or somebody asks to stop."""
        seconds, work = self.limits.seconds, self.limits.work
        late = seconds is not None and self.seconds >= share * seconds
        return late or self.progress.stopped or (work is not None and self.spent >= share * work)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.perf_counter() - self.began

    @property
    def seconds_left(self) -> float | None:
        """Seconds that are left, where they are limited."""
        return None if self.limits.seconds is None else self.limits.seconds - self.seconds

    @property
    def left(self) -> float:
        """Work that is left, or that fits into the seconds."""
        work = np.inf if self.limits.work is None else self.limits.work - self.spent
        return float(work if self.seconds_left is None else min(work, self.seconds_left / SECONDS))
