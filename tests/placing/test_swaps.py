"""Swaps of one site for another."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered import Covering
from optimize.coverage.placing.covered.gains import Gains
from optimize.coverage.placing.covered.pool import SIZE
from optimize.coverage.placing.covered.problem import Core, core
from optimize.coverage.placing.covered.swaps import SHAKEN, Swaps, _shake
from quarterhour.result import Limits
from quarterhour.seeds import generator
from tests.placing.towns import subsets


@pytest.mark.parametrize("seed", range(4))
def test_the_best_three_are_found(seed: int) -> None:
    """From the first three sites the search comes to three that reach as many as any do, and is told so right."""
    draw = generator(seed, "placing", "swaps")
    near, weights = draw.random((80, 12)) < 0.2, draw.integers(1, 50, 80).astype(float)
    inner = core(Covering.of(sparse.csr_array(near.astype(float)), weights, 3))
    swaps = Swaps(inner, np.arange(3), draw.random(len(inner.places)), draw)
    swaps.go(np.inf, Clock(Limits()), lambda: False, returns=10)
    chosen = swaps.best
    nobody = np.zeros(12, dtype=bool)
    most = max(weights[near[:, some].any(axis=1)].sum() for some in subsets(~nobody, nobody, 3))
    assert len(np.unique(chosen)) == 3
    assert weights[near[:, inner.places[chosen]].any(axis=1)].sum() == most == inner.reached(chosen)


def test_work_gives_the_same_answer_twice() -> None:
    """The same work gives the same sites."""
    draw = generator(1, "placing", "swaps")
    cover = sparse.csr_array((draw.random((300, 40)) < 0.1).astype(float))
    inner = core(Covering.of(cover, draw.integers(1, 50, 300).astype(float), 6))
    first, second = (_after_work(inner) for _ in range(2))
    assert first.best.tolist() == second.best.tolist()
    assert first.vain == second.vain


def _after_work(inner: Core) -> Swaps:
    swaps, clock = Swaps(inner, np.arange(6), np.zeros(40), generator(5, "placing")), Clock(Limits(work=0.02))
    swaps.go(np.inf, clock, clock.over)
    return swaps


def test_where_the_search_begins_again_counts() -> None:
    """A better answer that the search begins with is the best, before any swap."""
    near = np.eye(6)
    inner = core(Covering.of(sparse.csr_array(near), np.arange(1.0, 7.0), 2))
    order = np.argsort(inner.places)
    swaps = Swaps(inner, order[:2], np.zeros(6), generator(5, "placing"))
    assert swaps.most == 3.0
    swaps._begin(order[4:])
    assert swaps.most == 11.0
    assert sorted(swaps.best.tolist()) == sorted(order[4:].tolist())


def test_the_search_goes_on_from_answers_that_are_told() -> None:
    """The search is no worse than an answer which it was told, and mixes answers once it has enough of them."""
    draw = generator(1, "placing", "swaps")
    near, weights = draw.random((900, 60)) < 0.08, draw.integers(1, 50, 900).astype(float)
    inner = core(Covering.of(sparse.csr_array(near.astype(float)), weights, 20))
    told = Swaps(inner, np.arange(20), np.zeros(60), generator(5, "placing"))
    told.go(np.inf, Clock(Limits()), lambda: False, returns=2 * SIZE)
    other = Swaps(inner, np.arange(20, 40), np.zeros(60), generator(6, "placing"))
    other.add(told.best)
    assert other.most == told.most
    other.go(np.inf, Clock(Limits()), lambda: False, returns=3)
    assert other.most >= told.most == inner.reached(told.best)
    assert len(set(told.best.tolist())) == 20


def test_shaken_sites_are_those_that_a_relaxation_opens() -> None:
    """Where the search begins again, nearly all that come are sites that the relaxation opens, and none twice."""
    draw = generator(3, "placing", "shaken")
    inner = core(Covering.of(sparse.csr_array((draw.random((900, 60)) < 0.1).astype(float)), np.ones(900), 20))
    assert len(inner.places) == 60
    gains, opened = Gains(inner, np.arange(20)), (np.arange(60) >= 50).astype(float)
    _shake(gains, opened, draw)
    assert len(set(gains.chosen.tolist())) == 20
    assert (gains.chosen >= 20).sum() == int(SHAKEN * 20)
    assert (gains.chosen >= 50).sum() >= 5


@pytest.mark.parametrize("shared", [0.2, 0.04])
@pytest.mark.parametrize("barred", [[], [0, 7]])
def test_after_many_swaps_the_best_one_is_known(barred: list[int], shared: float) -> None:
    """Whatever was swapped before, no allowed swap comes to more residents than the one that is named."""
    draw = generator(2, "placing", "gains")
    near, weights = draw.random((150, 12)) < shared, draw.integers(1, 50, 150).astype(float)
    inner = core(Covering.of(sparse.csr_array(near.astype(float)), weights, 4))
    assert len(inner.places) == 12
    gains, mask = Gains(inner, np.arange(4)), np.isin(np.arange(12), barred)
    for _ in range(30):
        gains.swap(int(draw.integers(4)), int(draw.choice(np.flatnonzero(~gains.stands))))
        assert gains.reached == inner.reached(gains.chosen)
        allowed = [
            (place, site)
            for place in np.flatnonzero(~mask[gains.chosen])
            for site in np.flatnonzero(~gains.stands & ~mask)
        ]
        others = [np.append(np.delete(gains.chosen, place), site) for place, site in allowed]
        totals = [inner.reached(other) for other in others]
        goes, comes = gains.best(mask, np.inf) or (-1, -1)
        assert totals[allowed.index((goes, comes))] == max(totals)
