"""Subsets of a group's sites: those that a search for a cut begins with, and those beyond what a cut allows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optimize.coverage.placing.covered import beyond as search
from optimize.coverage.placing.covered.around import Around
from optimize.coverage.placing.covered.beyond import beyond
from optimize.coverage.placing.covered.sweeps import sweeps
from quarterhour.arrays import Floats
from quarterhour.seeds import generator

SITES = 9
EVERY = np.array(list(product((0, 1), repeat=SITES)))[:, ::-1]
"""All subsets of the sites, in the order of their bits."""


def _around(seed: int) -> Around:
    draw = generator(seed, "placing", "subsets")
    kinds = np.unique(draw.integers(1, 1 << SITES, 30))
    worth, need = draw.uniform(1, 9, len(kinds)), draw.random(len(kinds))
    return Around(np.arange(len(kinds)), np.arange(len(kinds)), kinds, worth, need, draw.uniform(0.1, 0.6, SITES))


def _values(around: Around, price: Floats) -> Floats:
    reached = (EVERY @ ((around.sites[:, None] >> np.arange(SITES)) & 1).T) > 0
    return np.asarray(reached @ around.worth - EVERY @ price)


@pytest.mark.parametrize("seed", range(8))
def test_all_subsets_above_a_level_are_found(seed: int) -> None:
    """All of them that gain with every site, each once and with what it comes to, the best one among them."""
    around = _around(seed)
    price = generator(seed, "placing", "price").uniform(5, 60, SITES)
    values = _values(around, price)
    level = float(np.quantile(values[values > 0], 0.9))
    found = beyond(around, around.worth, price, level, whole=True)
    assert found.whole
    assert len(np.unique(found.subsets)) == len(found.subsets) > 0
    assert found.values == pytest.approx(values[found.subsets])
    assert found.values.max() == pytest.approx(values.max())
    for some in np.setdiff1d(np.flatnonzero(values > level), found.subsets).tolist():
        own = [1 << site for site in range(SITES) if some >> site & 1]
        assert any(values[some] <= values[some ^ site] for site in own)


def test_a_search_that_saw_too_few_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two subsets of a number of sites what is told is true, but it is not told to be all."""
    monkeypatch.setattr(search, "MOST", 2)
    around, price = _around(1), np.full(SITES, 5.0)
    values = _values(around, price)
    found = beyond(around, around.worth, price, 0.9 * float(values.max()), whole=True)
    assert not found.whole
    assert found.values == pytest.approx(values[found.subsets])


@pytest.mark.parametrize("seed", range(5))
def test_marks_take_as_many_sites_as_are_opened(seed: int) -> None:
    """Subsets have as many sites as are opened, rounded down or up, and no site is left out of all."""
    around = _around(seed)
    some = (sweeps(around)[:, None] >> np.arange(SITES)) & 1
    together = float(around.opened.sum())
    assert set(some.sum(axis=1)) <= {int(np.floor(together)), int(np.ceil(together))}
    assert some.any(axis=0).all()


def test_marks_take_no_neighbours_in_a_row_of_sites() -> None:
    """Sites along a street that reach homes with their neighbours, each opened by a third: the marks of an order
    along it are three sites apart, and each of the three ways to set them is there."""
    kinds = np.array([0b111 << place for place in range(SITES - 2)])
    ones = np.ones(len(kinds))
    street = Around(np.arange(len(kinds)), np.arange(len(kinds)), kinds, ones, ones, np.full(SITES, 1 / 3))
    assert {0b001001001 << place for place in range(3)} <= set(sweeps(street).tolist())
