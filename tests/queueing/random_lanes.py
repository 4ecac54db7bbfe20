"""Random lanes of customers and people, when two answers about them are the same, and how many are served."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimize.queueing import priorities
from optimize.queueing.priorities import NOT_TAKEN, Starts, serve
from quarterhour.arrays import Ints

DAY = 100.0


def random_lanes(draw: np.random.Generator, busy: float) -> tuple[Any, ...]:
    """What `priorities.serve` is asked; `busy` is a mean customer's handling."""
    lanes, people, kinds, patterns, size = 3, 4, 3, 2, int(draw.integers(1, 120))
    lane, arrival = draw.integers(0, lanes, size), draw.uniform(0.0, DAY, size)
    order = np.lexsort((arrival, lane))
    edges = np.sort(draw.uniform(0.0, DAY, (6, people, lanes)), axis=0)
    ends = edges[1::2].copy()
    ends[-1] = np.where(draw.random((people, lanes)) < 0.2, np.inf, ends[-1])
    ranks = draw.integers(0, 3, (patterns, kinds))
    ranks[draw.random((patterns, kinds)) < 0.3] = NOT_TAKEN
    return (
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


def same(found: Starts, whole: Starts) -> None:
    """To the last bit; who serves counts where somebody does."""
    served = np.isfinite(whole.begin)
    np.testing.assert_array_equal(found.begin, whole.begin)
    np.testing.assert_array_equal(found.pattern, whole.pattern)
    np.testing.assert_array_equal(found.person[served], whole.person[served])


def lanes_served(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lanes of each call of `priorities.serve` from now on."""
    calls: list[int] = []

    def counted(lane: Ints, *others: Any) -> Starts:
        calls.append(others[4].shape[2])
        return serve(lane, *others)

    monkeypatch.setattr(priorities, "serve", counted)
    return calls
