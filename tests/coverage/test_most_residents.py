"""Maximum coverage against all subsets, published optima, and honesty about limits."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from optimize.coverage.most_residents import most_residents, opening_order
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator
from tests.data import shared_data


def _town(seed: int, zones: int = 30, sites: int = 9) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    draw = generator(seed, "most residents")
    cover = sparse.csr_array((draw.random((zones, sites)) < 0.2).astype(float))
    return cover, draw.integers(0, 500, zones).astype(float), draw.integers(1, 9, sites).astype(float)


@pytest.mark.parametrize("budget", [0.0, 7.0, 15.0, np.inf])
@pytest.mark.parametrize("seed", range(5))
def test_no_affordable_subset_covers_more(seed: int, budget: float) -> None:
    """Of all subsets within the budget beside what stands, none covers more residents."""
    cover, weights, cost = _town(seed)
    standing, openable = np.arange(9) < 2, np.arange(9) >= 3  # site 2 may not open
    opened, proof = most_residents(cover, weights, cost, budget, standing, openable, limits=Limits(nodes=1000))
    dense = cover.toarray() > 0

    def covered(some: tuple[int, ...]) -> float:
        return float(weights[dense[:, [0, 1, *some]].any(axis=1)].sum())

    most = max(
        covered(some)
        for size in range(7)
        for some in combinations(range(3, 9), size)
        if cost[list(some)].sum() <= budget
    )
    assert (proof.status, proof.objective) == (Status.OPTIMAL, pytest.approx(most))
    assert covered(tuple(np.flatnonzero(opened))) == pytest.approx(most)
    assert cost[opened].sum() <= budget
    assert not (opened & ~openable).any()


@pytest.mark.parametrize(("sites", "most"), [(1, 5461), (2, 8790), (3, 11604), (4, 12106), (5, 12152)])
def test_san_jose_dos_campos(sites: int, most: float) -> None:
    """SJC324 within 800 m: the published optima (Lorena and Pereira 2002; the set's SOURCE.txt)."""
    table = np.loadtxt(shared_data("location", "mclp", "SJC", "SJC324.txt"), skiprows=1)
    cover = sparse.csr_array((cdist(table[:, :2], table[:, :2]) <= 800).astype(float))
    nobody, all_ = np.zeros(324, dtype=bool), np.ones(324, dtype=bool)
    _, proof = most_residents(
        cover, table[:, 2], np.ones(324), float(sites), nobody, all_, limits=Limits(nodes=1000)
    )
    assert (proof.status, proof.objective) == (Status.OPTIMAL, most)


@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_a_limit_never_reads_as_optimal(seconds: float) -> None:
    """Stopped at once on a town of 3,000 zones: a valid answer and bound with a gap, or a proof that holds."""
    draw = generator(5, "big")
    at, sites = draw.uniform(0, 100, (3000, 2)), draw.uniform(0, 100, (150, 2))
    cover = sparse.csr_array((cdist(at, sites) < 12).astype(float))
    weights = draw.integers(1, 100, 3000).astype(float)
    nobody, all_ = np.zeros(150, dtype=bool), np.ones(150, dtype=bool)
    opened, proof = most_residents(
        cover, weights, np.ones(150), 15.0, nobody, all_, limits=Limits(seconds=seconds)
    )
    covered = float(weights[(cover @ opened.astype(float)) > 0].sum())
    assert proof.objective == pytest.approx(covered)
    assert proof.bound is not None
    assert proof.bound >= covered
    assert proof.status is Status.FEASIBLE
    assert proof.gap is not None
    assert proof.gap > 0.001


def test_sites_open_in_the_order_of_their_gain() -> None:
    """The first group comes first; who adds nobody any more has no rank."""
    cover = sparse.csr_array(np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1.0]]))
    weights = np.array([10.0, 20.0, 30.0, 40.0])
    first, then = np.array([True, True, False, False]), np.array([False, False, True, True])
    nobody = np.zeros(4, dtype=bool)
    # Site 1 adds 50, then 0 adds 10; of the rest 3 adds 40 and 2 nobody more.
    assert opening_order(cover, weights, nobody, first, then).tolist() == [2, 1, 0, 3]
