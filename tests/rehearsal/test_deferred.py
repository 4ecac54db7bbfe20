"""Deferred work in idle time: against a minute-by-minute telling, and in a whole pool."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.rehearsal import rehearse
from scenarios.rehearsal.settle import settle
from tests.rehearsal.cases import duty, problem, service

GRAIN = 30


def by_steps(arrival: list[float], work: list[float], capacity: list[float]) -> list[float]:
    """Each job in turn eats the capacity of interval after interval."""
    finish, now = [], 0.0
    for came, left in zip(arrival, work, strict=True):
        now, shortest = max(now, came), came + left
        while left > 1e-12 and now < GRAIN * len(capacity) - 1e-12:
            interval = int((now + 1e-9) // GRAIN)
            speed, rest = capacity[interval] / GRAIN, GRAIN * (interval + 1) - now
            if speed * rest >= left - 1e-12:
                now, left = now + left / speed, 0.0
            else:
                now, left = GRAIN * (interval + 1.0), left - speed * rest
        done = max(now, shortest) if left <= 1e-12 else math.inf
        finish.append(done if done <= GRAIN * len(capacity) else math.inf)
    return finish


@given(
    st.lists(st.tuples(st.integers(0, 150), st.integers(1, 40)), max_size=10),
    st.lists(st.sampled_from([0.0, 7.5, 15.0, 30.0, 60.0]), min_size=6, max_size=6),
)
@settings(deadline=None, max_examples=200)
def test_equal_to_eating_interval_after_interval(jobs: list[tuple[int, int]], capacity: list[float]) -> None:
    """Lindley's recursion on the clock of idle time gives the finishes of the step-by-step telling."""
    jobs = sorted(jobs)
    arrival, work = [float(came) + 0.125 for came, _ in jobs], [float(size) for _, size in jobs]
    finish, used = settle(np.array(arrival), np.array(work), np.array(capacity), GRAIN)
    np.testing.assert_allclose(finish, by_steps(arrival, work, capacity), atol=1e-6)
    assert (used <= np.array(capacity) + 1e-9).all()
    assert used.sum() <= sum(work) + 1e-9


def _complaints(**changes: object) -> dict[str, object]:
    plain = {"kind": "deferred", "handling_minutes": 30.0, "handling_spread": 0.0, "promise": "settled_within"}
    promise = {"promise_minutes": 120.0, "promise_share": 0.9}
    return service("d", **(plain | promise | changes))


def test_settled_share_follows_the_people_there() -> None:
    """One person settles half an hour of work an hour in time; without anybody all that fall due are late."""
    rates = {("A", "d"): 1.0}
    staffed = rehearse(problem(rates, [_complaints()], duty("e", 0, (8, 18))), replications=10, seed=1)
    row = staffed.services.iloc[0]
    assert row["achieved"] > 0.9
    assert 30.0 <= row["wait_minutes"] <= 120.0, "never less than the handling itself"
    empty = rehearse(problem(rates, [_complaints()], []), replications=10, seed=1)
    assert empty.services["achieved"].iloc[0] == 0.0
    assert (empty.replications["left_over"] == empty.replications["arrivals"]).all()


def test_immediate_customers_come_first() -> None:
    """Deferred work changes nothing for immediate customers, and gets only what they leave over."""
    posts = [("A", "p", "front", ("a", "d"))]
    people = duty("e", 0, (8, 18))
    counts = np.zeros((10, 2, 48), dtype=np.int32)
    counts[:, 0, 16:36], counts[:, 1, 16:36] = np.random.default_rng(3).poisson([[[4.5]], [[1.0]]], (2, 10, 20))
    both, alone = (
        rehearse(
            problem(dict(rates), services, people, posts=posts, counts=counts[:, : len(services)], paths=10),
            replications=10,
            seed=1,
        )
        for services, rates in (
            ([service("a"), _complaints()], {("A", "a"): 9.0, ("A", "d"): 2.0}),
            ([service("a")], {("A", "a"): 9.0}),
        )
    )
    busy = both.services.set_index("service").loc[["a"]].reset_index()
    pd.testing.assert_frame_equal(busy[list(alone.services)], alone.services)
    assert both.intervals["occupancy"].mean() > alone.intervals["occupancy"].mean()
    assert (both.intervals["occupancy"].dropna() <= 1 + 1e-9).all()


def test_opening_clock_stops_over_night() -> None:
    """Two hours of opening time across a night are in time; two hours by the clock are not."""
    counts = np.zeros((1, 1, 96), dtype=np.int32)
    counts[0, 0, 35] = 1  # one complaint in the last half hour of day one
    next_day = duty("e", 1, (8, 18))
    for clock, achieved in (("opening", 1.0), ("clock", 0.0)):
        asked = problem(
            {("A", "d"): 1.0}, [_complaints(deadline_clock=clock)], next_day, days=2, counts=counts, paths=1
        )
        assert rehearse(asked, replications=1, seed=1).services["achieved"].iloc[0] == achieved


def test_open_work_not_yet_due_is_not_counted_against_the_promise() -> None:
    """A complaint of the last half hour with a day's time is open at the end, and no failure."""
    counts = np.zeros((1, 1, 48), dtype=np.int32)
    counts[0, 0, 35] = 1
    asked = problem({("A", "d"): 1.0}, [_complaints(promise_minutes=1440.0)], [], counts=counts, paths=1)
    answer = rehearse(asked, replications=1, seed=1)
    assert answer.replications["left_over"].tolist() == [1]
    assert answer.services["kept"].tolist() == [True]
    assert np.isnan(answer.services["achieved"].iloc[0])
