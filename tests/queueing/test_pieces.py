"""Lanes served piece by piece: what `priorities.serve` gives from end to end, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing import pieces
from optimize.queueing.pieces import serve_in_pieces
from optimize.queueing.priorities import Starts, serve
from quarterhour.arrays import Ints
from tests.queueing.random_lanes import DAY, random_lanes, same


def _served(seed: int, cuts: int, busy: float) -> tuple[Starts, Starts]:
    """Random lanes, in pieces and whole; `busy` is a mean customer's handling."""
    draw = np.random.default_rng(seed)
    asked = random_lanes(draw, busy)
    return serve_in_pieces(np.sort(draw.uniform(0.0, DAY, cuts)), *asked), serve(*asked)


@given(st.integers(0, 2**32 - 1), st.integers(0, 8), st.sampled_from([2.0, 8.0, 40.0]))
@settings(deadline=None, max_examples=150)
def test_equal_to_lanes_from_end_to_end(seed: int, cuts: int, busy: float) -> None:
    """Cuts anywhere: in windows, while customers wait or are served, also over several cuts."""
    same(*_served(seed, cuts, busy))


def test_lanes_whose_pieces_change_for_long_are_served_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(lane: Ints, *others: Any) -> Starts:
        calls.append(len(lane))
        return serve(lane, *others)

    monkeypatch.setattr(pieces, "serve", counted)
    same(*_served(5, 40, 8.0))
    assert len(calls) > pieces.PASSES
