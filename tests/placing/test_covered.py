"""Maximum coverage at scale against all subsets, published optima, and limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from optimize.coverage.placing.covered import Covering, solve
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator
from tests.data import shared_data
from tests.placing.towns import subsets


def _town(seed: int, demand: int = 60, sites: int = 9) -> tuple[np.ndarray, np.ndarray]:
    draw = generator(seed, "placing", "covered")
    return draw.random((demand, sites)) < 0.2, draw.integers(0, 500, demand).astype(float)


def _most(near: np.ndarray, weights: np.ndarray, usable: np.ndarray, must: np.ndarray, number: int) -> float:
    return max(weights[near[:, some].any(axis=1)].sum() for some in subsets(usable, must, number))


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize("seed", range(5))
def test_no_other_sites_reach_more(seed: int, number: int) -> None:
    """Of all sets of p sites with the kept and without the forbidden ones, none reaches more residents."""
    near, weights = _town(seed)
    must, forbidden = np.arange(9) == seed, np.arange(9) == seed + 1
    problem = Covering.of(sparse.csr_array(near.astype(float)), weights, number, must, forbidden)
    answer = solve(problem, limits=Limits(nodes=10_000))
    most = _most(near, weights, ~forbidden, must, number)
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, most)
    assert weights[near[:, answer.stands].any(axis=1)].sum() == most
    assert answer.stands.sum() <= number
    assert answer.stands[must].all()
    assert not answer.stands[forbidden].any()


@pytest.mark.parametrize(("number", "most"), [(1, 5461), (3, 11604), (5, 12152)])
def test_san_jose_dos_campos(number: int, most: float) -> None:
    """SJC324 within 800 m: the published optima (the set's SOURCE.txt)."""
    table = np.loadtxt(shared_data("location", "mclp", "SJC", "SJC324.txt"), skiprows=1)
    cover = sparse.csr_array((cdist(table[:, :2], table[:, :2]) <= 800).astype(float))
    answer = solve(Covering.of(cover, table[:, 2], number), limits=Limits(nodes=10_000))
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, most)


@pytest.mark.parametrize("limits", [Limits(seconds=0.0), Limits(work=1e-4), Limits(nodes=1, work=0.5)])
def test_stopped_early_is_honest(limits: Limits) -> None:
    """However early a solve stops: sites reach what it says, the optimum is within its bound."""
    draw = generator(4, "placing", "plane")
    at, to = draw.random((400, 2)), draw.random((60, 2))
    near, weights = cdist(at, to) <= 0.14, draw.integers(1, 100, 400).astype(float)
    cover = sparse.csr_array(near.astype(float))
    best = solve(Covering.of(cover, weights, 10), limits=Limits()).proof
    proof = (answer := solve(Covering.of(cover, weights, 10), limits=limits)).proof
    assert best.status is Status.OPTIMAL
    assert weights[near[:, answer.stands].any(axis=1)].sum() == proof.objective
    assert proof.objective <= best.objective <= proof.bound
    assert (proof.status is Status.OPTIMAL) == (proof.bound == proof.objective)


def test_a_start_with_few_sites_is_filled_up() -> None:
    """An answer to begin from that has fewer sites than may stand costs none of them."""
    near, weights = _town(3)
    start = np.arange(9) == 2
    problem = Covering.of(sparse.csr_array(near.astype(float)), weights, 4)
    nobody = np.zeros(9, dtype=bool)
    answer = solve(problem, start=start, limits=Limits(nodes=10_000))
    assert answer.proof.objective == _most(near, weights, ~nobody, nobody, 4)
    early = solve(problem, start=start, limits=Limits(work=0.0))
    assert early.stands.sum() == 4
