"""The negative binomial distribution by mean m and excess a: variance m + a m^2; Poisson where a is 0."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammaincinv, pdtr

from forecast.arrays import Array, Flags

LEAST_EXCESS = 1e-6
"""Below it the distribution is told from the Poisson by nobody."""
ROUNDS = 200
EXACT = 500.0
"""Mean from which the gamma distribution is as good as exact, and steps of one would be many."""


def cumulative(count: Array, mean: Array, excess: Array) -> Array:
    """P(N <= count), elementwise."""
    poisson = excess < LEAST_EXCESS
    some = np.where(poisson, 1.0, excess)
    spread = betainc(1.0 / some, count + 1.0, 1.0 / (1.0 + some * mean))
    result: Array = np.where(poisson, pdtr(count, mean), spread)
    return result


def quantile(probability: Array, mean: Array, excess: Array) -> Array:
    """Least count whose cumulative probability reaches `probability`, elementwise with broadcasting.

    Starts from the gamma distribution of the same mean and variance and walks to the exact
    answer where the mean is below `EXACT`.
    """
    probability, mean, excess = (np.array(part) for part in np.broadcast_arrays(probability, mean, excess))
    result = np.zeros(mean.shape)
    some = mean > 0
    p, m, a = probability[some], mean[some], excess[some]
    scale = 1.0 + a * m
    count = np.maximum(np.round(gammaincinv(m / scale, p) * scale - 0.5), 0.0)
    active = np.flatnonzero(m < EXACT)
    for _ in range(ROUNDS):
        if not len(active):
            break
        step = _step(count[active], p[active], m[active], a[active])
        count[active] += step
        active = active[step != 0]
    result[some] = count
    return result


def _step(count: Array, p: Array, m: Array, a: Array) -> Array:
    """+1 where the count is too low, -1 where one less would do, 0 where it is right."""
    low: Flags = cumulative(count, m, a) < p
    high = ~low & (count > 0)
    high[high] = cumulative(count[high] - 1.0, m[high], a[high]) >= p[high]
    return low.astype(np.float64) - high
