"""The least cost at which at least a share of the residents is reached (partial cover).

Sets      cells c with residents w_c and cover sets N(c); sites j.
Variables y_j in {0, 1}: site j stands;  0 <= z_c <= 1: cell c is reached.
Objective min sum_j cost_j * y_j.
Subject   z_c <= sum over j in N(c) of y_j;  sum_c w_c z_c >= share * sum_c w_c;  y_j = 1 where kept, 0 where
          forbidden.
Source    Daskin and Owen, Geographical Analysis 31 (1999).

Where all sites that may stand reach fewer, these fewer are asked for, and who stays out is told as missed.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.cells import reduced
from optimize.coverage.mip import Mip
from optimize.coverage.placing.least_cost import least_cost
from optimize.coverage.placing.values import Placement, Sites
from quarterhour.arrays import Floats
from quarterhour.progress import Progress
from quarterhour.result import Limits

STAGE = "coverage.partial"


def partial(
    cover: sparse.csr_array,
    weights: Floats,
    cost: Floats,
    share: float,
    sites: Sites,
    *,
    limits: Limits,
    progress: Progress | None = None,
) -> Placement:
    """The sites; `missed` are demands that no site which may stand reaches."""
    reached = (cover @ sites.must.astype(float)) > 0
    reachable = (cover @ sites.usable.astype(float)) > 0
    base = float(weights[reached].sum())
    need = min(share * float(weights.sum()), float(weights[reachable].sum())) - base
    free = np.flatnonzero(sites.usable & ~sites.must)
    cells, worth = reduced(sparse.csr_array(cover[~reached][:, free]), weights[~reached], cost[free])
    places, rows = free[worth], cells.cover
    count, width = rows.shape
    reached_by = sparse.hstack([rows, -sparse.eye_array(count)])
    share_row = sparse.csr_array(np.concatenate([np.zeros(width), cells.weights])[None, :])
    mip = Mip(
        objective=np.concatenate([cost[places], np.zeros(count)]),
        matrix=sparse.csr_array(sparse.vstack([reached_by, share_row])),
        lower=np.append(np.zeros(count), need),
        upper=np.full(count + 1, np.inf),
        bottom=np.zeros(width + count),
        top=np.ones(width + count),
        integer=np.arange(width + count) < width,
        maximise=False,
    )
    start = _greedy(rows, cells.weights, cost[places], need)
    return least_cost(mip, start, sites, places, cost, ~reachable, stage=STAGE, limits=limits, progress=progress)


def _greedy(rows: sparse.csr_array, weights: Floats, cost: Floats, need: float) -> Floats:
    """Site after site that adds most for its cost, until enough are reached; then the cells."""
    by_site = sparse.csr_array(rows.T)
    chosen, left, got = np.zeros(rows.shape[1]), weights.copy(), 0.0
    while got < need - 1e-9:
        gain = np.where(chosen > 0, -1.0, by_site @ left)
        site = int(np.argmax(np.where(gain > 0, gain / np.maximum(cost, 1e-9), gain)))
        if gain[site] <= 0:
            break
        chosen[site] = 1.0
        got += float(gain[site])
        left[by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]] = 0.0
    return np.concatenate([chosen, ((rows @ chosen) > 0).astype(float)])
