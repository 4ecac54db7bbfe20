"""The least set of sites that covers every zone that can be covered (LSCP).

Sets      cells c with cover sets N(c); sites j (existing, required, candidate).
Variables y_j in {0, 1}: site j stands.
Objective min sum_j cost_j * y_j, with cost 1 for an existing or required site and 1 + 1/(n + 1) for a new one
          (n sites in all): least sites first, and among the least sets the one with most existing sites.
Subject   sum over j in N(c) of y_j >= 1 for each cell c;  y_j = 1 for required sites.
Source    Toregas, Swain, ReVelle and Bergman, Operations Research 19 (1971).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.coverage.cells import merge, undominated
from optimize.coverage.mip import Mip, best, with_offset
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def least_set(
    cover: sparse.csr_array,
    cost: Array,
    required: Mask,
    *,
    limits: Limits,
    progress: Progress | None = None,
) -> tuple[Mask, Proof]:
    """Which sites to take so that every row of `cover` (zones x sites) that can be covered is covered.

    Returns
    -------
    tuple
        Chosen sites, required ones included, and the proof in units of `cost`.
    """
    open_, free = _left_open(cover, cost, required)
    cells, count = open_.shape
    mip = Mip(
        objective=cost[free],
        matrix=open_,
        lower=np.ones(cells),
        upper=np.full(cells, np.inf),
        bottom=np.zeros(count),
        top=np.ones(count),
        integer=np.ones(count, dtype=bool),
        maximise=False,
    )
    start = _greedy(open_, cost[free])
    bound = float(cost[free].min()) if cells else 0.0
    values, proof = best(mip, start, bound, stage="coverage.least_set", limits=limits, progress=progress)
    chosen = required.copy()
    chosen[free[values > 0.5]] = True
    return chosen, with_offset(proof, float(cost[required].sum()))


def _left_open(
    cover: sparse.csr_array, cost: Array, required: Mask
) -> tuple[sparse.csr_array, npt.NDArray[np.intp]]:
    """Cells that the required sites leave open x sites worth looking at, and where these stand in `cover`."""
    rest = sparse.csr_array(cover[(cover @ required.astype(float)) == 0])
    cells = merge(rest, np.ones(rest.shape[0])).cover
    free = np.flatnonzero(undominated(cells, cost))
    return merge(sparse.csr_array(cells[:, free]), np.ones(cells.shape[0])).cover, free


def _greedy(cover: sparse.csr_array, cost: Array) -> Array:
    """Site after site with the most newly covered cells a unit of cost."""
    open_ = np.ones(cover.shape[0])
    chosen = np.zeros(cover.shape[1])
    by_site = sparse.csr_array(cover.T)
    while open_.any():
        site = int(np.argmax((by_site @ open_) / cost))
        chosen[site] = 1.0
        open_[by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]] = 0.0
    return chosen
