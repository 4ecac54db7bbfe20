"""Two stages that share no code: people as required, played forward, keep the promises."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from optimize.requirement import RequirementProblem, require
from scenarios.rehearsal import rehearse
from tests.rehearsal.cases import GRID, problem, service

IMMEDIATE = [
    service("a", handling_spread=4.0, promise_minutes=4.0),
    service("b", patience_minutes=15.0, promise="share_within", promise_minutes=6.0, promise_share=0.8),
]
DEFERRED = service(
    "d",
    kind="deferred",
    handling_minutes=20.0,
    handling_spread=5.0,
    promise="settled_within",
    promise_minutes=300.0,
    promise_share=0.9,
    deadline_clock="opening",  # by the clock, what comes minutes before closing cannot be settled in time
)


def _as_required(asked: RequirementProblem, rest: str) -> list[dict[str, object]]:
    """Work segments: at each post its floor, all others at the post `rest`; nobody is absent."""
    found = require(asked)
    floors = found.floors.loc[found.floors["post"] != rest]
    segments = []
    for start, people in zip(found.pools["start"], found.pools["people"], strict=True):
        own = floors.loc[floors["start"] == start]
        at = [post for post, count in zip(own["post"], own["people"], strict=True) for _ in range(count)]
        for person, post in enumerate([*at, *[rest] * (people - len(at))]):
            segments.append(
                {
                    "employee": f"e{person:02d}",
                    "start": start,
                    "end": start + pd.Timedelta(minutes=GRID.grain),
                    "outlet": "A",
                    "post": post,
                    "activity": "work",
                    "duty": f"{start}",
                    "day": start.tz_localize(None).normalize(),
                }
            )
    return segments


@pytest.mark.parametrize("hourly", [(6.0, 3.0, 1.0), (30.0, 20.0, 4.0), (0.0, 0.0, 5.0)])
def test_people_as_required_keep_the_promises(hourly: tuple[float, float, float]) -> None:
    """Person k is there in every interval that needs more than k, and nobody is absent.

    Staff is planned for a rate a tenth above the mean, as a staffing quantile does.
    """
    services = [*IMMEDIATE, DEFERRED]
    rates = {("A", str(one["service"])): rate for one, rate in zip(services, hourly, strict=True)}
    bare = problem(rates, services, [], days=2, paths=30)
    demand = bare.opening.merge(
        pd.DataFrame({"service": [name for _, name in rates], "rate": 1.1 * np.array(hourly) / 2}), "cross"
    )
    posts = bare.posts.assign(minimum_people=0, flexible=True)
    asked = RequirementProblem(demand, bare.services, posts, bare.desks, GRID.grain)
    segments = _as_required(asked, "p")
    played = problem(rates, services, segments, days=2, paths=30)
    answer = rehearse(played, replications=30, seed=1)
    came = answer.services.loc[answer.services["arrivals"] > 0]
    assert came["kept"].all(), came[["service", "target", "achieved", "periods_kept"]].to_string()


FIRST = service(
    "first",
    handling_minutes=4.0,
    patience_minutes=20.0,
    promise="share_within",
    promise_minutes=5.0,
    promise_share=0.8,
)
LAST = service("last", handling_minutes=8.0, promise="share_within", promise_minutes=10.0, promise_share=0.8)
NARROW = service("narrow", handling_minutes=10.0, handling_spread=7.0, promise_minutes=15.0)
PAPER = service(
    "paper",
    kind="deferred",
    handling_minutes=6.0,
    handling_spread=4.0,
    promise="settled_within",
    promise_minutes=60.0,
    promise_share=0.9,
    deadline_clock="opening",
)


@pytest.mark.parametrize(
    ("services", "hourly", "posts"),
    [
        ([FIRST, LAST], [60.0, 12.0], [("p", ("first", "last"), True)]),
        ([LAST, NARROW], [24.0, 8.0], [("p", ("last",), True), ("q", ("narrow",), False)]),
        ([LAST, PAPER], [24.0, 10.0], [("p", ("last",), True), ("q", ("paper",), False)]),
    ],
    ids=["the last in priority", "a narrow skill", "a back office that helps"],
)
def test_each_service_of_a_pool_keeps_its_own_promise(
    services: list[dict[str, object]], hourly: list[float], posts: list[tuple[str, tuple[str, ...], bool]]
) -> None:
    """Who is served last, or by few, is not forgotten in the mean: within 3 points (minutes) of the promise."""
    rates = {("A", str(one["service"])): rate for one, rate in zip(services, hourly, strict=True)}
    stands = [("A", name, "p", takes) for name, takes, _ in posts]
    bare = problem(rates, services, [], days=2, paths=40, posts=stands)
    demand = bare.opening.merge(
        pd.DataFrame({"service": [name for _, name in rates], "rate": np.array(hourly) / 2}), "cross"
    )
    held = bare.posts.assign(minimum_people=0, flexible=[flexible for *_, flexible in posts])
    segments = _as_required(RequirementProblem(demand, bare.services, held, bare.desks, GRID.grain), "p")
    played = problem(rates, services, segments, days=2, paths=40, posts=stands)
    played = dataclasses.replace(played, posts=held)
    answer = rehearse(played, replications=40, seed=1).services.set_index("service")
    for one in services:
        met = answer.loc[one["service"]]
        late = (
            met["achieved"] > met["target"] + 3
            if one["promise"] == "mean_wait"
            else met["achieved"] < met["target"] - 0.03
        )
        assert not late, f"{one['service']}: {met['achieved']} for {met['target']}"
