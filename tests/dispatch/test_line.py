"""The convex line: what a person more is worth is the dual price of being there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.shared_staff.dispatch.line import Lines
from quarterhour.arrays import Floats


def lines(seed: int, lanes: int = 4, intervals: int = 6) -> tuple[Lines, Floats]:
    """Lanes of any data, and people near what they need."""
    rng = np.random.default_rng(seed)
    rate = rng.uniform(1, 15, (lanes, intervals))
    handling = rng.uniform(3, 12, lanes)
    made = Lines.of(
        rng.uniform(0, 15, lanes),
        rate,
        handling,
        rng.uniform(0.3, 1.2, lanes),
        np.where(rng.random(lanes) < 0.5, np.inf, rng.uniform(3, 40, lanes)),
        rng.uniform(0.5, 20, lanes),
        rng.uniform(10, 80, lanes),
        np.concatenate([[12.0], np.full(intervals - 1, 30.0)]),
        np.ones((lanes, intervals), dtype=bool),
    )
    return made, np.maximum(rate * handling[:, None] / 30 + rng.uniform(-1.5, 1.0, rate.shape), 0.2)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_cost_is_convex_and_worth_is_its_slope(seed: int) -> None:
    """What a little more saves is at most worth there, what a little less costs is at least that."""
    made, people = lines(seed)
    worth, step = made.worth(people), 1e-5
    for t in range(people.shape[1]):
        more, less = people.copy(), people.copy()
        more[:, t] += step
        less[:, t] -= step
        saved = (made.cost(people) - made.cost(more)) / step
        lost = (made.cost(less) - made.cost(people)) / step
        assert (saved <= worth[:, t] + 1e-3 * (1 + worth[:, t])).all()
        assert (lost >= worth[:, t] - 1e-3 * (1 + worth[:, t])).all()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_worth_falls_in_everybody_else(seed: int) -> None:
    """More people in any interval never make one more person worth more in another."""
    made, people = lines(seed)
    more = people + np.random.default_rng(seed).uniform(0, 1, people.shape)
    assert (made.worth(more) <= made.worth(people) + 1e-9).all()


def test_a_queue_by_hand() -> None:
    """One person serves 30 / 10 = 3 of 10 customers; of 7 left, 2 are served within 20 minutes: 5 are late."""
    one = np.ones(1)
    made = Lines.of(
        0 * one,
        np.array([[10.0]]),
        10 * one,
        -0 * one,
        np.inf * one,
        20 * one,
        40 * one,
        30 * one,
        np.ones((1, 1), bool),
    )
    # No scatter, so that the largest tangent is x itself.
    still = Lines(made.waiting, made.ahead, made.rate, made.serves, made.stays, 0 * made.spread, made.weight)
    queue, late = still.queues(np.ones((1, 1)))
    assert (queue[0, 0], late[0, 0]) == (pytest.approx(7.0), pytest.approx(5.0))
    # 30 / 20 promises' lengths at 40 each, twice in the last interval.
    assert still.cost(np.ones((1, 1)))[0] == pytest.approx(5 * 40 * 1.5 * 2)
