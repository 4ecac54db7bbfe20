"""Set cover, backup, partial cover and p-centre against all subsets, and limits."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from optimize.coverage.placing import Sites, centre, fewest, partial
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator
from tests.placing.towns import subsets, ways

SITES = Sites.of(8, must=np.arange(8) == 2, forbidden=np.arange(8) == 5)
SETS = [[2, *some] for size in range(7) for some in combinations([0, 1, 3, 4, 6, 7], size)]


def _near(seed: int, demand: int = 20) -> tuple[sparse.csr_array, np.ndarray, np.ndarray, np.ndarray]:
    draw = generator(seed, "placing", "covers")
    near = draw.random((demand, 8)) < 0.35
    cover = sparse.csr_array(near.astype(float))
    return cover, near, draw.integers(1, 9, 8).astype(float), draw.integers(1, 99, demand).astype(float)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_fewest(seed: int, times: int) -> None:
    """No cheaper set reaches everybody as often as can be; who can not be is told."""
    cover, near, cost, _ = _near(seed)
    answer = fewest(cover, cost, SITES, times=times, limits=Limits())
    there = near[:, ~SITES.forbidden].sum(axis=1)
    asked = np.minimum(there, times)
    least = min(cost[some].sum() for some in SETS if (near[:, some].sum(axis=1) >= asked).all())
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, least)
    assert (near[:, answer.stands].sum(axis=1) >= asked).all()
    assert (answer.missed == (there < times)).all()


@pytest.mark.parametrize("share", [0.0, 0.6, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_partial(seed: int, share: float) -> None:
    """No cheaper set reaches the share, or all that can be reached where that is less."""
    cover, near, cost, weights = _near(seed)
    answer = partial(cover, weights, cost, share, SITES, limits=Limits())
    can = weights[near[:, ~SITES.forbidden].any(axis=1)].sum()
    need = min(share * weights.sum(), can)
    least = min(cost[some].sum() for some in SETS if weights[near[:, some].any(axis=1)].sum() >= need - 1e-9)
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, least)
    assert weights[near[:, answer.stands].any(axis=1)].sum() >= need - 1e-9


@pytest.mark.parametrize("number", [1, 2, 4])
@pytest.mark.parametrize("seed", range(4))
def test_centre(seed: int, number: int) -> None:
    """No p sites have a shorter longest way."""
    way = ways(seed)
    answer = centre(way, number, SITES, limits=Limits())
    least = min(way[:, some].min(axis=1).max() for some in subsets(SITES.usable, SITES.must, number))
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, least)
    assert way[:, answer.stands].min(axis=1).max() == least
    assert answer.stands.sum() <= number


def test_stopped_early_is_honest() -> None:
    """Without time: feasible answers, bounds on the right side, and optimal only where both agree."""
    cover, near, cost, weights = _near(9)
    limits = Limits(seconds=0.0)
    whole = fewest(cover, cost, SITES, limits=limits)
    share = partial(cover, weights, cost, 0.8, SITES, limits=limits)
    longest = centre(ways(9), 3, SITES, limits=limits)
    for answer in (whole, share, longest):
        proof = answer.proof
        assert proof.bound <= proof.objective
        assert proof.status is not Status.OPTIMAL or proof.gap <= 1e-6
    assert near[:, whole.stands].any(axis=1)[~whole.missed].all()
    assert weights[near[:, share.stands].any(axis=1)].sum() >= 0.8 * weights.sum() - 1e-9
    least = min(cost[some].sum() for some in SETS if near[:, some].any(axis=1)[~whole.missed].all())
    assert whole.proof.bound <= least <= whole.proof.objective
