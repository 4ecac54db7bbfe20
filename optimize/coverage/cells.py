"""Exact reductions of a covering problem: zones with one cover set are one cell; dominated sites go.

Isomorphic aggregation after Lv, Yu, Liang, Chen and Dai, EJOR 327 (2025): residents who can be served from
exactly the same sites are served or not served together, so their zones may be merged without loss. Discs
around n sites in the plane leave at most n(n - 1) + 2 different cover sets, however many zones there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from quarterhour.arrays import Ints, Mask
from quarterhour.seeds import generator

Array = npt.NDArray[np.float64]

TRIES = 20
"""Two different cover sets get one mark about once in 2**64 pairs; then others are drawn."""


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
    first, cell = _groups(cover[reached])
    of_zone[reached] = cell
    added = np.bincount(cell, weights=weights[reached])
    return Cells(sparse.csr_array(cover[reached[first]]), added.astype(float), of_zone)


def reduced(cover: sparse.csr_array, weights: Array, cost: Array) -> tuple[Cells, Ints]:
    """Merged zones over the sites worth looking at, and which sites these are."""
    cells = merge(cover, weights)
    worth = np.flatnonzero(undominated(cells.cover, cost)).astype(np.int64)
    if len(worth) == cover.shape[1]:
        return cells, worth
    again = merge(sparse.csr_array(cells.cover[:, worth]), cells.weights)
    return replace(again, of_zone=np.append(again.of_zone, -1)[cells.of_zone]), worth


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


def _groups(cover: sparse.csr_array) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first row of each group of equal rows, and the group of each row; no row is empty.

    Rows are grouped by sums of random numbers, one a site, and every row is then compared with the first of its
    group, so that no chance merges what differs.
    """
    if not cover.has_sorted_indices:
        cover = cover.sorted_indices()
    begins, size = cover.indptr[:-1].astype(np.int64), np.diff(cover.indptr)
    for attempt in range(TRIES):
        draw = generator(attempt, "coverage", "cells")
        marks = draw.integers(1, 2**63 - 1, cover.shape[1], dtype=np.int64).astype(np.uint64)
        _, first, group = np.unique(
            np.add.reduceat(marks[cover.indices], begins), return_index=True, return_inverse=True
        )
        model = first[group]
        if (size != size[model]).any():
            continue
        shift = np.repeat(begins[model] - begins, size)
        if (cover.indices == cover.indices[np.arange(len(cover.indices)) + shift]).all():
            return first, group
    raise RuntimeError("cover sets can not be told apart by random marks.")
