"""Steps along subgradients."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.coverage.placing.ascent import Ascent


def test_a_top_with_edges_is_reached() -> None:
    """min over some planes, highest at (1, 2) where it is 3: steps come near it and end by themselves."""
    planes = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    level = 3.0 - planes @ np.array([1.0, 2.0])
    at = best = np.array([9.0, -7.0])
    value, ascent = -np.inf, Ascent(patience=5, shrink=0.7, least=1e-4, deflection=0.6)
    for _ in range(500):
        now = planes @ at + level
        gained = now.min() > value
        value, best = max(value, now.min()), at if gained else best
        after = ascent.step(at, best, planes[now.argmin()], 3.0 - now.min(), gained=gained)
        if after is None:
            break
        at = after
    assert after is None
    assert value == pytest.approx(3.0, abs=0.01)
