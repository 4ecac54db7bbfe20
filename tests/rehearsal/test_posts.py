"""Whom people take follows from their post: priorities, flexible posts, and posts with deferred work only."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from optimize.patterns import Patterns
from scenarios.rehearsal import Rehearsal, RehearsalProblem, rehearse
from tests.rehearsal.cases import duty, problem, service

DEFERRED = service(
    "d", kind="deferred", handling_minutes=20.0, promise="settled_within", promise_minutes=120.0, promise_share=0.9
)


def _two_posts(
    people: list[dict[str, object]], *, flexible: tuple[bool, bool], **changes: object
) -> RehearsalProblem:
    """A counter for a and an office for b in one pool."""
    posts = [("A", "counter", "pool", ("a",)), ("A", "office", "pool", ("b",))]
    rates = {("A", "a"): 9.0, ("A", "b"): 4.0}
    asked = problem(rates, [service("a"), service("b")], people, posts=posts, **changes)
    return dataclasses.replace(asked, posts=asked.posts.assign(flexible=list(flexible)))


def _by_service(answer: Rehearsal, column: str) -> pd.Series:
    return answer.services.set_index("service")[column]


def test_the_order_of_a_posts_services_is_their_priority() -> None:
    """At a busy counter the first service waits least, and exchanging the two exchanges who waits."""
    people = [*duty("e", 0, (8, 18)), *duty("f", 0, (8, 18))]
    rates, services = {("A", "a"): 10.0, ("A", "b"): 10.0}, [service("a"), service("b")]
    waits = {}
    for order in (("a", "b"), ("b", "a")):
        asked = problem(rates, services, people, posts=[("A", "p", "front", order)])
        waits[order] = _by_service(rehearse(asked, replications=20, seed=1), "wait_minutes")
    assert waits["a", "b"]["a"] < waits["a", "b"]["b"]
    assert waits["b", "a"]["b"] < waits["b", "a"]["a"]


def test_nobody_takes_what_is_neither_his_posts_nor_flexible() -> None:
    """With people at the counter alone, the office's customers are served only if the office is flexible."""
    people = [*duty("e", 0, (8, 18), post="counter"), *duty("f", 0, (8, 18), post="counter")]
    closed = _by_service(rehearse(_two_posts(people, flexible=(True, False)), replications=5, seed=1), "served")
    assert closed["b"] == 0
    assert closed["a"] > 0
    opened = _by_service(rehearse(_two_posts(people, flexible=(True, True)), replications=5, seed=1), "served")
    assert opened["b"] > 0


def test_help_from_another_post_shortens_waits() -> None:
    """The office's person serves the counter's customers when its own do not wait, if everybody can hold it."""
    people = [*duty("e", 0, (8, 18), post="counter"), *duty("f", 0, (8, 18), post="office")]
    alone = _by_service(
        rehearse(_two_posts(people, flexible=(False, False)), replications=20, seed=1), "wait_minutes"
    )
    helped = _by_service(
        rehearse(_two_posts(people, flexible=(True, False)), replications=20, seed=1), "wait_minutes"
    )
    assert helped["a"] < alone["a"]
    assert helped["b"] >= alone["b"] - 1e-9, "who helps may have a customer in hand when its own comes"


def test_patterns_put_own_services_first() -> None:
    """Ranks follow the post's list, then the flexible posts'; a service of both keeps its first place."""
    posts = pd.DataFrame(
        {"post": ["x", "y", "z"], "services": [("a", "b"), ("c",), ("b", "d")], "flexible": [True, False, True]}
    )
    patterns = Patterns.of(posts, pd.Series(["a", "b", "c", "d"]))
    assert patterns.ranks.tolist() == [[0, 1, -1, 2], [1, 2, 0, 3], [2, 0, -1, 1]]
    assert patterns.reserve.tolist() == [3, 4, 3]
    assert patterns.only_deferred(np.array([False, False, True, False])).tolist() == [False, True, False]


def test_office_people_do_their_own_work_first() -> None:
    """Customers at a flexible counter change nothing for an office's jobs, but for customers in hand."""
    posts = [("A", "counter", "pool", ("a",)), ("A", "office", "pool", ("d",))]
    people = [*duty("e", 0, (8, 18), post="counter"), *duty("f", 0, (8, 18), post="office")]
    counts = np.zeros((20, 2, 48), dtype=np.int32)
    counts[:, 0, 16:36] = 8  # a crowd at the counter: 80 of 60 minutes an hour
    counts[:, 1, 16:34] = 1  # 40 of 60 minutes an hour at the office
    found = []
    for flexible in (True, False):
        asked = problem(
            {("A", "a"): 16.0, ("A", "d"): 2.0}, [service("a"), DEFERRED], people, posts=posts, counts=counts
        )
        asked = dataclasses.replace(asked, posts=asked.posts.assign(flexible=[flexible, False]))
        found.append(rehearse(asked, replications=20, seed=1))
    helping, apart = found
    assert _by_service(helping, "wait_minutes")["a"] < 0.7 * _by_service(apart, "wait_minutes")["a"]
    settled = _by_service(helping, "achieved")["d"], _by_service(apart, "achieved")["d"]
    assert settled[0] == pytest.approx(settled[1], abs=0.1)
    assert (helping.intervals["occupancy"].dropna() <= 1.2).all()
