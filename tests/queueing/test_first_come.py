"""The lock-step kernel against an event heap, Erlang's formulas and the laws that every queue keeps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing import erlang_a, erlang_c
from optimize.queueing.first_come import serve
from scenarios.rehearsal.occupied import occupied
from scenarios.rehearsal.statistics import ratio
from tests.queueing.events import Window, by_events
from tests.queueing.lanes import ONE_KIND, customer_arrays, plain, random_lane, window_arrays


def as_arrays(lanes: list[list[list[Window]]]) -> tuple[np.ndarray, np.ndarray]:
    """Windows by lane, person and number as the kernel takes them."""
    people = max(map(len, lanes), default=1)
    windows = max((len(person) for lane in lanes for person in lane), default=1) or 1
    starts, ends = np.full((2, windows, max(people, 1), len(lanes)), -np.inf)
    starts[:] = np.inf
    for lane, members in enumerate(lanes):
        for person, own in enumerate(members):
            for number, (start, end) in enumerate(own):
                starts[number, person, lane], ends[number, person, lane] = start, end
    starts[np.isinf(starts)] = np.finfo(float).max
    return starts, ends


TIMES = st.integers(0, 60).map(float) | st.floats(0, 60, allow_subnormal=False)
LENGTHS = st.integers(1, 15).map(float) | st.floats(0.01, 15)
PATIENCE = st.just(math.inf) | st.integers(0, 20).map(float) | st.floats(0, 20)


@st.composite
def _windows(draw: st.DrawFn) -> list[Window]:
    """A person's day: up to three windows, some touching, some empty, the last one sometimes without end."""
    edges = sorted(draw(st.lists(TIMES, min_size=2, max_size=6)))
    pairs = [(edges[i], edges[i + 1]) for i in range(0, len(edges) - 1, draw(st.sampled_from([1, 2])))]
    if pairs and draw(st.booleans()):
        pairs[-1] = (pairs[-1][0], math.inf)
    return pairs[:3]


@st.composite
def _lane(draw: st.DrawFn) -> tuple[list[float], list[float], list[float], list[list[Window]]]:
    arrivals = sorted(draw(st.lists(TIMES, max_size=12)))
    size = len(arrivals)
    handling = draw(st.lists(LENGTHS, min_size=size, max_size=size))
    patience = draw(st.lists(PATIENCE, min_size=size, max_size=size))
    return arrivals, handling, patience, draw(st.lists(_windows(), min_size=1, max_size=4))


@given(st.lists(_lane(), min_size=1, max_size=2))
@settings(deadline=None, max_examples=1000)
def test_equal_to_the_event_heap_to_the_last_bit(cases: list) -> None:
    """Windows, breaks and patience: every begin of service is the same double, every lost customer the same."""
    lane = np.repeat(np.arange(len(cases)), [len(case[0]) for case in cases])
    columns = (np.array([value for case in cases for value in case[i]]) for i in range(3))
    starts, ends = as_arrays([case[3] for case in cases])
    got = serve(lane, *columns, starts, ends)
    expected = np.array([begin for case in cases for begin in by_events(*case)])
    np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("name", ONE_KIND)
@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_equal_to_the_event_heap_in_each_feature(name: str, seed: int) -> None:
    """A thousand lanes of each feature alone, and of all together, are the event heap's; nobody gets lost."""
    draw = np.random.default_rng(seed)
    lanes = [random_lane(draw, ONE_KIND[name]) for _ in range(50)]
    lane, _, arrival, handling, patience = customer_arrays(lanes)
    starts, ends, _ = window_arrays(lanes)
    got = serve(lane, arrival, handling, patience, starts, ends)
    expected = [begin for each in lanes for begin in by_events(*plain(each))]
    np.testing.assert_array_equal(got, np.array(expected))
    left = np.where(np.isnan(got), arrival + patience, np.minimum(got, 500.0))
    queue = occupied(arrival, left, lane, len(lanes), 20, 30)
    waits = np.bincount(lane, left - arrival, minlength=len(lanes))
    np.testing.assert_allclose(queue.sum(axis=1), waits, atol=1e-9)


