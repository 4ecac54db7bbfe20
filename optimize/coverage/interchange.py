"""A good start for maximum coverage: greedy choice, then swaps of one site for another.

Teitz and Bart's vertex substitution (Operations Research 16, 1968) on merged cells.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from quarterhour.arrays import Mask

Array = npt.NDArray[np.float64]

SWAPS_TRIED = 12
"""In each round only so many of the sites that would be missed least are offered for exchange."""
ROUNDS = 300


def greedy(cover: sparse.csr_array, weights: Array, cost: Array, budget: float, *, by_cost: bool) -> Mask:
    """Site after site with the largest gain (or gain a unit of cost) that the budget still allows."""
    by_site = sparse.csr_array(cover.T)
    left = weights.copy()
    chosen = np.zeros(cover.shape[1], dtype=bool)
    price = np.maximum(cost, 1e-9) if by_cost else np.ones_like(cost)
    while True:
        gain = np.where(chosen | (cost > budget + 1e-9), 0.0, (by_site @ left) / price)
        site = int(np.argmax(gain)) if len(gain) else 0
        if not len(gain) or gain[site] <= 0:
            return chosen
        chosen[site] = True
        budget -= float(cost[site])
        left[_cells(by_site, site)] = 0.0


def interchange(cover: sparse.csr_array, weights: Array, cost: Array, budget: float, chosen: Mask) -> Mask:
    """`chosen` after the best swap of each round, until none gains."""
    by_site = sparse.csr_array(cover.T)
    chosen = chosen.copy()
    times = cover @ chosen.astype(float)
    for _ in range(ROUNDS):
        standing = np.flatnonzero(chosen)
        missed = (by_site[standing] @ np.where(times == 1, weights, 0.0)) if len(standing) else np.zeros(0)
        room = budget - float(cost[chosen].sum())
        swap, gained = None, 1e-9
        for index in np.argsort(missed, kind="stable")[:SWAPS_TRIED]:
            site = int(standing[index])
            without = times.copy()
            without[_cells(by_site, site)] -= 1
            affordable = ~chosen & (cost <= room + cost[site] + 1e-9)
            gain = np.where(affordable, by_site @ np.where(without == 0, weights, 0.0), -np.inf)
            other = int(np.argmax(gain))
            if gain[other] - missed[index] > gained:
                swap, gained = (site, other), float(gain[other] - missed[index])
        if swap is None:
            return chosen
        for site, change in zip(swap, (-1.0, 1.0), strict=True):
            chosen[site] = change > 0
            times[_cells(by_site, site)] += change
    return chosen


def _cells(by_site: sparse.csr_array, site: int) -> npt.NDArray[np.int32]:
    cells: npt.NDArray[np.int32] = by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]
    return cells
