"""A waiting line whose arrivals and servers change: how many are in it, from one interval to the next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import lapack

from optimize.queueing.line import Line
from quarterhour.arrays import Floats, Ints, Mask

UNHEARD = 1e-10
"""States at the far end of a line that are less likely are left out."""


@dataclass(frozen=True)
class Flow(Line):
    """What one interval brings to each line.

    Attributes
    ----------
    leaving
        People (on average over the interval) who are not on duty any more but still finish a customer.
    """

    leaving: Floats

    def take(self, cells: Mask | Ints) -> Flow:
        """The flow of some lines only."""
        return Flow(
            self.rate[cells], self.handling[cells], self.cv[cells], self.patience[cells], self.leaving[cells]
        )


@dataclass(frozen=True)
class Crowding:
    """Chances of the numbers in each of many lines, laid end to end: line l has the states 0 .. size[l] - 1.

    Attributes
    ----------
    size
        States of each line; who comes when all are taken is not let in.
    chance
        Of each state, flat.
    """

    size: Ints
    chance: Floats

    @classmethod
    def empty(cls, size: Ints) -> Crowding:
        """Lines in which nobody is."""
        chance = np.zeros(int(size.sum()))
        chance[np.cumsum(size) - size] = 1.0
        return cls(size, chance)

    @cached_property
    def line(self) -> Ints:
        """Line of each state."""
        return np.repeat(np.arange(len(self.size)), self.size)

    @cached_property
    def number(self) -> Ints:
        """How many are in the line in each state."""
        return np.arange(len(self.chance)) - np.repeat(np.cumsum(self.size) - self.size, self.size)

    def take(self, lines: Mask) -> Crowding:
        """Some of the lines."""
        return Crowding(self.size[lines], self.chance[np.repeat(lines, self.size)])

    def reached(self) -> Ints:
        """The highest number in each line that is likely at all."""
        likely = np.where(self.chance > UNHEARD, self.number, 0)
        highest: Ints = np.maximum.reduceat(likely, np.cumsum(self.size) - self.size)
        return highest

    def resized(self, size: Ints) -> Crowding:
        """The same with other numbers of states; those beyond are left out."""
        other = Crowding(size, np.zeros(int(size.sum())))
        other.chance[other.number < self.size[other.line]] = self.chance[self.number < size[self.line]]
        return other

    def mean(self, values: Floats) -> Floats:
        """Expected value by line of a quantity given by state."""
        sums: Floats = np.bincount(self.line, self.chance * values, minlength=len(self.size)).astype(np.float64)
        return sums


def pass_interval(
    before: Crowding, flow: Flow, servers: Ints | Floats, minutes: float, steps: int
) -> tuple[Crowding, Crowding]:
    """Chances at the end of an interval, and on average over it.

    The line is M/M/c+M while the interval lasts, but for people who leave: births at the rate, deaths at
    min(n, c + leaving) / handling + max(n - c - leaving, 0) / patience. Its Kolmogorov equations are stepped
    backward (implicit Euler: no step is too long, chances stay chances, and what lasts is exactly the
    stationary line), all lines in one tridiagonal system.
    """
    line, number = before.line, before.number
    step = minutes / steps
    busy = np.minimum(number, (servers + flow.leaving)[line])
    death = busy * (step / flow.handling)[line]
    if np.isfinite(flow.patience).any():
        death += (number - busy) * (step / flow.patience)[line]
    birth = (step * flow.rate)[line]
    birth[np.cumsum(before.size) - 1] = 0.0
    factors = lapack.dgttrf(-birth[:-1], 1.0 + birth + death, -death[1:])[:-1]
    now = before.chance
    total = now / 2
    for _ in range(steps):
        now, _ = lapack.dgttrs(*factors, now)
        total += now
    total -= now / 2
    total /= steps
    return Crowding(before.size, now), Crowding(before.size, total)


def still_serving(before: Crowding, serving: Floats, servers: Ints | Floats) -> Floats:
    """People who are busy when an interval begins that has fewer servers: they finish the customer in hand.

    Parameters
    ----------
    serving
        Servers of the interval before, those included who were still finishing then.
    """
    line = before.line
    busy = np.minimum(before.number, serving[line])
    return before.mean(np.maximum(busy - servers[line], 0.0))