def _stationary(load: float, servers: int, patience: float, lanes: int, size: int) -> tuple[np.ndarray, ...]:
    """Waits and losses of many independent M/M/c(+M) lanes, the first third of each thrown away."""
    draw = np.random.default_rng(7)
    arrival = np.cumsum(draw.exponential(1 / load, (lanes, size)), axis=1)
    handling = draw.exponential(1.0, (lanes, size))
    stays = draw.exponential(patience, (lanes, size)) if np.isfinite(patience) else np.full((lanes, size), np.inf)
    starts, ends = np.zeros((1, servers, lanes)), np.full((1, servers, lanes), np.inf)
    lane = np.repeat(np.arange(lanes), size)
    begin = serve(lane, arrival.ravel(), handling.ravel(), stays.ravel(), starts, ends).reshape(lanes, size)
    wait = np.where(np.isnan(begin), stays, begin - arrival)
    kept = slice(size // 3, None)
    return wait[:, kept], np.isnan(begin)[:, kept]


@pytest.mark.parametrize(("load", "servers"), [(0.7, 1), (2.4, 3), (8.0, 10)])
def test_waits_are_erlang_c(load: float, servers: int) -> None:
    """Mean wait and share waiting of M/M/c lie within the 95% interval, widened by half for the many checks."""
    wait, _ = _stationary(load, servers, np.inf, 300, 3000)
    chance = float(erlang_c(load, servers))
    for amounts, expected in ((wait, chance / (servers - load)), ((wait > 0) * 1.0, chance)):
        value, low, high = ratio(amounts.sum(axis=1), np.full(len(amounts), amounts.shape[1], float))
        assert abs(value - expected) < 1.5 * (high - low) / 2


@pytest.mark.parametrize(("load", "servers", "patience"), [(3.0, 3, 1.0), (6.0, 5, 2.0), (0.9, 1, 10.0)])
def test_losses_are_erlang_a(load: float, servers: int, patience: float) -> None:
    """Share lost and mean wait of M/M/c+M lie within the interval, overloaded or not."""
    wait, gone = _stationary(load, servers, patience, 200, 3000)
    lost = float(erlang_a(load, servers, patience)[1])
    for amounts, expected in ((gone * 1.0, lost), (wait, lost * patience)):
        value, low, high = ratio(amounts.sum(axis=1), np.full(len(amounts), amounts.shape[1], float))
        assert abs(value - expected) < 1.5 * (high - low) / 2


@given(_lane())
@settings(deadline=None, max_examples=200)
def test_littles_law_holds_on_every_path(case: tuple) -> None:
    """The time integral of the number queueing, interval by interval, is the sum of the waits."""
    arrival, handling = np.array(case[0]), np.array(case[1])
    starts, ends = as_arrays([[[(0.0, 20.0), (25.0, math.inf)]]])
    begin = serve(
        np.zeros(len(arrival), dtype=np.int64), arrival, handling, np.full(len(arrival), np.inf), starts, ends
    )
    queue = occupied(arrival, begin, np.zeros(len(arrival), dtype=np.int64), 1, 2, 30)
    assert queue.sum() == pytest.approx((begin - arrival).sum(), abs=1e-9)
    inside = np.minimum(begin, 30.0) - np.minimum(arrival, 30.0)
    assert queue[0, 0] == pytest.approx(inside.sum(), abs=1e-9)


@pytest.mark.parametrize("name", ["plain", "ties"])
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
@settings(deadline=None, max_examples=20)
def test_one_more_server_never_raises_a_wait(name: str, seed: int, servers: int) -> None:
    """A thousand lanes of people always there and patient customers. (With windows who is free changes.)"""
    draw = np.random.default_rng(seed)
    lane, _, arrival, handling, patience = customer_arrays([random_lane(draw, ONE_KIND[name]) for _ in range(50)])
    begins = []
    for people in (servers, servers + 1):
        shape = (1, people, 50)
        begins.append(serve(lane, arrival, handling, patience, np.zeros(shape), np.full(shape, np.inf)))
    assert (begins[1] <= begins[0]).all()


def test_breaks_are_shortened_by_an_overrun() -> None:
    """A customer begun at 9 takes 5 minutes over the break [10, 12): the next begins at 14, not at 12 or 16."""
    starts, ends = as_arrays([[[(0.0, 10.0), (12.0, 100.0)]]])
    lane, size = np.zeros(3, dtype=np.int64), 3
    begin = serve(lane, np.array([9.0, 9.5, 50.0]), np.full(size, 5.0), np.full(size, np.inf), starts, ends)
    assert begin.tolist() == [9.0, 14.0, 50.0]


def test_nobody_there() -> None:
    """Without windows the patient are left over and the others leave; without customers nothing happens."""
    starts, ends = as_arrays([[[]]])
    begin = serve(np.zeros(2, dtype=np.int64), np.zeros(2), np.ones(2), np.array([np.inf, 5.0]), starts, ends)
    assert begin[0] == np.inf
    assert np.isnan(begin[1])
    assert len(serve(np.empty(0, dtype=np.int64), *np.empty((3, 0)), starts, ends)) == 0
