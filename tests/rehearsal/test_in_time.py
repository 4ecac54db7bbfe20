"""Whenever the requirement says that every item is settled in time, it is: items played one by one elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.requirement import Requirement, require
from scenarios.rehearsal import rehearse
from tests.rehearsal.cases import duty
from tests.rehearsal.cases import problem as rehearsal_problem
from tests.rehearsal.telling import Item, Person, told
from tests.requirement.cases import deferred, hours, post, problem, service

STARTS = hours("2026-10-05", 8, 18).append(hours("2026-10-06", 8, 18))
MINUTES = ((STARTS - STARTS[0]) // pd.Timedelta(minutes=1)).to_numpy(float)
RUNS = [(0.0, 600.0), (1440.0, 2040.0)]
POSTS = [post("counter", ["a"]), post("office", ["d", "e"], flexible=False)]

Draw = np.random.Generator
Rates = Mapping[str, Sequence[float]]


def _opened(minute: float) -> float:
    return sum(min(max(minute - begin, 0.0), end - begin) for begin, end in RUNS)


def _stretches(there: Sequence[bool]) -> list[tuple[float, float]]:
    """Stretches of the intervals in which somebody is there."""
    found: list[tuple[float, float]] = []
    for minute in MINUTES[np.asarray(there, dtype=bool)]:
        if found and found[-1][1] == minute:
            found[-1] = (found[-1][0], minute + 30.0)
        else:
            found.append((minute, minute + 30.0))
    return found


def _people(found: Requirement) -> list[Person]:
    """As many as required: at the office its floor, all others at the counter."""
    pool = found.pools.set_index("start")["people"].reindex(STARTS).to_numpy(int)
    floors = found.floors.loc[found.floors["post"] == "office"]
    office = floors.set_index("start")["people"].reindex(STARTS, fill_value=0).to_numpy(int)
    counter = [Person(False, _stretches(pool - office > k)) for k in range(int((pool - office).max()))]
    return [*counter, *(Person(True, _stretches(office > k)) for k in range(int(office.max())))]


def _sampled(draw: Draw, rates: Rates, services: Sequence[dict[str, Any]]) -> list[tuple[Item, str]]:
    """Poisson numbers at the rates staffed to, lognormal handling."""
    items = []
    for one in services:
        square = math.log1p((one["handling_spread"] / one["handling_minutes"]) ** 2)
        for minute, rate in zip(MINUTES, rates[one["service"]], strict=True):
            for _ in range(draw.poisson(rate)):
                handling = draw.lognormal(math.log(one["handling_minutes"]) - square / 2, math.sqrt(square))
                items.append((float(minute + 30 * draw.random()), float(handling), one))
    return _by_arrival(items)


def _exactly(rates: Rates, services: Sequence[dict[str, Any]]) -> list[tuple[Item, str]]:
    """The very path staffed to: whole items as the rates add up to them, each of mean handling."""
    items = []
    for one in services:
        total = np.concatenate([[0.0], np.cumsum(rates[one["service"]])])
        edges = np.append(MINUTES, MINUTES[-1] + 30.0)
        for number in range(int(total[-1] + 0.5)):
            at = int(np.searchsorted(total, number + 0.5)) - 1
            part = (number + 0.5 - total[at]) / (total[at + 1] - total[at])
            items.append((float(edges[at] + 30.0 * part), float(one["handling_minutes"]), one))
    return _by_arrival(items)


def _by_arrival(items: list[tuple[float, float, dict[str, Any]]]) -> list[tuple[Item, str]]:
    ordered = sorted(items, key=lambda each: each[0])
    urgency = {"deferred": lambda one: int(one["promise_minutes"]), "immediate": lambda one: None}
    return [
        (Item(came, handling, urgency=urgency[one["kind"]](one)), str(one["service"]))
        for came, handling, one in ordered
    ]


def _late(
    found: Requirement, items: list[tuple[Item, str]], services: Sequence[dict[str, Any]], people: list[Person]
) -> list[tuple[str, float]]:
    """Items of intervals of which every item is said to be in time, and that are not."""
    said = found.backlog.set_index(["service", "start"])["in_time"]
    limits = {one["service"]: one for one in services}
    late = []
    for (item, name), begin in zip(items, told([item for item, _ in items], people, RUNS), strict=True):
        start = STARTS[int(np.searchsorted(MINUTES, item.arrival, side="right")) - 1]
        if item.urgency is None or said[name, start] != 1.0:
            continue
        end, one = begin + item.handling, limits[name]
        age = end - item.arrival
        if one["deadline_clock"] == "opening":
            age = _opened(end) - _opened(item.arrival)
        if not age <= one["promise_minutes"]:
            late.append((name, item.arrival))
    return late


@st.composite
def _asked(draw: st.DrawFn) -> tuple[Rates, list[dict[str, Any]], int]:
    """A counter and an office with two kinds of work; sometimes more comes than the desks can do."""
    day = st.lists(st.integers(0, 8).map(lambda count: count / 8), min_size=5, max_size=5)
    rates = {
        name: np.repeat(np.array(draw(day) * 2), 4) * scale for name, scale in (("a", 6.0), ("d", 2), ("e", 1))
    }
    services = [service("a", handling_spread=4.0)]
    for name, minutes in (("d", draw(st.sampled_from([60, 120, 240]))), ("e", draw(st.sampled_from([480, 1200])))):
        handling = draw(st.sampled_from([5.0, 10.0, 20.0]))
        clock = draw(st.sampled_from(["opening", "clock"]))
        changes = {"handling_minutes": handling, "handling_spread": handling / 2, "deadline_clock": clock}
        services.append(deferred(name, float(minutes), **changes))
    return rates, services, draw(st.sampled_from([1, 2, 100]))


@given(_asked(), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=6)
def test_said_to_be_in_time_is_in_time(case: tuple[Rates, list[dict[str, Any]], int], seed: int) -> None:
    """With people as required (desks may be too few), the very path staffed to and what chance makes of it."""
    rates, services, desks = case
    found = require(problem(rates, services, POSTS, STARTS, desks=desks), method="stationary")
    people = _people(found)
    assert not _late(found, _exactly(rates, services), services, people)
    for person in people:
        person.free_from = -math.inf
    assert not _late(found, _sampled(np.random.default_rng(seed), rates, services), services, people)


WORK = [
    service("a", handling_spread=4.0),
    deferred("d", 60.0, handling_minutes=6.0, handling_spread=4.0, deadline_clock="opening"),
    deferred("e", 480.0, handling_minutes=12.0, handling_spread=8.0, deadline_clock="opening"),
]
PLENTY = {"a": [3.0] * 40, "d": [1.0] * 40, "e": [0.5] * 40}


def test_the_plan_says_so_where_there_is_time_enough() -> None:
    """Of work with eight hours' time every item, of an hour's nearly; nothing of what falls due after the end."""
    said = require(problem(PLENTY, WORK, POSTS, STARTS), method="stationary").backlog.set_index("service")[
        "in_time"
    ]
    assert said["e"].isna().sum() == 16
    assert (said["e"].dropna() == 1.0).sum() >= 20
    assert said["d"].dropna().between(0.95, 1.0, inclusive="left").all(), "a job may itself last an hour"


def test_overload_is_told_with_the_age_of_the_backlog() -> None:
    """One desk for twice the work: what comes later is not in time, and the oldest is ever older."""
    rates = {"a": [0.0] * 40, "d": [10.0] * 40, "e": [0.0] * 40}
    backlog = require(problem(rates, WORK, POSTS, STARTS, desks=1), method="stationary").backlog
    d = backlog.loc[backlog["service"] == "d"].set_index("start")
    assert d["in_time"].iloc[4:38].max() == 0.0
    assert d["oldest_minutes"].iloc[10:20].is_monotonic_increasing
    assert d["oldest_minutes"].iloc[-1] >= 600


def test_nothing_is_said_of_work_at_a_post_with_customers_that_also_helps() -> None:
    """Its people's idle time depends on whom they help."""
    posts = [post("counter", ["a"]), post("desk", ["b", "d"], flexible=False)]
    services = [*WORK[:2], service("b")]
    rates = {"a": [3.0] * 40, "b": [1.0] * 40, "d": [1.0] * 40}
    assert require(problem(rates, services, posts, STARTS), method="stationary").backlog["in_time"].isna().all()


def test_idle_time_at_a_counter_settles_what_is_said() -> None:
    """Work that the counter does between its customers, played by the rehearsal three hundred times."""
    services = [
        service("a", handling_spread=3.0),
        deferred("d", 300.0, handling_minutes=10.0, handling_spread=3.0),
    ]
    rates = {"a": [1.0] * 20, "d": [0.5] * 20}
    opened = hours("2026-10-05", 8, 18)
    found = require(problem(rates, services, [post("p", ["a", "d"])], opened), method="stationary")
    assert (found.pools["people"] == 1).all()
    hourly = {("A", "a"): 2.0, ("A", "d"): 1.0}
    played = rehearsal_problem(
        hourly, [services[0] | {"promise_period": "day"}, services[1]], duty("e", 0, (8, 18))
    )
    told_of = found.backlog.set_index("start")["in_time"]
    met = rehearse(played, replications=300, seed=1).service_intervals
    met = met.loc[met["service"] == "d"].set_index("start")
    certain = told_of.index[told_of == 1.0]
    assert len(certain) == 10
    assert (met.loc[certain, "within"] == 1.0).all()
