"""When an own search stops: time, deterministic work, or a stop that was asked for."""

from __future__ import annotations

import time
from dataclasses import replace

from quarterhour.progress import Progress
from quarterhour.result import Limits

UNIT = 50_000_000
"""Elementary steps (entries of a matrix looked at) that count as one unit of `Limits.work`: about a second."""


class Clock:
    """Counts time and work of one solve, and says what is left of them for the next part."""

    def __init__(self, limits: Limits, progress: Progress | None = None) -> None:
        self.limits = limits
        self._progress = progress or Progress()
        self._began = time.perf_counter()
        self._steps = 0.0

    @property
    def seconds(self) -> float:
        """Wall-clock seconds since the start."""
        return time.perf_counter() - self._began

    @property
    def steps(self) -> float:
        """Work that was counted."""
        return self._steps

    def late(self, part: float = 1.0, ahead: float = 0.0) -> bool:
        """Whether `part` of the time is up `ahead` seconds from now or a stop was asked, whatever work is left."""
        timed = self.limits.seconds is not None and self.seconds + ahead >= part * self.limits.seconds
        return self._progress.stopped or timed

    def spend(self, steps: float) -> None:
        """Count work: entries of a matrix that were looked at."""
        self._steps += steps

    def over(self, part: float = 1.0, ahead: float = 0.0) -> bool:
        """Whether `part` of the time (`ahead` seconds from now) or of the work is used up, or a stop was asked."""
        if self._progress.stopped:
            return True
        if self.limits.work is not None and self._steps >= part * self.limits.work * UNIT:
            return True
        return self.limits.seconds is not None and self.seconds + ahead >= part * self.limits.seconds

    def left(self, part: float = 1.0) -> Limits:
        """Limits of a solver call that may take what is left up to `part` of the time.

        A solver counts nodes where we count steps, so `nodes` is passed on as it is.
        """
        if self.limits.seconds is None:
            return self.limits
        return replace(self.limits, seconds=max(0.0, part * self.limits.seconds - self.seconds))

    def report(self, stage: str, objective: float, bound: float) -> None:
        """Tell how far a stage is."""
        share = 0.0 if not self.limits.seconds else min(1.0, self.seconds / self.limits.seconds)
        self._progress.report(stage, share, objective=objective, bound=bound)
