"""One line with what theory says of it: demand and promises of a pool or post, interval by interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.queueing import Line
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class Pledge:
    """One promise of a lane, and where it is made.

    Attributes
    ----------
    minutes
        Mean wait, or within how many minutes.
    share
        Share promised within; NaN for a mean wait.
    patience
        Mean patience of the service that makes it, in minutes; infinite where nobody leaves.
    arrivals
        Customers to whom it is made, by interval.
    services
        Whose customers they are, among those of the pool that is played.
    """

    minutes: float
    share: float
    patience: float
    arrivals: Floats
    services: Ints

    @property
    def by_mean(self) -> bool:
        """Whether it promises a mean wait."""
        return bool(np.isnan(self.share))

    @property
    def limit(self) -> float:
        """The score that just keeps it."""
        return 0.5 if self.by_mean else 1.0 - self.share

    def score(self, value: Floats) -> Floats:
        """From the share that is late, or the mean wait, to 0 (best) .. 1."""
        return score_of_wait(value, np.array(self.minutes)) if self.by_mean else value


@dataclass(frozen=True)
class OneLane:
    """Demand of one lane; arrays by position (n) and service (s).

    Attributes
    ----------
    name
        Outlet and pool or post: its draws are named after it.
    rate
        Arrivals in each interval, shape (n, s).
    handling, spread, patience
        Minutes, shape (s,).
    line
        The services' mixture at its own rate, n cells.
    pledges
        The distinct promises that its people answer for.
    away
        People who are counted but busy with other work, by interval.
    """

    name: tuple[str, ...]
    rate: Floats
    handling: Floats
    spread: Floats
    patience: Floats
    line: Line
    pledges: tuple[Pledge, ...]
    away: Floats


def score_of_wait(wait: Floats, promised: Floats) -> Floats:
    """From a mean wait in minutes to 0 (none) .. 1 (endless); a half where it is the one promised."""
    scale = np.maximum(promised, 1e-3)
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(wait), 1.0, wait / (wait + scale))
