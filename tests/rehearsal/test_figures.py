"""Figures by service and interval against the books, and the backlog against a telling minute by minute."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios.rehearsal.rehearsal as rehearsing
from scenarios.plan.indicators import indicators
from scenarios.rehearsal import rehearse
from scenarios.rehearsal.backlog import backlog
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Horizon, Runs
from tests.rehearsal.cases import FIRST, GRID, duty, problem, service
from tests.rehearsal.test_rehearse import network, same


def test_intervals_add_up_to_the_services() -> None:
    """Arrivals, waits and losses of the intervals are the whole's; queues of services are the pool's."""
    answer = rehearse(network(), replications=20, seed=1)
    parts, whole = answer.service_intervals, answer.services.set_index(["outlet", "service"])
    by = [parts["outlet"], parts["service"]]
    sums = parts["arrivals"].groupby(by).sum()
    pd.testing.assert_series_equal(sums, whole["arrivals"], check_index=True)
    waits = (parts["wait_minutes"].fillna(0) * parts["arrivals"]).groupby(by).sum()
    np.testing.assert_allclose(waits, whole["wait_minutes"] * whole["arrivals"])
    lost = (parts["lost_share"].fillna(0) * parts["arrivals"]).groupby(by).sum()
    np.testing.assert_allclose(lost, whole["lost"], atol=1e-9)
    queues = parts.groupby(["outlet", "start"])["queue"].sum()
    np.testing.assert_allclose(queues, answer.intervals.set_index(["outlet", "start"])["queue"], atol=1e-9)
    assert (parts["wait_p50"].fillna(0) <= parts["wait_p90"].fillna(0)).all()
    assert (parts["oldest_minutes"].fillna(0) <= parts["oldest_worst"].fillna(0)).all()
    deferred = parts["service"] == "d"
    assert parts.loc[deferred, "backlog"].notna().all()
    assert parts.loc[~deferred, ["backlog", "oldest_minutes", "oldest_worst"]].isna().all(axis=None)


def test_the_networks_wait_is_the_mean_of_immediate_customers() -> None:
    """Books count those of immediate services; outlets weigh by them, and deferred customers not at all."""
    asked = network()
    answer = rehearse(asked, replications=20, seed=1)
    books, immediate = answer.replications, answer.services[answer.services["service"] != "d"]
    counted = books.groupby("outlet")["immediate"].mean()
    pd.testing.assert_series_equal(counted, immediate.groupby("outlet")["arrivals"].sum(), check_names=False)
    parts: dict[str, Any] = dict.fromkeys(["forecast", "requirement", "staff", "roster", "coverage"])
    costs = pd.DataFrame({"money": [0.0]})
    figures = indicators(grain=GRID.grain, rehearsal=answer, costs=costs, **parts).set_index("indicator")
    waited = (books["wait_minutes"] * books["immediate"]).groupby(books["replication"]).sum()
    mean = (waited / books.groupby("replication")["immediate"].sum()).mean()
    assert figures.loc["wait_minutes", "value"] == pytest.approx(mean)
    everybody = (immediate["wait_minutes"] * immediate["arrivals"]).sum() / immediate["arrivals"].sum()
    assert mean == pytest.approx(everybody, rel=0.05)  # a mean of ratios beside a ratio of means


def test_medians_of_intervals_are_order_statistics() -> None:
    """Five customers alone in an interval, one person, ten minutes each: the third and the fifth wait are told."""
    counts = np.zeros((1, 1, 48), dtype=np.int32)
    counts[0, 0, 20] = 5
    asked = problem(
        {("A", "a"): 1.0}, [service("a", handling_minutes=30.0, handling_spread=0.0)], duty("e", 0, (8, 18)),
        counts=counts, paths=1,
    )  # fmt: skip
    row = rehearse(asked, replications=1, seed=1).service_intervals.query("arrivals > 0").iloc[0]
    # waits are 0, 30, ... 120 minutes less what each came after the first, in all 30 minutes at the most
    assert 30 <= row["wait_p50"] <= 60
    assert 90 <= row["wait_p90"] <= 120


@given(st.lists(st.tuples(st.integers(0, 160), st.integers(1, 120) | st.just(10**6)), max_size=12))
@settings(deadline=None, max_examples=300)
def test_the_oldest_open_job_is_found(jobs: list[tuple[int, int]]) -> None:
    """At each interval's end: jobs that came and are not finished, and the age of the first of them."""
    jobs = sorted(jobs)
    arrival = np.array([came + 0.5 for came, _ in jobs])
    finish = np.array([came + 0.5 + length if length < 10**6 else math.inf for came, length in jobs])
    nothing = np.zeros(len(jobs), dtype=np.int64)
    horizon = Horizon.of(GRID, FIRST, 1)
    runs = Runs.of(np.arange(horizon.count), horizon)
    services = pd.DataFrame([service("d", kind="deferred")])
    later = Customers(nothing, nothing, nothing, arrival, finish, finish)
    found = backlog(later, finish, services, runs, horizon, 1)
    for number, end in enumerate(horizon.edges[1:]):
        still = arrival[(arrival <= end) & (finish > end)]
        assert found.jobs[0, 0, number] == len(still)
        assert found.oldest[0, 0, number] == pytest.approx(end - still.min() if len(still) else 0.0)


def test_the_number_of_processes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outlets played in two processes give every figure that one process gives."""
    monkeypatch.setattr(rehearsing, "WORTH_A_PROCESS", 0)
    asked = network()
    same(rehearse(asked, replications=3, seed=5), rehearse(asked, replications=3, seed=5, processes=2))


def test_more_replications_keep_the_first_ones() -> None:
    """The first ten of thirty replications are the ten played alone: comparisons stay paired."""
    ten, thirty = (rehearse(network(), replications=number, seed=5).replications for number in (10, 30))
    first = thirty[thirty["replication"] < 10].reset_index(drop=True)
    pd.testing.assert_frame_equal(ten, first)
