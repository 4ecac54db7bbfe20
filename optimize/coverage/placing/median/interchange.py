"""A good p-median: greedy choice, then the best swap of one site for another until none gains.

Teitz and Bart, Operations Research 16 (1968); all swaps at once by gain, loss and correction after Resende and
Werneck, European Journal of Operational Research 174 (2007).
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.placing.clock import Clock
from quarterhour.arrays import Floats, Ints, Mask


def greedy(cost: Floats, number: int, kept: Mask, *, start: Mask | None, of: Ints) -> Ints:
    """Sites of `start`, or those kept, and others one by one; `of` are the columns' places in `start`."""
    chosen = np.flatnonzero(kept).tolist()
    if start is not None:
        chosen += [site for site in np.flatnonzero(start[of]).tolist() if not kept[site]][: number - len(chosen)]
    way = cost[:, chosen].min(axis=1) if chosen else np.full(len(cost), cost.max() + 1.0)
    while len(chosen) < number:
        total = np.minimum(cost, way[:, None]).sum(axis=0)
        total[chosen] = np.inf
        chosen.append(int(np.argmin(total)))
        way = np.minimum(way, cost[:, chosen[-1]])
    return np.array(chosen, dtype=np.int64)


def interchange(cost: Floats, chosen: Ints, kept: Mask, clock: Clock) -> Ints:
    """`chosen` after the best swap of each round, until none gains."""
    chosen, clients = chosen.copy(), np.arange(len(cost))
    if len(chosen) >= cost.shape[1]:
        return chosen
    while not clock.over():
        clock.spend(3 * cost.size)
        owner, first, second = two_nearest(cost, chosen, clients)
        gain = np.maximum(first[:, None] - cost, 0.0).sum(axis=0)
        loss = np.bincount(owner, second - first, minlength=len(chosen))
        # Who loses its site goes to the new one where that is nearer than its second.
        instead = np.maximum(second[:, None] - np.maximum(cost, first[:, None]), 0.0)
        order = np.argsort(owner, kind="stable")
        begins = np.searchsorted(owner[order], np.arange(len(chosen)))
        saved = np.add.reduceat(instead[order], np.minimum(begins, len(cost) - 1), axis=0)
        saved[np.bincount(owner, minlength=len(chosen)) == 0] = 0.0
        profit = gain - loss[:, None] + saved
        profit[:, chosen] = -np.inf
        profit[kept[chosen]] = -np.inf
        goes, comes = divmod(int(np.argmax(profit)), cost.shape[1])
        if not profit[goes, comes] > 1e-9 * max(1.0, float(first.sum())):
            return chosen
        chosen[goes] = comes
    return chosen


def two_nearest(cost: Floats, chosen: Ints, clients: Ints) -> tuple[Ints, Floats, Floats]:
    """Of each client the place in `chosen` of its nearest site, the way there and to the second nearest."""
    ways = cost[:, chosen]
    owner = np.argmin(ways, axis=1)
    first = ways[clients, owner].copy()
    if len(chosen) == 1:
        return owner, first, np.maximum(first, cost.max(axis=1))
    ways[clients, owner] = np.inf
    return owner, first, ways.min(axis=1)


def total(cost: Floats, chosen: Ints) -> float:
    """Weighted way of everybody to the nearest."""
    return float(cost[:, chosen].min(axis=1).sum())
