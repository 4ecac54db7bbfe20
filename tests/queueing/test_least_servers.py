"""The least servers against trying every number, one after the other."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.queueing import Line, Promise, least_servers, measure, served_within


def _cells(seed: int, count: int, most: float) -> Line:
    draw = np.random.default_rng(seed)
    patience = np.where(draw.random(count) < 0.5, np.inf, draw.uniform(1, 60, count))
    return Line(draw.uniform(0, most, count), draw.uniform(1, 20, count), draw.uniform(0.2, 2, count), patience)


@pytest.mark.parametrize("most", [0.05, 1.0, 8.0])
def test_the_answer_keeps_the_promise_and_one_less_does_not(most: float) -> None:
    """A linear search from one server upwards finds the same numbers."""
    line = _cells(3, 80, most)
    share = np.where(np.arange(80) % 3 == 0, np.nan, 0.8)
    mean_wait = np.where(np.arange(80) % 2 == 0, 5.0, np.inf)
    answer = least_servers(line, Promise(mean_wait, ((10.0, share),)))
    for cell in range(80):
        one = line.take(np.arange(80) == cell)
        for servers in range(1, 1000):
            kept = measure(one, servers).wait[0] <= mean_wait[cell] + 1e-9
            if not np.isnan(share[cell]):
                kept = kept and served_within(one, servers, 10.0)[0] >= share[cell] - 1e-9
            if kept:
                break
        assert answer[cell] == servers


def test_published_example() -> None:
    """100 calls in 30 minutes, 3 minutes each, 80% within 20 seconds: 14 people (pyworkforce's README)."""
    line = Line(np.array([100 / 30]), np.array([3.0]), np.array([1.0]), np.array([np.inf]))
    assert least_servers(line, Promise(np.array([np.inf]), ((20 / 60, np.array([0.8])),)))[0] == 14


def test_little_demand_still_needs_somebody() -> None:
    """One customer a month needs one person; none needs nobody."""
    line = Line(np.array([1e-6, 0.0]), np.array([5.0, 1.0]), np.ones(2), np.full(2, np.inf))
    assert least_servers(line, Promise(np.full(2, 30.0))).tolist() == [1, 0]


def test_thousands_of_servers() -> None:
    """A desk of 5,000 erlangs is found, and needs only about a square root more than its load."""
    line = Line(np.array([1000.0]), np.array([5.0]), np.ones(1), np.full(1, np.inf))
    people = least_servers(line, Promise(np.array([np.inf]), ((0.5, np.array([0.8])),)))[0]
    assert 5000 < people < 5000 + 2 * np.sqrt(5000)


def test_impossible_promises_are_refused() -> None:
    """A share above 1 cannot be kept by anybody, and says so."""
    line = Line(np.ones(1), np.ones(1), np.ones(1), np.full(1, np.inf))
    with pytest.raises(ValueError, match="out of reach"):
        least_servers(line, Promise(np.full(1, np.inf), ((1.0, np.array([1.5])),)))
