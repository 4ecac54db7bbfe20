"""Lognormal handling times by their mean and spread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from quarterhour.arrays import Floats


def lognormal(mean: npt.ArrayLike, spread: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the logarithm; a spread of 0 is no spread.

    Parameters
    ----------
    mean, spread
        Mean and standard deviation of the times themselves; the mean above 0.
    """
    means = np.asarray(mean, dtype=np.float64)
    sigma = np.sqrt(np.log1p((np.asarray(spread, dtype=np.float64) / means) ** 2))
    return np.log(means) - sigma**2 / 2, sigma
