"""The p-median against all subsets, published optima, and limits."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.coverage.placing.median import PMedian, solve
from optimize.coverage.placing.values import TooManyMustKeepError
from quarterhour.result import Limits, Status
from tests.data import shared_data
from tests.placing.towns import pmed, subsets, ways


@pytest.mark.parametrize("number", [1, 2, 3, 6])
@pytest.mark.parametrize("seed", range(6))
def test_no_other_sites_are_nearer(seed: int, number: int) -> None:
    """Of all sets of p sites with the kept and without the forbidden ones, none has a shorter way in all."""
    way = ways(seed)
    must, forbidden = np.arange(8) == seed, np.arange(8) == (seed + 1) % 8
    answer = solve(PMedian.of(way, number, must, forbidden), limits=Limits())
    least = min(way[:, some].min(axis=1).sum() for some in subsets(~forbidden, must, number))
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, least)
    assert answer.proof.bound <= least
    assert answer.stands.sum() == number
    assert answer.stands[must].all()
    assert not answer.stands[forbidden].any()
    assert way[np.arange(len(way)), answer.serves].sum() == least


@pytest.mark.parametrize("seed", range(4))
def test_weights_need_not_be_whole(seed: int) -> None:
    """Fractions are proven to a millionth, not rounded to whole bounds."""
    way = ways(seed) * 0.37 + 0.01
    answer = solve(PMedian.of(way, 3), limits=Limits())
    nobody = np.zeros(8, dtype=bool)
    least = min(way[:, some].min(axis=1).sum() for some in subsets(~nobody, nobody, 3))
    assert answer.proof.objective == pytest.approx(least)
    assert answer.proof.status is Status.OPTIMAL


@pytest.mark.parametrize(("name", "least"), [("pmed1", 5819), ("pmed2", 4093), ("pmed4", 3034), ("pmed6", 7824)])
def test_published_optima(name: str, least: float) -> None:
    """OR-Library instances are proven at Beasley's optima (pmedopt.txt)."""
    way, number = pmed(shared_data("location", "orlib_pmed", f"{name}.txt"))
    answer = solve(PMedian.of(way, number), limits=Limits())
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, least)
    assert way[:, answer.stands].min(axis=1).sum() == least


@pytest.mark.parametrize("limits", [Limits(seconds=0.0), Limits(work=0.001), Limits(nodes=1, work=0.2)])
def test_stopped_early_is_honest(limits: Limits) -> None:
    """However early a solve stops: sites cost what it says, the optimum is within its bound."""
    way = np.vstack([ways(1, 60, 60), ways(2, 60, 60)])
    best = solve(PMedian.of(way, 7), limits=Limits()).proof
    proof = (answer := solve(PMedian.of(way, 7), limits=limits)).proof
    assert best.status is Status.OPTIMAL
    assert answer.stands.sum() == 7
    assert way[:, answer.stands].min(axis=1).sum() == proof.objective
    assert proof.bound <= best.objective <= proof.objective
    assert (proof.status is Status.OPTIMAL) == (proof.bound == proof.objective)


def test_work_gives_the_same_answer_twice() -> None:
    """The same work limit gives the same sites and bound, whatever the clock says."""
    way = ways(5, 80, 80)
    first, second = (solve(PMedian.of(way, 6), limits=Limits(work=0.05, seed=3)) for _ in range(2))
    assert (first.stands == second.stands).all()
    assert first.proof.bound == second.proof.bound


def test_more_kept_than_may_stand() -> None:
    """More kept sites than may stand is told with both numbers."""
    with pytest.raises(TooManyMustKeepError, match="3 sites must be kept and 2 may stand"):
        PMedian.of(ways(0), 2, must=np.arange(8) < 3)


def test_nobody_asks() -> None:
    """An empty table of demand is told."""
    with pytest.raises(ValueError, match="nobody asks for a site"):
        PMedian.of(np.zeros((0, 3)), 1)
