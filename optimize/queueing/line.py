"""A waiting line and how it performs: Erlang C where nobody leaves, Erlang A where patience is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.queueing.erlang_a import erlang_a, served_later
from optimize.queueing.erlang_b import erlang_b
from optimize.queueing.erlang_c import erlang_c
from quarterhour.arrays import Floats, Ints, Mask


@dataclass(frozen=True)
class Line:
    """Customers of one line, first come first served; flat arrays of one length, one entry a cell.

    Attributes
    ----------
    rate
        Arrivals a minute.
    handling
        Mean handling time in minutes, above 0.
    cv
        Standard deviation of the handling time over its mean; 1 where the spread is not known.
    patience
        Mean patience in minutes; infinite where nobody leaves.
    """

    rate: Floats
    handling: Floats
    cv: Floats
    patience: Floats

    @property
    def load(self) -> Floats:
        """Offered load in erlangs."""
        return self.rate * self.handling

    def take(self, cells: Mask | Ints) -> Line:
        """The line of some cells only."""
        return Line(self.rate[cells], self.handling[cells], self.cv[cells], self.patience[cells])


@dataclass(frozen=True)
class Performance:
    """What customers and servers of a line meet, in the long run.

    Attributes
    ----------
    waiting
        Share that has to wait.
    wait
        Mean wait in minutes of all arrivals, served or not; infinite where the servers cannot keep up.
    lost
        Share that leaves unserved.
    occupancy
        Share of the servers' time spent serving, at most 1.
    """

    waiting: Floats
    wait: Floats
    lost: Floats
    occupancy: Floats


def measure(line: Line, servers: npt.ArrayLike) -> Performance:
    """Performance of each cell with so many servers.

    Without patience the mean wait of M/M/c is multiplied by (1 + cv^2) / 2 (Allen and Cunneen): exact for
    exponential handling and for one server, an approximation otherwise, usually within a few per cent in
    heavy traffic. With patience the spread is left out: what customers meet then depends on the mean
    handling time much more than on its distribution (Whitt 2005).
    """
    c = np.broadcast_to(np.asarray(servers), line.rate.shape)
    a, blocking = line.load, erlang_b(line.load, c)
    waiting = erlang_c(a, c, blocking)
    wait = waiting * _delay(line, c)
    lost = np.zeros_like(a)
    leaves = np.isfinite(line.patience)
    if leaves.any():
        relative = line.patience[leaves] / line.handling[leaves]
        waiting[leaves], lost[leaves] = erlang_a(a[leaves], c[leaves], relative, blocking[leaves])
        wait[leaves] = lost[leaves] * line.patience[leaves]
    none = a == 0
    waiting[none], wait[none], lost[none] = 0.0, 0.0, 0.0
    return Performance(waiting, wait, lost, np.minimum(a * (1.0 - lost) / np.maximum(c, 1), 1.0))


def served_within(line: Line, servers: npt.ArrayLike, minutes: npt.ArrayLike) -> Floats:
    """Share of all arrivals that are served after at most so many minutes of waiting.

    Those who leave are not within. Without patience the wait of those who wait is taken as exponential with
    the mean that `measure` gives: exact for exponential handling.
    """
    c = np.broadcast_to(np.asarray(servers), line.rate.shape)
    limit = np.broadcast_to(np.asarray(minutes, dtype=np.float64), line.rate.shape)
    a, blocking = line.load, erlang_b(line.load, c)
    mean_delay = _delay(line, c)
    with np.errstate(divide="ignore", invalid="ignore"):
        still = np.where(np.isinf(mean_delay), 1.0, np.exp(-limit / mean_delay))
    late = erlang_c(a, c, blocking) * still
    leaves = np.isfinite(line.patience)
    if leaves.any():
        relative = line.patience[leaves] / line.handling[leaves]
        waiting, lost = erlang_a(a[leaves], c[leaves], relative, blocking[leaves])
        after = served_later(a[leaves], c[leaves], relative, limit[leaves] / line.handling[leaves])
        late[leaves] = waiting * after + lost
    late[a == 0] = 0.0
    return np.clip(1.0 - late, 0.0, 1.0)


def _delay(line: Line, servers: npt.NDArray[np.int64]) -> Floats:
    """Mean wait of those who wait when nobody leaves, in minutes; infinite where a >= c."""
    spare = servers - line.load
    scale = line.handling * (1.0 + line.cv**2) / 2.0
    return np.where(spare > 0, scale / np.where(spare > 0, spare, 1.0), np.inf)
