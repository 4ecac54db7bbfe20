"""Gradient-boosted trees with absolute loss (scikit-learn's)."""

from __future__ import annotations

from threading import Lock

import numpy as np

from forecast.arrays import Array, Single
from forecast.learners.learner import Foretell

TREES = 100
FEWEST, LEAVES = 40, 20
"""Fewest different targets of a leaf, and leaves that a tree should have room for."""
EXACT = 0.02
"""Standard error, on the log scale, of the median of a leaf (pi/2 times the variance of a mean's)."""
NORMAL = 1.4826
"""Standard deviation over median absolute deviation of normal errors."""
_ONE_AT_A_TIME = Lock()
"""For a moment of each fit scikit-learn resets the filters of warnings, which all threads share."""


def leaf_size(missed: Array, repeats: float) -> int:
    """Rows that a leaf holds at least, where each target stands in `repeats` rows.

    So many different targets that their median is known to within `EXACT`, as far as `missed` tells their scatter
    (what a plain guess misses them by, NaN where there is none); the same day seen from many origins counts once.
    """
    known = missed[np.isfinite(missed)]
    scatter = NORMAL * np.median(np.abs(known - np.median(known))) if len(known) else 0.0
    enough = np.pi / 2 * (scatter / EXACT) ** 2
    return round(repeats * max(FEWEST, min(enough, len(missed) / repeats / LEAVES)))


def grow(table: Single, target: Array, leaf: int) -> Foretell:
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
        min_samples_leaf=leaf,
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
