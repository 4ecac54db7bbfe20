"""A waiting line whose arrivals and servers change: how many are in it, from one interval to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack
from scipy.special import gammaincc, gammaln

from optimize.queueing.line import Line
from quarterhour.arrays import Floats, Ints, Mask

ENDLESS = 1e9
"""Minutes that stand for a wait without end where nobody serves."""


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

    @property
    def line(self) -> Ints:
        """Line of each state."""
        return np.repeat(np.arange(len(self.size)), self.size)

    @property
    def number(self) -> Ints:
        """How many are in the line in each state."""
        return np.arange(len(self.chance)) - np.repeat(np.cumsum(self.size) - self.size, self.size)

    def take(self, lines: Mask) -> Crowding:
        """Some of the lines."""
        return Crowding(self.size[lines], self.chance[np.repeat(lines, self.size)])

    def put(self, lines: Mask, other: Crowding) -> Crowding:
        """With `other` in place of some lines."""
        chance = self.chance.copy()
        chance[np.repeat(lines, self.size)] = other.chance
        return Crowding(self.size, chance)

    def mean(self, values: Floats) -> Floats:
        """Expected value by line of a quantity given by state."""
        sums: Floats = np.bincount(self.line, self.chance * values, minlength=len(self.size)).astype(np.float64)
        return sums


def pass_interval(
    before: Crowding, flow: Flow, servers: Ints, minutes: float, steps: int
) -> tuple[Crowding, Crowding]:
    """Chances at the end of an interval, and on average over it.

    The line is M/M/c+M while the interval lasts, but for people who leave: births at the rate, deaths at
    min(n, c + leaving) / handling + max(n - c - leaving, 0) / patience. Its Kolmogorov equations are stepped
    backward (implicit Euler: no step is too long, chances stay chances, and what lasts is exactly the
    stationary line), all lines in one tridiagonal system.
    """
    line, number = before.line, before.number
    step = minutes / steps
    serving = (servers + flow.leaving)[line]
    death = np.minimum(number, serving) / flow.handling[line]
    death += np.maximum(number - serving, 0.0) / flow.patience[line]
    birth = flow.rate[line].copy()
    birth[np.cumsum(before.size) - 1] = 0.0
    factors = lapack.dgttrf(-step * birth[:-1], 1.0 + step * (birth + death), -step * death[1:])[:-1]
    now, total = before.chance, np.zeros_like(before.chance)
    for _ in range(steps):
        later, _ = lapack.dgttrs(*factors, now)
        total += (now + later) / 2
        now = later
    return Crowding(before.size, now), Crowding(before.size, total / steps)


def still_serving(before: Crowding, serving: Floats, servers: Ints) -> Floats:
    """People who are busy when an interval begins that has fewer servers: they finish the customer in hand.

    Parameters
    ----------
    serving
        Servers of the interval before, those included who were still finishing then.
    """
    line = before.line
    busy = np.minimum(before.number, serving[line])
    return before.mean(np.maximum(busy - servers[line], 0.0))


def late(crowding: Crowding, flow: Flow, servers: Ints, minutes: Floats, patience: Floats) -> Floats:
    """Share of arrivals by line that are not served within so many minutes, those who leave before included.

    Whoever finds n >= c in the line, with c those who leave too, waits for n - c + 1 to leave it, one after the
    other: a sum of exponential times, Erlang's where nobody leaves, else taken as a gamma time of the same mean
    and variance. Waits are stretched by (1 + cv^2) / 2 (Allen and Cunneen).

    Parameters
    ----------
    patience
        Mean patience, in minutes, of those whose share is asked for.
    """
    shape, scale, line = _waits(crowding, flow, servers)
    limit = np.broadcast_to(minutes, servers.shape)[line]
    own = np.broadcast_to(patience, servers.shape)[line]
    plain = np.isinf(flow.patience[line]) & np.isinf(own)
    after = np.ones(len(shape))
    after[plain] = _erlang_tail(shape, limit / scale, line, plain)
    odd = ~plain & (shape > 0)
    pressed = scale[odd] / (1.0 + scale[odd] / own[odd])
    stays = (1.0 + scale[odd] / own[odd]) ** -shape[odd]
    after[odd] = 1.0 - stays * (1.0 - gammaincc(shape[odd], limit[odd] / pressed))
    after[shape <= 0] = 0.0
    return crowding.mean(after)


def mean_wait(crowding: Crowding, flow: Flow, servers: Ints, patience: Floats) -> Floats:
    """Mean wait in minutes of arrivals by line, as for `late`; of those who leave, until then."""
    shape, scale, line = _waits(crowding, flow, servers)
    own = np.broadcast_to(patience, servers.shape)[line]
    leaves = np.isfinite(own)
    wait = shape * scale
    wait[leaves] = own[leaves] * -np.expm1(-shape[leaves] * np.log1p(scale[leaves] / own[leaves]))
    return crowding.mean(wait)


def _waits(crowding: Crowding, flow: Flow, servers: Ints) -> tuple[Floats, Floats, Ints]:
    """Shape (0: no wait) and scale of the gamma wait met in each state."""
    line, number = crowding.line, crowding.number
    ahead = np.maximum(number - (servers + flow.leaving)[line] + 1.0, 0.0)
    stretch = (1.0 + flow.cv**2) / 2
    one = np.where(servers > 0, flow.handling / np.maximum(servers, 1), ENDLESS)
    shape, scale = ahead, (one * stretch)[line]
    leaves = np.isfinite(flow.patience)[line]
    if leaves.any():
        waits, own = ahead[leaves] > 0, line[leaves]
        each = np.where(waits, 1.0 / (1.0 / one[own] + np.maximum(ahead[leaves] - 1, 0) / flow.patience[own]), 0.0)
        mean, variance = _along(each, own), np.maximum(_along(each**2, own), 1e-300)
        shape[leaves] = np.where(waits, mean**2 / variance, 0.0)
        scale[leaves] = variance / np.maximum(mean, 1e-300) * stretch[own]
    return shape, scale, line


def _erlang_tail(shape: Floats, x: Floats, line: Ints, chosen: Mask) -> Floats:
    """P(Erlang(k) > x) for k that grow by 1 along each line: sums of Poisson chances, straight between whole k."""
    k, x, line = np.ceil(shape[chosen] - 1e-9), x[chosen], line[chosen]
    missing = k - shape[chosen]
    waits = k > 0.5
    term = np.zeros(len(k))
    k, x = k[waits] - 1, x[waits]
    term[waits] = np.exp(k * np.log(np.maximum(x, 1e-300)) - x - gammaln(k + 1))
    return np.minimum(_along(term, line) - missing * term, 1.0)


def _along(values: Floats, line: Ints) -> Floats:
    """Running sums, begun anew in each line: line by line, so that no line's digits depend on its neighbours."""
    if not len(values):
        return values
    first = np.flatnonzero(np.concatenate([[True], line[1:] != line[:-1]]))
    length = np.diff(np.append(first, len(line)))
    row, place = np.repeat(np.arange(len(first)), length), np.arange(len(line)) - np.repeat(first, length)
    table = np.zeros((len(first), int(length.max())))
    table[row, place] = values
    sums: Floats = np.cumsum(table, axis=1)[row, place]
    return sums
