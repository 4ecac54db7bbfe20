"""Merging of cover sets is exact."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays
from scipy import sparse

from optimize.coverage.cells import merge

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
