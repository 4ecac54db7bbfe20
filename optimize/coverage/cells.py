"""Exact reductions of a covering problem: zones with one cover set are one cell; dominated sites go.

Isomorphic aggregation after Lv, Yu, Liang, Chen and Dai, EJOR 327 (2025): residents who can be served from
exactly the same sites are served or not served together, so their zones may be merged without loss. Discs
around n sites in the plane leave at most n(n - 1) + 2 different cover sets, however many zones there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from quarterhour.arrays import Mask

Array = npt.NDArray[np.float64]

CHUNK_CELLS = 50_000_000
"""Zones x sites unpacked at once."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Merged zones.

    Attributes
    ----------
    cover
        cells x sites, 1 where the site covers the cell; no cell is empty.
    weights
        Residents of each cell.
    of_zone
        The cell of each zone; -1 for a zone that no site covers.
    """

    cover: sparse.csr_array
    weights: Array
    of_zone: npt.NDArray[np.intp]


def merge(cover: sparse.csr_array, weights: Array) -> Cells:
    """Zones with identical cover sets as one cell each, their weights added."""
    reached = np.flatnonzero(np.diff(cover.indptr) > 0)
    of_zone = np.full(cover.shape[0], -1, dtype=np.intp)
    if not len(reached):
        return Cells(cover[:0], np.zeros(0), of_zone)
    _, first, cell = np.unique(_packed(cover[reached]), return_index=True, return_inverse=True)
    of_zone[reached] = cell
    added = np.bincount(cell, weights=weights[reached])
    return Cells(sparse.csr_array(cover[reached[first]]), added.astype(float), of_zone)


def undominated(cover: sparse.csr_array, cost: Array) -> Mask:
    """Which sites are worth looking at: none covers at least as much at no more cost.

    A site goes when another one's cells contain its own at no more cost, or when it covers nothing; of
    equal ones the first stays.
    """
    size = np.diff(sparse.csc_array(cover).indptr)
    shared = sparse.coo_array(cover.T @ cover)
    j, k = shared.coords
    # shared == size of j says that all cells of j are cells of k.
    contained = (shared.data == size[j]) & (j != k) & (cost[k] <= cost[j])
    twins = contained & (size[k] == size[j]) & (cost[k] == cost[j])
    goes = contained & (~twins | (k < j))
    dominated = np.zeros(len(cost), dtype=bool)
    dominated[j[goes]] = True
    mask: Mask = ~dominated & (size > 0)
    return mask


def _packed(cover: sparse.csr_array) -> npt.NDArray[np.void]:
    """One byte string a row, 8 sites a byte, so that rows compare exactly."""
    width = (cover.shape[1] + 7) // 8
    packed = np.empty((cover.shape[0], width), dtype=np.uint8)
    step = max(1, CHUNK_CELLS // max(1, cover.shape[1]))
    for first in range(0, cover.shape[0], step):
        packed[first : first + step] = np.packbits(cover[first : first + step].toarray() > 0, axis=1)
    return packed.view(np.dtype((np.void, width))).ravel()
