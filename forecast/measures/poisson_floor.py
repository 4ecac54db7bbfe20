"""The error that nobody can avoid: counts of people who come independently scatter as a Poisson count does.

The rate is the forecast's own, so the floor is that of the rates which we believe in, not of the unknown true
ones; counts that scatter more than Poisson (most do) have a higher floor.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from forecast.arrays import Array


def mean_deviation(rate: Array) -> Array:
    """E|Y - rate| of a Poisson Y: 2 exp(-rate) rate^(k+1) / k! with k the whole part of the rate (de Moivre)."""
    whole = np.floor(rate)
    logarithm = np.log(np.maximum(rate, 1e-300)) * (whole + 1) - rate - gammaln(whole + 1)
    return np.where(rate > 0, 2 * np.exp(logarithm), 0.0)
