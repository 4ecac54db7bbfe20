"""One waiting line served by n people, in the long run: Erlang B, C and A, each by its own plain recursion.

Arrivals are Poisson, served first come first served; time is in minutes. Without patience a line is M/M/n with the
mean wait scaled by (1 + cv^2) / 2; with patience it is M/M/n+M, people waiting leave at the rate 1 / patience.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
STRETCH = 6.0
"""Mean events in one stretch of the integral over waiting times: 24 points take it to the last digits."""


@dataclass(frozen=True)
class Line:
    """Customers: arrivals a minute, mean handling minutes, its spread over its mean, mean patience (inf: none)."""

    rate: float
    handling: float
    cv: float
    patience: float

    @property
    def load(self) -> float:
        """Erlangs offered."""
        return self.rate * self.handling


@dataclass(frozen=True)
class Served:
    """A line with `people` serving; `blocked` is Erlang B, the share turned away if nobody could wait."""

    line: Line
    people: int
    blocked: float

    @property
    def wait(self) -> float:
        """Mean minutes of all arrivals, served or not."""
        if math.isinf(self.line.patience):
            spare = self.people - self.line.load
            return self._delayed * self._scale / spare if spare > 0 else math.inf
        return self.lost * self.line.patience

    @property
    def lost(self) -> float:
        """Share of arrivals that leave unserved."""
        if math.isinf(self.line.patience):
            return 0.0
        weight = sum(place * there for place, there in enumerate(self._waiting))
        return self._full * weight / (self.line.patience * self.line.rate)

    def within(self, minutes: float) -> float:
        """Share of arrivals whose service begins within so many minutes."""
        if math.isinf(self.line.patience):
            spare = self.people - self.line.load
            if spare <= 0:
                return 0.0
            return 1.0 - self._delayed * math.exp(-minutes * spare / self._scale)
        at_once = 1.0 - self._full * sum(self._waiting)
        return at_once + self._soon(minutes)

    @property
    def _scale(self) -> float:
        """Minutes of handling by which waits of a line without patience are measured."""
        return self.line.handling * (1.0 + self.line.cv**2) / 2.0

    @property
    def _delayed(self) -> float:
        """Erlang C from Erlang B."""
        load, people = self.line.load, self.people
        return people * self.blocked / (people - load * (1.0 - self.blocked)) if load < people else 1.0

    @cached_property
    def _waiting(self) -> list[float]:
        """How likely 0, 1, 2 .. wait while all serve, against nobody waiting: births over deaths."""
        leaving, serving = 1.0 / self.line.patience, self.people / self.line.handling
        there, place = [1.0], 0
        while there[-1] > 1e-18 * max(there) or self.line.rate > serving + place * leaving:
            place += 1
            there.append(there[-1] * self.line.rate / (serving + place * leaving))
        return there

    @cached_property
    def _full(self) -> float:
        """Probability that all serve and nobody waits."""
        return self.blocked / (1.0 - self.blocked + self.blocked * sum(self._waiting))

    def _soon(self, minutes: float) -> float:
        """Share of arrivals that wait, and are served within so many minutes.

        The wait that a patient customer would have has the density v(0) exp(rate * integral of the share still
        there - serving * t) (Baccelli and Hebuterne 1981); of these the share exp(-t / patience) is still there.
        """
        if minutes <= 0:
            return 0.0
        rate, patience, serving = self.line.rate, self.line.patience, self.people / self.line.handling
        pieces = max(1, math.ceil((rate + serving + 1 / patience) * minutes / STRETCH))
        half = minutes / pieces / 2
        middles = (2 * np.arange(pieces) + 1) * half
        times = middles[:, None] + half * NODES[None, :]
        still = -np.expm1(-times / patience) * patience
        density = np.exp(rate * still - serving * times - times / patience)
        return self._full * serving * float((density * WEIGHTS).sum()) * half


def by_people(line: Line) -> Iterator[Served]:
    """The line with 1, 2, 3 .. people, Erlang B carried on from one to the next."""
    blocked, people = 1.0, 0
    while True:
        people += 1
        blocked = line.load * blocked / (people + line.load * blocked)
        yield Served(line, people, blocked)
