"""Fewer paths: whose weights, and which."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.requirement.confidence import forward_selection, reduce_paths
from tests.requirement.cases import deferred, service
from tests.requirement.confidence.cases import posed

PLACES = st.lists(st.floats(0, 100), min_size=1, max_size=12)


def _distance(places: list[float]) -> tuple[np.ndarray, np.ndarray]:
    at = np.asarray(places)
    return np.abs(at[:, None] - at[None, :]), np.full(len(at), 1 / len(at))


@given(PLACES, st.integers(1, 14))
def test_weights_add_up_and_no_more_are_kept_than_asked_for(places: list[float], keep: int) -> None:
    """Whatever the paths are, the kept ones stand for all of them."""
    chosen, weights = forward_selection(*_distance(places), keep)
    assert len(chosen) == len(weights) == min(keep, len(places))
    assert len(set(chosen.tolist())) == len(chosen)
    assert weights.sum() == pytest.approx(1.0)


@given(PLACES)
def test_all_stay_as_they_are_when_all_are_kept(places: list[float]) -> None:
    """With as many as there are, each keeps its own weight."""
    distance, weights = _distance(places)
    chosen, kept = forward_selection(distance, weights, len(places))
    assert chosen.tolist() == list(range(len(places)))
    np.testing.assert_array_equal(kept, weights)


@given(PLACES)
def test_the_first_one_is_the_best_single_one(places: list[float]) -> None:
    """One path alone: no other has a smaller weighted distance to all."""
    distance, weights = _distance(places)
    chosen, _ = forward_selection(distance, weights, 1)
    assert weights @ distance[:, chosen[0]] == pytest.approx((weights @ distance).min())


@given(PLACES.filter(lambda places: len(places) > 4))
def test_each_further_path_is_the_best_addition(places: list[float]) -> None:
    """Told by trying all: no other path would bring the distance to all further down."""
    distance, weights = _distance(places)

    def far(kept: set[int]) -> float:
        return float(weights @ distance[:, sorted(kept)].min(axis=1))

    steps = [set(forward_selection(distance, weights, keep)[0].tolist()) for keep in range(1, 5)]
    for before, after in pairwise(steps):
        assert before < after
        assert far(after) == pytest.approx(min(far(before | {other}) for other in range(len(places))))


def test_an_extreme_path_is_kept_when_asked_for_enough() -> None:
    """Nine alike days and one of five times the customers: of two paths one is the extreme, with a tenth."""
    rates = [[6.0 + 0.01 * number] * 4 for number in range(9)] + [[30.0] * 4]
    few = reduce_paths(*posed({"a": rates}), 2)
    assert 9 in few.numbers
    assert few.weights[few.numbers == 9] == pytest.approx(0.1)


def test_distance_is_work_not_customers() -> None:
    """The path with more work is the odd one out, though another has many more quick customers."""
    quick, slow = service("q", handling_minutes=0.1), service("s", handling_minutes=60.0)
    paths = {"q": [[5.0], [5.0], [50.0]], "s": [[1.0], [9.0], [1.0]]}
    few = reduce_paths(*posed(paths, [quick, slow]), 2)
    assert 1 in few.numbers
    assert few.weights[few.numbers == 1] == pytest.approx(1 / 3)


def test_deferred_work_does_not_count() -> None:
    """Only who waits is looked at: paths that differ in deferred work alone are the same."""
    paths = {"a": [[5.0], [5.0], [6.0]], "d": [[0.0], [500.0], [0.0]]}
    few = reduce_paths(*posed(paths, [service("a"), deferred("d", 60.0)]), 2)
    assert few.numbers.tolist() == [0, 2]


def test_order_of_rows_does_not_matter() -> None:
    """Series in another order: the same paths and weights."""
    draw = np.random.default_rng(4)
    paths = {name: draw.gamma(4.0, 2.0, (12, 6)).tolist() for name in "abc"}
    asked, drawn = posed(paths, [service(name) for name in paths])
    turned = dataclasses.replace(
        drawn, series=drawn.series.iloc[::-1].reset_index(drop=True), rates=drawn.rates[:, ::-1]
    )
    few, same = reduce_paths(asked, drawn, 5), reduce_paths(asked, turned, 5)
    assert few.numbers.tolist() == same.numbers.tolist()
    np.testing.assert_allclose(few.weights, same.weights)


def test_none_can_not_be_kept() -> None:
    """At least one path must stay."""
    with pytest.raises(ValueError, match="at least 1"):
        reduce_paths(*posed({"a": [[1.0]]}), 0)
