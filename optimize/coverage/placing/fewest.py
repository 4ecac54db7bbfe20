"""The least costly set of sites that reaches everybody, once or more often (set cover, backup cover).

Sets      demands i with cover sets N(i); sites j.
Variables y_j in {0, 1}: site j stands.
Objective min sum_j cost_j * y_j (sites where each costs 1).
Subject   sum over j in N(i) of y_j >= times_i;  y_j = 1 where kept, 0 where forbidden.
Source    Toregas, Swain, ReVelle and Bergman, Operations Research 19 (1971); with times_i = 2 every demand has
          a backup (Hogan and ReVelle, Management Science 32 (1986)).

A demand with fewer than times_i sites in reach is asked for as many as there are, and told as missed.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.cells import merge, reduced
from optimize.coverage.mip import Mip
from optimize.coverage.placing.least_cost import least_cost
from optimize.coverage.placing.values import Placement, Sites
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits

STAGE = "coverage.fewest"


def fewest(
    cover: sparse.csr_array,
    cost: Floats,
    sites: Sites,
    *,
    times: int = 1,
    limits: Limits,
    progress: Progress | None = None,
) -> Placement:
    """The sites, and which demands (rows of `cover`) can not be reached `times` times."""
    usable = sparse.csr_array(cover[:, np.flatnonzero(sites.usable)])
    there = np.diff(usable.indptr)
    kept = (cover @ sites.must.astype(float)).round().astype(np.int64)
    need = np.minimum(there, times) - kept
    free = np.flatnonzero(sites.usable & ~sites.must)
    rows, need_of, places = _reduced(cover, need, free, cost, times)
    start = _greedy(rows, need_of, cost[places])
    mip = Mip(
        objective=cost[places],
        matrix=rows,
        lower=need_of.astype(float),
        upper=np.full(len(need_of), np.inf),
        bottom=np.zeros(len(places)),
        top=np.ones(len(places)),
        integer=np.ones(len(places), dtype=bool),
        maximise=False,
    )
    return least_cost(
        mip, start, sites, places, cost, there < times, stage=STAGE, limits=limits, progress=progress
    )


def _reduced(
    cover: sparse.csr_array, need: Ints, free: Ints, cost: Floats, times: int
) -> tuple[sparse.csr_array, Ints, Ints]:
    """Rows still to be reached, each cover set once at its largest need; sites that can be of use."""
    asked = np.flatnonzero(need > 0)
    open_, nobody = sparse.csr_array(cover[asked][:, free]), np.ones(len(asked))
    # Of two sites with the same cells a backup may need both.
    cells, worth = (
        reduced(open_, nobody, cost[free]) if times == 1 else (merge(open_, nobody), np.arange(len(free)))
    )
    most = np.zeros(len(cells.weights), dtype=np.int64)
    np.maximum.at(most, cells.of_zone, need[asked])
    return cells.cover, most, free[worth]


def _greedy(rows: sparse.csr_array, need: Ints, cost: Floats) -> Floats:
    """Site after site that does most for its cost."""
    chosen, left = np.zeros(rows.shape[1]), need.copy()
    by_site = sparse.csr_array(rows.T)
    while (left > 0).any():
        useful: Mask = left > 0
        gain = np.where(chosen > 0, -1.0, (by_site @ useful.astype(float)) / np.maximum(cost, 1e-9))
        site = int(np.argmax(gain))
        chosen[site] = 1.0
        left[by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]] -= 1
    return chosen
