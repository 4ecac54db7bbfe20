"""How large leaves are: noisy targets need more of them, and a day seen from many origins is one."""

from __future__ import annotations

import numpy as np
import pytest

from forecast.learners.features import Asked
from forecast.learners.trees import EXACT, FEWEST, LEAVES, leaf_size


def _noise(scatter: float, count: int = 100_000) -> np.ndarray:
    return np.random.default_rng(1).normal(3.0, scatter, count)


@pytest.mark.parametrize("scatter", [0.2, 0.4])
def test_a_leafs_median_is_as_exact_as_told(scatter: float) -> None:
    """Medians of that many normal targets scatter by `EXACT`."""
    size = leaf_size(_noise(scatter), 1.0)
    drawn = np.random.default_rng(2).normal(0.0, scatter, (4_000, size))
    assert np.median(drawn, axis=1).std() == pytest.approx(EXACT, rel=0.05)


def test_quiet_targets_keep_the_fewest() -> None:
    """Targets that hardly scatter, or of which nothing is known, leave leaves as small as they may be."""
    assert leaf_size(_noise(0.01), 1.0) == FEWEST
    assert leaf_size(np.full(500, np.nan), 1.0) == FEWEST


def test_few_targets_leave_room_for_leaves() -> None:
    """However noisy, a tree has room for its leaves."""
    assert leaf_size(_noise(2.0, 4_000), 1.0) == 4_000 // LEAVES


def test_a_day_seen_from_many_origins_counts_once() -> None:
    """Each of 50 days asked for from four origins: leaves hold four times as many rows."""
    origin, step = (part.ravel() for part in np.meshgrid(np.arange(4), np.arange(50)))
    asked = Asked(np.zeros(200, dtype=np.int64), origin, step - origin + 10, np.zeros(200, dtype=np.int64))
    assert asked.repeats == pytest.approx(4.0)
    assert leaf_size(_noise(0.01), asked.repeats) == 4 * FEWEST
    assert asked.of(np.zeros(200, dtype=bool)).repeats == pytest.approx(1.0)
