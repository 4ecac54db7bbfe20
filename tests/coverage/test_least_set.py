"""The least set of sites against all subsets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from optimize.coverage.cells import merge, undominated
from optimize.coverage.least_set import least_set
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator


def _cover(zones: int, sites: int, share: float, seed: int) -> sparse.csr_array:
    return sparse.csr_array((generator(seed, "cover").random((zones, sites)) < share).astype(float))


@pytest.mark.parametrize("seed", range(8))
def test_no_smaller_or_newer_set_covers_as_much(seed: int) -> None:
    """Of all subsets with the required site, none covers all coverable zones with fewer, or fewer new, sites."""
    cover = _cover(25, 9, 0.25, seed)
    dense = cover.toarray() > 0
    new, required = np.arange(9) >= 4, np.arange(9) == 8
    chosen, proof = least_set(cover, new, required, limits=Limits(nodes=1000))
    coverable = dense.any(axis=1)
    assert (dense[coverable][:, chosen].any(axis=1)).all()
    assert chosen[8]
    fewest, newest = min(
        (size, new[list(some)].sum())
        for size in range(1, 10)
        for some in combinations(range(9), size)
        if 8 in some and dense[coverable][:, list(some)].any(axis=1).all()
    )
    assert (proof.status, proof.objective) == (Status.OPTIMAL, fewest)
    assert (chosen.sum(), (chosen & new).sum()) == (fewest, newest)


def test_merging_zones_loses_nobody() -> None:
    """Cells are the distinct cover sets, with all residents of coverable zones and only these."""
    cover = _cover(400, 5, 0.4, 1)
    weights = generator(1, "weights").integers(1, 50, 400).astype(float)
    cells = merge(cover, weights)
    dense = cover.toarray()
    assert len(cells.weights) == len(np.unique(dense[dense.any(axis=1)], axis=0))
    assert cells.weights.sum() == weights[dense.any(axis=1)].sum()
    for zone in range(400):
        cell = cells.of_zone[zone]
        assert (cell == -1) == (not dense[zone].any())
        if cell >= 0:
            assert (cells.cover.toarray()[cell] == dense[zone]).all()


def test_dominated_sites_go_and_one_of_equals_stays() -> None:
    """A site within a cheaper one goes, within a dearer one it stays; of twins the first stays."""
    cover = sparse.csr_array(np.array([[1, 1, 0, 1, 0], [0, 1, 0, 1, 0], [0, 0, 1, 0, 0]], dtype=float))
    assert undominated(cover, np.array([1.0, 1.0, 1.0, 1.0, 1.0])).tolist() == [False, True, True, False, False]
    assert undominated(cover, np.array([0.5, 1.0, 1.0, 2.0, 1.0])).tolist() == [True, True, True, False, False]


def test_nothing_to_cover_needs_no_site() -> None:
    """Without a coverable zone the set is empty, and that is proven."""
    chosen, proof = least_set(
        sparse.csr_array((3, 2)), np.ones(2, dtype=bool), np.zeros(2, dtype=bool), limits=Limits()
    )
    assert (chosen.any(), proof.status, proof.objective) == (False, Status.OPTIMAL, 0.0)
