"""When a search ends: by the clock, by work that is the same on every machine, or because it was asked to."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from quarterhour.progress import Progress, Unheard
from quarterhour.result import Limits


@dataclass(frozen=True)
class Left:
    """What a clock has left, in a form that other processes understand.

    Attributes
    ----------
    until
        Seconds since the epoch; None without a limit of time.
    work
        None without a limit of work.
    """

    until: float | None
    work: float | None


class Clock:
    """Seconds and work left of a search; shares of it are clocks of their own.

    Work is counted in about the seconds that it takes on a quiet machine.
    """

    def __init__(self, limits: Limits, progress: Progress | None = None) -> None:
        self.progress = progress or Progress()
        self.began = time.perf_counter()
        self.work = 0.0
        self._parent: Clock | None = None
        self._end = None if limits.seconds is None else self.began + limits.seconds
        self._most = limits.work
        self.repeatable = limits.work is not None

    @classmethod
    def of(cls, left: Left, progress: Progress) -> Clock:
        """A clock of another process for what was left."""
        seconds = None if left.until is None else max(0.0, left.until - time.time())
        return cls(Limits(seconds=seconds, work=left.work), progress)

    def for_others(self, more: float = 0.0) -> Left:
        """What is left, and so many seconds, or so much work, more."""
        seconds = self.seconds
        until = None if seconds is None else time.time() + seconds + more
        work = None if self._most is None else max(0.0, self._most - self.work) + more
        return Left(until, work)

    def share(self, part: float, *, unheard: bool = False) -> Clock:
        """A clock that ends after a part of what is left; what is found meanwhile is reported, or `unheard`."""
        clock = Clock(Limits(), Unheard(self.progress) if unheard else self.progress)
        clock._parent = self
        clock._end = None if self._end is None else clock.began + part * (self.seconds or 0.0)
        clock._most = None if self._most is None else part * max(0.0, self._most - self.work)
        clock.repeatable = self.repeatable
        return clock

    def spend(self, work: float) -> None:
        """Count work that was done."""
        self.work += work
        if self._parent is not None:
            self._parent.spend(work)

    @property
    def seconds(self) -> float | None:
        """Seconds left, None without such a limit."""
        return None if self._end is None else max(0.0, self._end - time.perf_counter())

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.began

    @property
    def used(self) -> float:
        """How much of what limits this clock is used, 0 to 1."""
        shares = [0.0]
        if self._end is not None:
            shares.append(1.0 - (self.seconds or 0.0) / max(1e-9, self._end - self.began))
        if self._most is not None:
            shares.append(self.work / max(1e-9, self._most))
        return min(1.0, max(shares))

    @property
    def left(self) -> float:
        """Work that is likely to end before this clock does."""
        seconds = math.inf if self.seconds is None else self.seconds
        return seconds if self._most is None else min(seconds, max(0.0, self._most - self.work))

    def fits(self, work: float) -> bool:
        """Whether that much work is likely to end before this clock does."""
        return work <= self.left

    @property
    def out(self) -> bool:
        """Whether to end now."""
        return self.used >= 1.0 or self.progress.stopped or (self._parent is not None and self._parent.out)
