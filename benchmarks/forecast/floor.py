"""The error that nobody can avoid: counts of people who come independently scatter as a Poisson count does.

The rate is our own median forecast of each point, so the floor is that of the rates which we believe in, not of
the unknown true ones; counts that scatter more than Poisson (most do) have a higher floor.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from benchmarks.forecast.task import Answer


def poisson_floor(answers: Sequence[Answer]) -> float:
    """WAPE of somebody who knows the rates: sum of mean absolute deviations / sum of counts."""
    deviation = actual = 0.0
    for answer in answers:
        truth = answer.window.future.to_numpy(dtype=float)
        known = np.isfinite(truth)
        deviation += float(mean_deviation(np.maximum(answer.point[known], 0.0)).sum())
        actual += float(np.abs(truth[known]).sum())
    return deviation / actual if actual else float("nan")


def mean_deviation(rate: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """E|Y - rate| of a Poisson Y: 2 exp(-rate) rate^(k+1) / k! with k the whole part of the rate (de Moivre)."""
    whole = np.floor(rate)
    logarithm = np.log(np.maximum(rate, 1e-300)) * (whole + 1) - rate - gammaln(whole + 1)
    return np.where(rate > 0, 2 * np.exp(logarithm), 0.0)
