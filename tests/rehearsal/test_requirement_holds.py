"""Two stages that share no code: people as required, played forward, keep the promises."""

from __future__ import annotations

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
    pools = require(asked).pools
    segments = [
        {
            "employee": f"e{person:02d}",
            "start": start,
            "end": start + pd.Timedelta(minutes=GRID.grain),
            "outlet": "A",
            "post": "p",
            "activity": "work",
            "duty": f"{start}",
            "day": start.tz_localize(None).normalize(),
        }
        for start, people in zip(pools["start"], pools["people"], strict=True)
        for person in range(people)
    ]
    played = problem(rates, services, segments, days=2, paths=30)
    answer = rehearse(played, replications=30, seed=1)
    came = answer.services.loc[answer.services["arrivals"] > 0]
    assert came["kept"].all(), came[["service", "target", "achieved", "periods_kept"]].to_string()
