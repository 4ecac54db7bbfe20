"""Merging of cover sets and leaving sites out is exact."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays
from scipy import sparse

from optimize.coverage.cells import merge, reduced

NEAR = arrays.arrays(bool, some.tuples(some.integers(1, 25), some.integers(1, 6)))


@settings(max_examples=60, deadline=None)
@given(NEAR)
def test_one_cell_a_cover_set(near: np.ndarray) -> None:
    """Zones share a cell exactly where the same sites reach them; weights add up; nobody else is in a cell."""
    weights = np.arange(1.0, len(near) + 1)
    cells = merge(sparse.csr_array(near.astype(float)), weights)
    sets = {tuple(row) for row in near if row.any()}
    assert len(cells.weights) == len(sets)
    assert cells.weights.sum() == weights[near.any(axis=1)].sum()
    for zone, row in enumerate(near):
        cell = cells.of_zone[zone]
        assert (cell >= 0) == row.any()
        assert cell < 0 or (cells.cover.toarray()[cell] > 0).tolist() == row.tolist()


@settings(max_examples=60, deadline=None)
@given(NEAR)
def test_sites_left_out_are_not_missed(near: np.ndarray) -> None:
    """The sites kept reach all that all sites reach; each one left out has one kept that reaches as much."""
    weights = np.arange(1.0, len(near) + 1)
    cells, kept = reduced(sparse.csr_array(near.astype(float)), weights, np.ones(near.shape[1]))
    assert cells.weights.sum() == weights[near.any(axis=1)].sum()
    assert ((cells.of_zone >= 0) == near.any(axis=1)).all()
    assert ((cells.cover.toarray() > 0)[cells.of_zone[near.any(axis=1)]] == near[near.any(axis=1)][:, kept]).all()
    assert all((near[:, kept] >= near[:, [site]]).all(axis=0).any() for site in np.flatnonzero(near.any(axis=0)))
