"""Quantile loss: how well a whole distribution is told, in the unit of the counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from forecast.arrays import Array

DECILES = tuple((np.arange(1, 10) / 10).round(1).tolist())


def quantile_loss(actual: Array, quantile: Callable[[float], Array], levels: Sequence[float] = DECILES) -> Array:
    """Twice the pinball loss at each point, averaged over the levels; NaN where nothing is known.

    Divided by the sum of `actual` it is the weighted quantile loss; of a point forecast told as all its own
    quantiles it is about the absolute error.
    """
    total = np.zeros(actual.shape)
    for level in levels:
        missed = actual - quantile(level)
        total += np.where(missed >= 0, level * missed, (level - 1) * missed)
    loss: Array = np.where(np.isfinite(actual), 2 * total / len(levels), np.nan)
    return loss
