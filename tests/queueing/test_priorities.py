"""The kernel with priorities against a plain telling of the same queues, and against the one without."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing import first_come
from optimize.queueing.priorities import NOT_TAKEN, serve
from scenarios.rehearsal.occupied import occupied
from tests.queueing.lanes import (
    EVERYTHING,
    FEATURES,
    Lane,
    customer_arrays,
    random_lane,
    random_ranks,
    random_reserve,
    served,
    told,
    window_arrays,
)
from tests.queueing.loop import Customer

SEEDS = st.integers(0, 2**32 - 1)
BATCH = 50
"""Lanes a case: twenty cases are a thousand lanes."""


@pytest.mark.parametrize("name", FEATURES)
@given(SEEDS)
@settings(deadline=None, max_examples=20)
def test_equal_to_the_plain_telling_to_the_last_bit(name: str, seed: int) -> None:
    """A thousand lanes of each feature: every begin is the same double, by a person of the same pattern."""
    draw, features = np.random.default_rng(seed), FEATURES[name]
    patterns = random_ranks(draw, features)
    reserve = random_reserve(draw, features)
    lanes = [random_lane(draw, features) for _ in range(BATCH)]
    got = served(lanes, patterns, features.kinds, reserve)
    begin, pattern = told(lanes, patterns, reserve)
    np.testing.assert_array_equal(got.begin, begin)
    np.testing.assert_array_equal(got.pattern, pattern)


TIMES = st.integers(0, 30).map(float)
CUSTOMERS = st.builds(
    Customer,
    TIMES,
    st.integers(0, 2),
    st.integers(1, 9).map(float),
    st.just(math.inf) | st.integers(0, 9).map(float),
)


@st.composite
def _windows(draw: st.DrawFn) -> tuple[tuple[float, float, int], ...]:
    edges = sorted(draw(st.lists(TIMES, min_size=0, max_size=4)))
    rows = draw(st.lists(st.integers(0, 1), min_size=2, max_size=2))
    return tuple((edges[2 * i], edges[2 * i + 1], rows[i]) for i in range(len(edges) // 2))


PATTERNS = st.dictionaries(st.integers(0, 2), st.integers(0, 2))


@given(
    st.lists(CUSTOMERS, max_size=8).map(lambda all_: tuple(sorted(all_, key=lambda customer: customer.arrival))),
    st.lists(_windows(), min_size=1, max_size=3).map(tuple),
    st.lists(PATTERNS, min_size=2, max_size=2),
)
@settings(deadline=None, max_examples=1000)
def test_equal_on_cases_made_to_shrink(
    customers: tuple[Customer, ...],
    people: tuple[tuple[tuple[float, float, int], ...], ...],
    patterns: list[dict[int, int]],
) -> None:
    """All features at once, in whole numbers: what differs would be told by its smallest case."""
    lanes = [Lane(customers, people)]
    got, (begin, pattern) = served(lanes, patterns, 3), told(lanes, patterns)
    np.testing.assert_array_equal(got.begin, begin)
    np.testing.assert_array_equal(got.pattern, pattern)


@pytest.mark.parametrize("name", ["plain", "breaks", "patience"])
@given(SEEDS)
@settings(deadline=None, max_examples=20)
def test_one_kind_and_one_pattern_is_first_come(name: str, seed: int) -> None:
    """A thousand lanes: the same doubles as the kernel for one queue."""
    draw = np.random.default_rng(seed)
    lanes = [random_lane(draw, FEATURES[name]) for _ in range(BATCH)]
    lane, kind, *customers = customer_arrays(lanes)
    starts, ends, pattern = window_arrays(lanes)
    got = serve(lane, kind, *customers, starts, ends, 0 * pattern, np.zeros((1, 1), dtype=np.int64))
    np.testing.assert_array_equal(got.begin, first_come.serve(lane, *customers, starts, ends))


@given(SEEDS)
@settings(deadline=None, max_examples=20)
def test_kinds_of_equal_rank_are_one_queue(seed: int) -> None:
    """Where everybody takes all kinds at one rank, kinds do not matter, whatever the windows and patience."""
    draw = np.random.default_rng(seed)
    lanes = [random_lane(draw, FEATURES["everything"]) for _ in range(BATCH)]
    lane, kind, arrival, handling, patience = customer_arrays(lanes)
    arrival += np.arange(len(arrival)) * 2.0**-20  # of customers who come together kinds would have an order
    starts, ends, pattern = window_arrays(lanes)
    got = serve(
        lane, kind, arrival, handling, patience, starts, ends, 0 * pattern, np.zeros((1, 3), dtype=np.int64)
    )
    np.testing.assert_array_equal(got.begin, first_come.serve(lane, arrival, handling, patience, starts, ends))


@given(SEEDS)
@settings(deadline=None, max_examples=20)
def test_littles_law_and_conservation_on_every_path(seed: int) -> None:
    """Served, gone and left over are all; the queue's integral is the sum of waits; nobody serves two."""
    draw = np.random.default_rng(seed)
    patterns = random_ranks(draw, EVERYTHING)
    lanes = [random_lane(draw, EVERYTHING) for _ in range(BATCH)]
    got = served(lanes, patterns, 3)
    lane, _, arrival, handling, patience = customer_arrays(lanes)
    gone, over = np.isnan(got.begin), np.isposinf(got.begin)
    done = np.isfinite(got.begin)
    assert (gone.astype(int) + over + done == 1).all()
    assert not (gone & np.isinf(patience)).any()
    assert (got.pattern[done] >= 0).all()
    assert (got.pattern[~done] == -1).all()
    leaves = np.where(done, got.begin, np.where(gone, arrival + patience, 200.0))
    queue = occupied(arrival, leaves, lane, BATCH, 8, 30)
    waits = np.bincount(lane, leaves - arrival, minlength=BATCH)
    np.testing.assert_allclose(queue.sum(axis=1), waits, atol=1e-9)
    busy = occupied(got.begin[done], (got.begin + handling)[done], lane[done], BATCH, 24, 10)[:, :-1]
    assert (busy <= 10 * np.array([[len(each.people)] for each in lanes]) + 1e-9).all()


