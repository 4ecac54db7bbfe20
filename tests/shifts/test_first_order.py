"""Linear programs solved nearly against the same programs solved exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from optimize.first_order import Point, solve_nearly
from optimize.solve import LinearModel, solve_relaxation
from quarterhour.result import Limits

NOWHERE = Point(np.zeros(12), np.zeros(30))


def _covering(seed: int) -> LinearModel:
    """The least cost of 12 columns that keeps 30 rows from below."""
    draw = np.random.default_rng(seed)
    matrix, least = draw.integers(0, 4, (30, 12)).astype(float), draw.integers(5, 20, 30).astype(float)
    cost, none = draw.uniform(1.0, 9.0, 12), np.zeros(12, dtype=bool)
    return LinearModel(cost, np.zeros(12), np.full(12, 9.0), none, least, np.full(30, np.inf), csr_array(matrix))


@pytest.mark.parametrize("seed", range(5))
def test_values_and_duals_are_nearly_those_of_the_optimum(seed: int) -> None:
    """Cost is the optimum's to the tolerance, and so is what the dual values of rows and bounds add up to."""
    model = _covering(seed)
    exact = solve_relaxation(model, stage="", limits=Limits()).proof.objective
    point = solve_nearly(model, NOWHERE, tolerance=1e-6, iterations=100_000, limits=Limits())
    assert point is not None
    left = np.minimum(model.cost - model.matrix.T @ point.duals, 0.0)
    assert float(model.cost @ point.values) == pytest.approx(exact, rel=1e-4)
    assert float(model.least @ point.duals + model.upper @ left) == pytest.approx(exact, rel=1e-4)


def test_it_goes_on_from_the_point_that_is_given() -> None:
    """From the optimum a few iterations stay there; from nowhere as few are far from it."""
    model = _covering(0)
    ends = solve_nearly(model, NOWHERE, tolerance=1e-8, iterations=100_000, limits=Limits())
    assert ends is not None
    again, short = (
        solve_nearly(model, near, tolerance=1e-6, iterations=5, limits=Limits()) for near in (ends, NOWHERE)
    )
    assert again is not None
    assert short is not None
    assert np.abs(again.values - ends.values).max() < 1e-3 < np.abs(short.values - ends.values).max()
