"""Lanes served piece by piece: what `priorities.serve` gives from end to end, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing import pieces
from optimize.queueing.pieces import serve_in_pieces
from optimize.queueing.priorities import NOT_TAKEN, Starts, serve
from quarterhour.arrays import Ints

DAY = 100.0


def _served(seed: int, cuts: int, busy: float) -> tuple[Starts, Starts]:
    """Random lanes, in pieces and whole; `busy` is a mean customer's handling."""
    draw = np.random.default_rng(seed)
    lanes, people, kinds, patterns, size = 3, 4, 3, 2, int(draw.integers(1, 120))
    lane, arrival = draw.integers(0, lanes, size), draw.uniform(0.0, DAY, size)
    order = np.lexsort((arrival, lane))
    edges = np.sort(draw.uniform(0.0, DAY, (6, people, lanes)), axis=0)
    ends = edges[1::2].copy()
    ends[-1] = np.where(draw.random((people, lanes)) < 0.2, np.inf, ends[-1])
    ranks = draw.integers(0, 3, (patterns, kinds))
    ranks[draw.random((patterns, kinds)) < 0.3] = NOT_TAKEN
    asked = (
        lane[order],
        draw.integers(0, kinds, size),
        arrival[order],
        draw.exponential(busy, size),
        np.where(draw.random(size) < 0.5, draw.exponential(15.0, size), np.inf),
        edges[::2],
        ends,
        draw.integers(0, patterns, (3, people, lanes)),
        ranks,
        np.arange(patterns),
    )
    return serve_in_pieces(np.sort(draw.uniform(0.0, DAY, cuts)), *asked), serve(*asked)


def _same(found: Starts, whole: Starts) -> None:
    served = np.isfinite(whole.begin)
    np.testing.assert_array_equal(found.begin, whole.begin)
    np.testing.assert_array_equal(found.pattern, whole.pattern)
    np.testing.assert_array_equal(found.person[served], whole.person[served])


@given(st.integers(0, 2**32 - 1), st.integers(0, 8), st.sampled_from([2.0, 8.0, 40.0]))
@settings(deadline=None, max_examples=150)
def test_equal_to_lanes_from_end_to_end(seed: int, cuts: int, busy: float) -> None:
    """Cuts anywhere: in windows, while customers wait or are served, also over several cuts."""
    _same(*_served(seed, cuts, busy))


def test_lanes_whose_pieces_change_for_long_are_served_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(lane: Ints, *others: Any) -> Starts:
        calls.append(len(lane))
        return serve(lane, *others)

    monkeypatch.setattr(pieces, "serve", counted)
    _same(*_served(5, 40, 8.0))
    assert len(calls) > pieces.PASSES