def test_the_urgent_come_first_and_nobody_is_put_aside() -> None:
    """At 10 the person takes the urgent one who came last, and finishes the other who was in hand before."""
    lane, kind = np.zeros(3, dtype=np.int64), np.array([1, 1, 0])
    got = serve(
        lane, kind, np.array([0.0, 1.0, 5.0]), np.full(3, 10.0), np.full(3, np.inf),
        np.zeros((1, 1, 1)), np.full((1, 1, 1), np.inf), np.zeros((1, 1, 1), dtype=np.int64), np.array([[0, 1]]),
    )  # fmt: skip
    assert got.begin.tolist() == [0.0, 20.0, 10.0]


def test_those_who_take_many_stay_free() -> None:
    """Of two idle people the one who takes one kind serves it, though second in order; the other stays free."""
    lane, kind = np.zeros(2, dtype=np.int64), np.array([0, 1])
    got = serve(
        lane, kind, np.array([0.0, 1.0]), np.full(2, 10.0), np.full(2, np.inf), np.zeros((1, 2, 1)),
        np.full((1, 2, 1), np.inf), np.array([[[0], [1]]]), np.array([[0, 1], [0, NOT_TAKEN]]),
    )  # fmt: skip
    assert got.begin.tolist() == [0.0, 1.0]
    assert got.pattern.tolist() == [1, 0]
    swapped = serve(
        lane, kind, np.array([0.0, 1.0]), np.full(2, 10.0), np.full(2, np.inf), np.zeros((1, 2, 1)),
        np.full((1, 2, 1), np.inf), np.array([[[0], [1]]]), np.array([[0, 1], [0, NOT_TAKEN]]), np.array([0, 1]),
    )  # fmt: skip
    assert swapped.begin.tolist() == [0.0, 10.0], "kept free instead: the one who takes only the first kind"


def test_whom_nobody_takes() -> None:
    """A kind that no pattern takes is left over or leaves, and holds up nobody; nobody comes, nothing happens."""
    lane, kind = np.zeros(3, dtype=np.int64), np.array([1, 1, 0])
    window = np.zeros((1, 1, 1)), np.full((1, 1, 1), np.inf), np.zeros((1, 1, 1), dtype=np.int64)
    ranks = np.array([[0, NOT_TAKEN]])
    got = serve(lane, kind, np.array([0.0, 1.0, 2.0]), np.ones(3), np.array([np.inf, 3.0, np.inf]), *window, ranks)
    np.testing.assert_array_equal(got.begin, [np.inf, np.nan, 2.0])
    none = np.empty(0, dtype=np.int64)
    assert len(serve(none, none, *np.empty((3, 0)), *window, ranks).begin) == 0
