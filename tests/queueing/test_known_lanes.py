"""Lanes that are known: the same answers, and no lane served twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing.first_come import NEVER
from optimize.queueing.known_lanes import KnownLanes
from optimize.queueing.priorities import serve
from tests.queueing.random_lanes import lanes_served, random_lanes, same


@given(st.integers(0, 2**32 - 1), st.sampled_from([2.0, 8.0, 40.0]))
@settings(deadline=None, max_examples=100)
def test_equal_to_serving_all_lanes(seed: int, busy: float) -> None:
    """At first, once more, and where one lane's people or customers are others by now."""
    draw = np.random.default_rng(seed)
    known, asked = KnownLanes(), list(random_lanes(draw, busy))
    for _ in range(2):
        same(known.serve(*asked), serve(*asked))
    for changed in (_other_handling, _other_windows):
        asked = changed(draw, asked)
        same(known.serve(*asked), serve(*asked))


def test_only_lanes_that_differ_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three at first, none again, then the one in which somebody is there for longer."""
    calls = lanes_served(monkeypatch)
    known, asked = KnownLanes(), list(random_lanes(np.random.default_rng(3), 8.0))
    known.serve(*asked)
    known.serve(*asked)
    asked[6] = asked[6].copy()
    asked[6][-1, 0, 1] += 1.0
    known.serve(*asked)
    assert calls == [3, 1]


def test_people_who_are_never_there_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody without a window, first in order: the lanes are known, and who serves has the new number."""
    asked = list(random_lanes(np.random.default_rng(3), 8.0))
    more = list(asked)
    for at, nothing in ((5, NEVER), (6, -NEVER), (7, 0)):
        absent = np.full((3, 1, 3), nothing, dtype=asked[at].dtype)
        more[at] = np.concatenate([absent, asked[at]], axis=1)
    whole = serve(*more)
    calls = lanes_served(monkeypatch)
    known = KnownLanes()
    known.serve(*asked)
    same(known.serve(*more), whole)
    assert calls == [3]


def _other_handling(draw: np.random.Generator, asked: list[Any]) -> list[Any]:
    one = draw.integers(len(asked[3]))
    return [*asked[:3], np.where(np.arange(len(asked[3])) == one, 2 * asked[3], asked[3]), *asked[4:]]


def _other_windows(draw: np.random.Generator, asked: list[Any]) -> list[Any]:
    ends = asked[6].copy()
    ends[:, draw.integers(4), draw.integers(3)] -= 1.0
    return [*asked[:6], ends, *asked[7:]]
