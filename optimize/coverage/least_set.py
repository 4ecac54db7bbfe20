"""The least set of sites that covers every zone that can be covered (LSCP).

Sets      cells c with cover sets N(c); sites j (existing, required, candidate).
Variables y_j in {0, 1}: site j stands.
Objective first min sum_j y_j, sites; then, with that many, min sum of y_j over new sites, so that existing
          ones come first (as far as the limits allow; the proof is that of the number of sites).
Subject   sum over j in N(c) of y_j >= 1 for each cell c;  y_j = 1 for required sites.
Source    Toregas, Swain, ReVelle and Bergman, Operations Research 19 (1971).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.coverage.cells import reduced
from optimize.coverage.mip import Mip, best, with_offset
from quarterhour.arrays import Ints, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

Array = npt.NDArray[np.float64]

STAGE = "coverage.least_set"


def least_set(
    cover: sparse.csr_array,
    new: Mask,
    required: Mask,
    *,
    limits: Limits,
    progress: Progress | None = None,
) -> tuple[Mask, Proof]:
    """Which sites to take so that every row of `cover` (zones x sites) that can be covered is covered.

    Parameters
    ----------
    new
        Sites that do not stand yet: taken only where no existing one does as well.
    required
        Sites that are part of every answer.

    Returns
    -------
    tuple
        Chosen sites, required ones included, and the proof in sites.
    """
    open_, free = _left_open(cover, new, required)
    cells, count = open_.shape
    fewest = _model(open_, np.ones(count))
    start = _greedy(open_, new[free])
    values, proof = best(fewest, start, float(min(cells, 1)), stage=STAGE, limits=limits, progress=progress)
    oldest = _model(open_, new[free].astype(float), at_most=float(values.sum()))
    values, second = best(oldest, values, 0.0, stage=STAGE, limits=limits, progress=progress)
    chosen = required.copy()
    chosen[free[values > 0.5]] = True
    seconds = proof.seconds + second.seconds
    return chosen, with_offset(replace(proof, seconds=seconds), float(required.sum()))


def _model(open_: sparse.csr_array, cost: Array, at_most: float = np.inf) -> Mip:
    cells, count = open_.shape
    return Mip(
        objective=cost,
        matrix=sparse.csr_array(sparse.vstack([open_, sparse.csr_array(np.ones((1, count)))])),
        lower=np.append(np.ones(cells), -np.inf),
        upper=np.append(np.full(cells, np.inf), at_most),
        bottom=np.zeros(count),
        top=np.ones(count),
        integer=np.ones(count, dtype=bool),
        maximise=False,
    )


def _left_open(cover: sparse.csr_array, new: Mask, required: Mask) -> tuple[sparse.csr_array, Ints]:
    """Cells that the required sites leave open x sites worth looking at, and where these stand in `cover`."""
    rest = sparse.csr_array(cover[(cover @ required.astype(float)) == 0])
    cells, free = reduced(rest, np.ones(rest.shape[0]), new.astype(float))
    return cells.cover, free


def _greedy(cover: sparse.csr_array, new: Mask) -> Array:
    """Site after site with the most newly covered cells, an existing one where that is equal."""
    open_ = np.ones(cover.shape[0])
    chosen = np.zeros(cover.shape[1])
    by_site = sparse.csr_array(cover.T)
    while open_.any():
        site = int(np.argmax(by_site @ open_ - 0.5 * new))
        chosen[site] = 1.0
        open_[by_site.indices[by_site.indptr[site] : by_site.indptr[site + 1]]] = 0.0
    return chosen
