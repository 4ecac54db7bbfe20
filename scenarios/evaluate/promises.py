"""What the customers of a pool who come in one interval ask for, and the least people who keep every promise."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scenarios.evaluate.queues import Line, by_people

SLACK = 1e-9
"""On minutes and shares promised: a promise that is met exactly is met."""


@dataclass(frozen=True)
class Service:
    """One row of the services table; spread and patience with their defaults, times in minutes."""

    name: str
    deferred: bool
    handling: float
    spread: float
    patience: float
    promise: str
    minutes: float
    share: float
    clock: str


@dataclass(frozen=True)
class Crowd:
    """Immediate customers of one pool in one interval, in one line.

    Attributes
    ----------
    parts
        Service and the customers expected of it in the interval, more than none.
    line
        Their mixture: mean and spread of handling, and the rate at which people leave; None where nobody comes.
    """

    parts: tuple[tuple[Service, float], ...]
    line: Line | None

    @property
    def load(self) -> float:
        """Erlangs offered."""
        return 0.0 if self.line is None else self.line.load

    def variance(self, grain: float) -> float:
        """Of the work that comes, in person-intervals, where each service's customers are a Poisson number."""
        return sum(rate * (service.handling**2 + service.spread**2) for service, rate in self.parts) / grain**2

    def least(self) -> int:
        """The fewest people with whom every promise holds."""
        if self.line is None:
            return 0
        most_wait = min(
            (service.minutes for service, _ in self.parts if service.promise == "mean_wait"), default=math.inf
        )
        shares: dict[float, float] = {}
        for service, _ in self.parts:
            if service.promise == "share_within":
                shares[service.minutes] = max(service.share, shares.get(service.minutes, 0.0))
        for served in by_people(self.line):
            reached = served.people / self.load
            if any(reached < share - 1e-6 for share in shares.values()):
                continue  # nobody beyond the time of those who serve is served at all
            if most_wait < math.inf and not served.wait <= most_wait + SLACK:
                continue
            if all(served.within(minutes) >= share - SLACK for minutes, share in shares.items()):
                return served.people
        raise AssertionError("unreachable: lines grow without end")


def crowd(parts: Iterable[tuple[Service, float]], grain: float) -> Crowd:
    """The crowd of services and their customers in an interval of `grain` minutes."""
    come = tuple((service, rate) for service, rate in parts if rate > 0)
    if not come:
        return Crowd((), None)
    whole = sum(rate for _, rate in come)
    handling = sum(rate * service.handling for service, rate in come) / whole
    square = sum(rate * (service.handling**2 + service.spread**2) for service, rate in come) / whole
    leaving = sum(rate / service.patience for service, rate in come) / whole
    cv = math.sqrt(max(square / handling**2 - 1.0, 0.0))
    return Crowd(come, Line(whole / grain, handling, cv, 1.0 / leaving if leaving > 0 else math.inf))
