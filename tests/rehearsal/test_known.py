"""Rehearsals that know what was played before: the same figures, and only what differs played again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from quarterhour.cache import Cache
from scenarios.rehearsal import Rehearsal, RehearsalProblem, known, rehearse
from tests.queueing.random_lanes import lanes_served
from tests.rehearsal.cases import duty, problem, service

REPLICATIONS = 5


def office(*leaves: float) -> RehearsalProblem:
    """One outlet of two people and two services; the second person leaves at these hours, day by day."""
    rates = {("A", "a"): 6.0, ("A", "b"): 4.0}
    segments = [
        row
        for day, until in enumerate(leaves)
        for person, ends in (("one", 18.0), ("two", until))
        for row in duty(person, day, (8, ends))
    ]
    return problem(rates, [service("a"), service("b")], segments, days=len(leaves))


def same(one: Rehearsal, other: Rehearsal) -> None:
    """Every frame to the last bit."""
    for field in dataclasses.fields(Rehearsal):
        frame = getattr(one, field.name)
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(frame, getattr(other, field.name))


def test_only_the_day_that_differs_is_played_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two days one has somebody there for longer: its lanes alone are served, and the figures are the same."""
    monkeypatch.setattr(known, "LARGE", 0)
    cache, lanes = Cache(tmp_path), lanes_served(monkeypatch)
    rehearse(office(12.0, 12.0), replications=REPLICATIONS, seed=1, cache=cache, keeps=True)
    near = rehearse(office(12.0, 15.0), replications=REPLICATIONS, seed=1, cache=cache)
    assert lanes == [2 * REPLICATIONS, REPLICATIONS]
    same(near, rehearse(office(12.0, 15.0), replications=REPLICATIONS, seed=1))


def test_small_outlets_and_scenarios_keep_no_lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept of a small outlet, or where it is not asked for."""
    cache = Cache(tmp_path)
    rehearse(office(12.0), replications=REPLICATIONS, seed=1, cache=cache, keeps=True)
    monkeypatch.setattr(known, "LARGE", 0)
    rehearse(office(13.0), replications=REPLICATIONS, seed=1, cache=cache)
    assert not list(tmp_path.glob("lanes-*"))


def test_other_customers_are_other_lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another seed brings other customers: nothing is taken over."""
    monkeypatch.setattr(known, "LARGE", 0)
    cache, lanes = Cache(tmp_path), lanes_served(monkeypatch)
    for seed in (1, 2):
        rehearse(office(12.0), replications=REPLICATIONS, seed=seed, cache=cache, keeps=True)
    assert lanes == [REPLICATIONS, REPLICATIONS]
