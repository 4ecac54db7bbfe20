"""Gradient-boosted trees with absolute loss (scikit-learn's)."""

from __future__ import annotations

from threading import Lock

import numpy as np

from forecast.arrays import Array, Single
from forecast.learners.learner import Foretell

TREES = 100
_ONE_AT_A_TIME = Lock()
"""For a moment of each fit scikit-learn resets the filters of warnings, which all threads share."""


def grow(table: Single, target: Array) -> Foretell:
    """Trees that foretell the median of `target` from the columns of `table` that tell anything."""
    # slow to import, and whoever reads a plan needs none
    from sklearn.ensemble import HistGradientBoostingRegressor

    there = np.isfinite(table)
    telling = np.flatnonzero(np.where(there, table, -np.inf).max(0) > np.where(there, table, np.inf).min(0))
    trees = HistGradientBoostingRegressor(
        loss="absolute_error",
        learning_rate=0.1,
        max_iter=TREES,
        max_leaf_nodes=31,
        min_samples_leaf=40,
        max_features=0.8,
        early_stopping=False,
        random_state=0,
    )
    with _ONE_AT_A_TIME:
        trees.fit(table[:, telling], target)

    def foretell(asked: Single) -> Array:
        foretold: Array = trees.predict(asked[:, telling])
        return foretold

    return foretell
