"""Days whose demand changes: people who keep the promise in each interval, no more than are needed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from optimize.requirement import RequirementProblem, require
from optimize.requirement.correction import Effort, cells_by_hours, cut
from optimize.requirement.offered_load import lag_weights, lognormal_weights
from tests.requirement.cases import GRAIN, hours, post, problem, service

PEAK = [4.0, 8.0, 20.0, 30.0, 26.0, 12.0, 6.0, 4.0, 4.0, 10.0, 18.0, 12.0, 5.0, 3.0]
LONG = service("a", handling_minutes=20.0, handling_spread=14.0, promise_minutes=8.0)


def _day(promise: dict[str, object], scale: float = 1.0) -> RequirementProblem:
    return problem({"a": [rate * scale for rate in PEAK]}, [promise], [post("p", ["a"])])


def _played(rates: list[float], people: np.ndarray, handling: float, spread: float, runs: int) -> list[np.ndarray]:
    """Waits by interval in `runs` days told one customer at a time: person k is there where more than k are."""
    draw, sigma = np.random.default_rng(99), np.sqrt(np.log1p((spread / handling) ** 2))
    waits: list[list[float]] = [[] for _ in rates]
    last = len(people)
    for _ in range(runs):
        free = np.zeros(int(people.max()))
        for slot, rate in enumerate(rates):
            for arrival in np.sort(slot + draw.random(draw.poisson(rate))) * GRAIN:
                best, who = np.inf, -1
                for person, ready in enumerate(free):
                    start, at = max(ready, arrival), 0
                    at = min(int(start // GRAIN), last - 1)
                    while at < last and people[at] <= person:
                        at += 1
                        start = max(start, at * GRAIN)
                    if at < last and start < best:
                        best, who = start, person
                waits[slot].append(best - arrival)
                free[who] = best + handling * np.exp(sigma * draw.standard_normal() - sigma**2 / 2)
    return [np.array(one) for one in waits]


@pytest.mark.parametrize("promise", [LONG, LONG | {"promise": "share_within", "promise_share": 0.8}])
def test_the_promise_holds_in_every_interval_of_the_day(promise: dict[str, object]) -> None:
    """Told by another simulation, each interval keeps its promise up to chance; by rates alone it is broken or
    takes more people."""
    asked = _day(promise)
    people = require(asked, seed=1).pools["people"].to_numpy()
    plain = require(asked, method="stationary").pools["people"].to_numpy()
    assert _worst(promise, people) < 0.05
    assert plain.sum() > people.sum() or _worst(promise, plain) > 0.1


def _worst(promise: dict[str, object], people: np.ndarray) -> float:
    """By how much of the promise the worst interval misses it, at most 250 days of chance included."""
    waits = _played(PEAK, people, 20.0, 14.0, 250)
    if promise["promise"] == "mean_wait":
        return max(float(one.mean()) for one in waits) / 8.0 - 1.0 - 0.1
    return 0.8 - min(float((one <= 8.0).mean()) for one in waits)


def _together(*ones: RequirementProblem) -> RequirementProblem:
    """The same outlets under the names A, B, .. with services of their own."""
    parts: dict[str, list[pd.DataFrame]] = {"demand": [], "services": [], "posts": [], "desks": []}
    for name, one in zip("ABCD", ones, strict=False):
        parts["demand"].append(one.demand.assign(outlet=name, service=name))
        parts["services"].append(one.services.assign(service=name))
        parts["posts"].append(one.posts.assign(outlet=name, services=[(name,)]))
        parts["desks"].append(one.desks.assign(outlet=name))
    return RequirementProblem(
        **{name: pd.concat(each, ignore_index=True) for name, each in parts.items()}, grain=GRAIN
    )


def test_no_lane_depends_on_its_neighbours() -> None:
    """Outlets of all kinds worked out together, in two processes, and each alone: the same to the last bit."""
    quick = service("a", handling_minutes=0.8, promise="share_within", promise_minutes=0.3, promise_share=0.8)
    leaving = service("a", handling_minutes=9.0, patience_minutes=12.0, promise="share_within", promise_share=0.7)
    short = problem({"a": PEAK[:5]}, [LONG | {"handling_spread": 25.0}], [post("p", ["a"])])
    ones = [_day(LONG), _day(quick, 4.0), _day(leaving), short]
    effort = Effort(200, 10**6, 2)
    first, second = (require(_together(*ones), processes=count, effort=effort) for count in (1, 2))
    pd.testing.assert_frame_equal(first.pools, second.pools, check_exact=True)
    for name, one in zip("ABCD", ones, strict=True):
        own = first.pools.loc[first.pools["outlet"] == name].reset_index(drop=True)
        moved = dataclasses.replace(
            one,
            demand=one.demand.assign(outlet=name, service=name),
            services=one.services.assign(service=name),
            posts=one.posts.assign(outlet=name, services=[(name,)]),
            desks=one.desks.assign(outlet=name),
        )
        pd.testing.assert_frame_equal(own, require(moved, effort=effort).pools, check_exact=True)


def test_volumes_do_not_set_the_effort() -> None:
    """Two openings that begin alike are two groups where one is far busier; the size by hours stays."""
    open_now, moment = np.ones(8, dtype=bool), np.array([9, 10, 11, 12] * 2)
    follows = np.array([False, True, True, True] * 2)
    sizes = [cut(open_now, follows, moment, np.repeat([10.0, rate], 4), GRAIN) for rate in (10.0, 40.0)]
    assert [int(size.group.max()) + 1 for size in sizes] == [1, 2]
    assert cells_by_hours(follows, moment, GRAIN) == 4


def test_a_promise_to_everybody_ends() -> None:
    """A share of 1 cannot be improved on for ever: the search ends, and hardly anybody waits."""
    everybody = LONG | {"promise": "share_within", "promise_share": 1.0, "promise_minutes": 1.0}
    pools = require(_day(everybody), effort=Effort(300, 10**6, 2)).pools
    assert pools["within"].min() > 0.999
    assert pools["people"].max() < 200


def test_figures_are_of_the_people_there() -> None:
    """More people than asked for (a minimum) wait less; where few desks cap them, customers wait more."""
    plain = require(_day(LONG)).pools
    crowded = require(problem({"a": PEAK}, [LONG], [post("p", ["a"])], desks=8)).pools
    staffed = require(problem({"a": PEAK}, [LONG], [post("p", ["a"], minimum_people=25)])).pools
    assert crowded["capped"].any()
    assert crowded["wait_minutes"].max() > 2 * plain["wait_minutes"].max()
    assert staffed["wait_minutes"].max() < plain["wait_minutes"].max()


def test_around_the_clock_is_cut_into_days_that_carry_their_queue() -> None:
    """Three days without a closing: alike hours of alike days ask for nearly the same people."""
    starts = hours("2026-10-05", 0, 72)
    wave = 10 + 6 * np.sin(np.arange(144) / 48 * 2 * np.pi)
    people = require(problem({"a": wave.tolist()}, [LONG], [post("p", ["a"])], starts)).pools["people"].to_numpy()
    later = people[48:].reshape(2, 48)
    assert np.abs(later[0] - later[1]).max() <= 1
    assert people[0] <= later[0, 0]


def test_weights_of_the_offered_load_add_up() -> None:
    """All work arrives, later: weights add up to the handling time, and without spread they are a plain lag."""
    for mean, spread in ((5.0, 5.0), (40.0, 30.0), (200.0, 50.0)):
        assert lognormal_weights(mean, spread, 30.0).sum() == pytest.approx(mean / 30.0, rel=2e-4)
    # 45 minutes of fixed length, arrivals even over 30: by hand 15 / 30, then 26.25 / 30 and 3.75 / 30
    assert lognormal_weights(45.0, 0.0, 30.0) == pytest.approx([0.5, 0.875, 0.125], abs=1e-4)
    assert lag_weights(45.0, 0.0, 30.0) == pytest.approx([0.0, 0.75, 0.75])
