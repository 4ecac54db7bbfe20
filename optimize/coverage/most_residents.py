"""The most residents that new sites can bring into the circle within a budget (MCLP).

Sets      cells c with residents w_c and cover sets N(c); sites j.
Variables y_j in {0, 1}: site j opens;  0 <= z_c <= 1: cell c is covered.
Objective max sum_c w_c * z_c, residents.
Subject   z_c <= sum over j in N(c) of y_j for each cell c;  sum_j cost_j * y_j <= budget.
Source    Church and ReVelle, Papers of the Regional Science Association 32 (1974).

Cells that a standing site covers already are left out and their residents added to objective and bound.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.coverage.cells import Cells, reduced
from optimize.coverage.interchange import greedy, interchange
from optimize.coverage.mip import Mip, best, with_offset
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

Array = npt.NDArray[np.float64]


def most_residents(
    cover: sparse.csr_array,
    weights: Array,
    cost: Array,
    budget: float,
    standing: Mask,
    openable: Mask,
    *,
    limits: Limits,
    progress: Progress | None = None,
) -> tuple[Mask, Proof]:
    """Which of the `openable` sites to open beside the `standing` ones.

    Parameters
    ----------
    cover
        zones x sites.
    weights
        Residents of each zone.
    cost, budget
        What opening a site costs, and how much there is (infinite for no limit).

    Returns
    -------
    tuple
        Sites to open (none that adds nobody), and the proof in residents covered, the standing sites'
        included.
    """
    covered = (cover @ standing.astype(float)) > 0
    free, cells = _worth_opening(cover[~covered], weights[~covered], cost, budget, openable)
    mip = _model(cells, cost[free], budget)
    chosen = _start(cells, cost[free], budget)
    start = np.concatenate([chosen.astype(float), _reached(cells, chosen)])
    bound = _simple_bound(cells, cost[free], budget)
    values, proof = best(mip, start, bound, stage="coverage.most_residents", limits=limits, progress=progress)
    opened = np.zeros(len(cost), dtype=bool)
    opened[free[values[: len(free)] > 0.5]] = True
    return opened, with_offset(proof, float(weights[covered].sum()))


def opening_order(cover: sparse.csr_array, weights: Array, standing: Mask, first: Mask, then: Mask) -> Array:
    """Rank 1, 2, ... in which sites would open: each time the one that adds most residents; 0 for none.

    Sites of `first` come before those of `then`; a site that adds nobody more has no rank.
    """
    by_site = sparse.csr_array(cover.T)
    left = np.where((cover @ standing.astype(float)) > 0, 0.0, weights)
    rank = np.zeros(cover.shape[1])
    for group in (first, then):
        while True:
            gain = np.where(group & (rank == 0), by_site @ left, 0.0)
            if not len(gain) or gain.max() <= 0:
                break
            site = int(np.argmax(gain))
            rank[site] = rank.max() + 1
            left[by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]] = 0.0
    return rank


def _worth_opening(
    cover: sparse.csr_array, weights: Array, cost: Array, budget: float, openable: Mask
) -> tuple[npt.NDArray[np.intp], Cells]:
    """Affordable sites that no other one dominates, and the cells that they reach."""
    free = np.flatnonzero(openable & (cost <= budget + 1e-9))
    cells, worth = reduced(sparse.csr_array(cover[:, free]), weights, cost[free])
    return free[worth], cells


def _model(cells: Cells, cost: Array, budget: float) -> Mip:
    count, sites = cells.cover.shape
    rows = [sparse.hstack([cells.cover, -sparse.eye_array(count)])]
    lower, upper = np.zeros(count), np.full(count, np.inf)
    if np.isfinite(budget):
        rows.append(sparse.hstack([sparse.csr_array(cost[None, :]), sparse.csr_array((1, count))]))
        lower, upper = np.append(lower, -np.inf), np.append(upper, budget)
    return Mip(
        objective=np.concatenate([np.zeros(sites), cells.weights]),
        matrix=sparse.csr_array(sparse.vstack(rows)),
        lower=lower,
        upper=upper,
        bottom=np.zeros(sites + count),
        top=np.ones(sites + count),
        integer=np.arange(sites + count) < sites,
        maximise=True,
    )


def _start(cells: Cells, cost: Array, budget: float) -> Mask:
    tries = [greedy(cells.cover, cells.weights, cost, budget, by_cost=way) for way in (False, True)]
    if np.isfinite(budget):
        tries = [interchange(cells.cover, cells.weights, cost, budget, chosen) for chosen in tries]
    return max(tries, key=lambda chosen: float(cells.weights @ _reached(cells, chosen)))


def _reached(cells: Cells, chosen: Mask) -> Array:
    reached: Array = ((cells.cover @ chosen.astype(float)) > 0).astype(float)
    return reached


def _simple_bound(cells: Cells, cost: Array, budget: float) -> float:
    """Everybody, or what the sites with most residents a unit of cost would reach if none overlapped."""
    everybody = float(cells.weights.sum())
    if not np.isfinite(budget):
        return everybody
    alone = cells.cover.T @ cells.weights
    order = np.argsort(-alone / np.maximum(cost, 1e-9), kind="stable")
    spent = np.cumsum(cost[order])
    part = np.clip((budget - (spent - cost[order])) / np.maximum(cost[order], 1e-9), 0.0, 1.0)
    return min(everybody, float(alone[order] @ part))
