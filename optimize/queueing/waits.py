"""How long those who come wait in a line, from the chances of the numbers in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc, gammaln

from optimize.queueing.transient import Crowding, Flow
from quarterhour.arrays import Floats, Ints, Mask

ENDLESS = 1e9
"""Minutes that stand for a wait without end where nobody serves."""


@dataclass(frozen=True)
class Waits:
    """Of each state in which somebody who comes must wait: the wait is a gamma time; lines lie end to end.

    Whoever finds n >= c in the line, with c those who leave too, waits for n - c + 1 to leave it, one after the
    other: a sum of exponential times, Erlang's where nobody leaves, else taken as a gamma time of the same mean
    and variance. Waits are stretched by (1 + cv^2) / 2 (Allen and Cunneen).

    Attributes
    ----------
    lines
        How many lines there are.
    line, chance, shape, scale
        Of each state.
    leaves
        Whether customers leave the line by patience.
    """

    lines: int
    line: Ints
    chance: Floats
    shape: Floats
    scale: Floats
    leaves: Mask

    @classmethod
    def of(cls, crowding: Crowding, flow: Flow, servers: Ints | Floats) -> Waits:
        """What is met on average over an interval (`crowding`) with so many servers."""
        line = crowding.line
        ahead = crowding.number - (servers + flow.leaving)[line] + 1.0
        some = (ahead > 0) & (crowding.number <= crowding.reached()[line])
        line, ahead = line[some], ahead[some]
        stretch = (1.0 + flow.cv**2) / 2
        one = np.where(servers > 0, flow.handling / np.where(servers > 0, servers, 1), ENDLESS)
        shape, scale = ahead, (one * stretch)[line]
        leaves = np.isfinite(flow.patience)[line]
        if leaves.any():
            own = line[leaves]
            each = 1.0 / (1.0 / one[own] + np.maximum(ahead[leaves] - 1, 0) / flow.patience[own])
            mean, variance = _along(each, own), np.maximum(_along(each**2, own), 1e-300)
            shape[leaves] = mean**2 / variance
            scale[leaves] = variance / np.maximum(mean, 1e-300) * stretch[own]
        return cls(len(servers), line, crowding.chance[some], shape, scale, leaves)

    def among(self, lines: Mask) -> Waits:
        """Those of some lines only; the others' measures become 0."""
        own = lines[self.line]
        return Waits(
            self.lines, self.line[own], self.chance[own], self.shape[own], self.scale[own], self.leaves[own]
        )

    def late(self, minutes: Floats, patience: Floats) -> Floats:
        """Share of arrivals by line that are not served within so many minutes, those who leave before included.

        Parameters
        ----------
        minutes
            By line.
        patience
            Mean patience by line, in minutes, of those whose share is asked for.
        """
        if not self.leaves.any() and np.isinf(patience[self.line]).all():
            return self._mean(_erlang_tail(self.shape, minutes[self.line] / self.scale, self.line))
        limit, own = minutes[self.line], patience[self.line]
        plain = ~self.leaves & np.isinf(own)
        after = np.ones(len(self.shape))
        after[plain] = _erlang_tail(self.shape[plain], limit[plain] / self.scale[plain], self.line[plain])
        shape, scale, own, limit = (each[~plain] for each in (self.shape, self.scale, own, limit))
        with_leaving = 1.0 + scale / own
        after[~plain] = 1.0 - with_leaving**-shape * gammainc(shape, limit * with_leaving / scale)
        return self._mean(after)

    def mean(self, patience: Floats) -> Floats:
        """Mean wait in minutes of arrivals by line; of those who leave, until then."""
        own = patience[self.line]
        leaves = np.isfinite(own)
        wait = self.shape * self.scale
        wait[leaves] = own[leaves] * -np.expm1(-self.shape[leaves] * np.log1p(self.scale[leaves] / own[leaves]))
        return self._mean(wait)

    def _mean(self, values: Floats) -> Floats:
        sums: Floats = np.bincount(self.line, self.chance * values, minlength=self.lines).astype(np.float64)
        return sums


def _erlang_tail(shape: Floats, x: Floats, line: Ints) -> Floats:
    """P(Erlang(k) > x) for k that grow by 1 along each line: sums of Poisson chances, straight between whole k."""
    k = np.ceil(shape - 1e-9)
    missing = k - shape
    log_factorial = gammaln(np.arange(1.0, k.max(initial=1.0) + 1.0))
    term = np.exp((k - 1) * np.log(np.maximum(x, 1e-300)) - x - log_factorial[k.astype(np.int64) - 1])
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
