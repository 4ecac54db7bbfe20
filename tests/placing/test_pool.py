"""Answers that differ, and new ones mixed of two by place."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered import Covering
from optimize.coverage.placing.covered.pool import LEAST, SIZE, Pool, mixed
from optimize.coverage.placing.covered.problem import Core, core
from optimize.coverage.placing.covered.regions import Regions
from quarterhour.seeds import generator


def _street(sites: int = 100) -> Core:
    """Sites along a street, each reaching seven homes of which its neighbours reach six."""
    near = np.abs(np.arange(sites + 6)[:, None] - 3 - np.arange(sites)) <= 3
    return core(Covering.of(sparse.csr_array(near.astype(float)), np.full(sites + 6, 2.0), 10))


def test_mixed_has_one_answer_here_and_the_other_there() -> None:
    """High are sites of one, low those of the other, as many as before, and neither answer as it was."""
    draw, field = generator(1, "placing", "mixed"), np.arange(40.0)
    for _ in range(50):
        one, other = (draw.choice(40, 12, replace=False) for _ in range(2))
        both = mixed(one, other, field, draw)
        if both is None:
            continue
        assert len(set(both.tolist())) == 12
        new = np.isin(both, other, invert=True), np.isin(both, one, invert=True)
        assert min(mask.sum() for mask in new) >= LEAST
        assert field[both[new[0]]].min() > field[both[new[1]]].max()
        assert set(np.intersect1d(one, other)) <= set(both.tolist())


def test_answers_too_alike_are_not_mixed() -> None:
    """Of answers that differ in fewer sites than a new one must from both, there is none."""
    draw, one = generator(1, "placing", "alike"), np.arange(10)
    other = np.append(one[:-3], [20, 21, 22])
    assert mixed(one, other, draw.random(30), draw) is None
    assert mixed(one, one, draw.random(30), draw) is None


def test_an_answer_goes_where_it_is_most_alike() -> None:
    """In a full pool only the most alike answer gives way, and only to one that is no worse."""
    pool = Pool()
    for place in range(SIZE):
        assert pool.offer(np.arange(5) + 10 * place, 100.0 + place)
    assert pool.full
    alike = np.append(np.arange(4) + 10, 9_999)
    assert not pool.offer(alike, 100.5)
    assert pool.answers[1].tolist() == [10, 11, 12, 13, 14]
    assert not pool.offer(alike, 101.0)
    assert pool.answers[1].tolist() == alike.tolist()
    assert pool.offer(alike, 200.0)
    assert pool.reached == [100.0, 200.0, *(100.0 + place for place in range(2, SIZE))]
    pool.drop(1)
    assert not pool.full
    assert pool.offer(alike, 50.0)


def test_the_same_answer_is_taken_once() -> None:
    """An answer that is known takes no second place."""
    pool = Pool()
    assert pool.offer(np.array([1, 2, 3]), 7.0)
    assert not pool.offer(np.array([3, 1, 2]), 7.0)
    assert len(pool.answers) == 1


def test_neighbours_are_of_one_region() -> None:
    """A field differs between neighbours by a small part of what it differs by between sites anywhere."""
    street = _street()
    regions = Regions(street, generator(2, "placing", "regions"))
    place = np.argsort(street.places)
    for field in (regions.field()[place] for _ in range(20)):
        assert np.abs(np.diff(field)).mean() < 0.3 * np.abs(field[:, None] - field).mean()


def test_regions_change_and_are_the_same_again() -> None:
    """Each field is another one, and the same draws make the same fields."""
    one, again = (Regions(_street(), generator(2, "placing", "regions")) for _ in range(2))
    first, second = one.field(), one.field()
    assert np.abs(first - second).max() > 0.01
    assert first.tolist() == again.field().tolist()
    assert second.tolist() == again.field().tolist()
