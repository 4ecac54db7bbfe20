"""The negative binomial distribution by mean m and excess a: variance m + a m^2; Poisson where a is 0."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammaincinv, pdtr

from forecast.arrays import Array

LEAST_EXCESS = 1e-6
"""Below it the distribution is told from the Poisson by nobody."""
ROUNDS = 60
"""Doublings that reach any count."""
BLOCK = 100_000
"""Counts found together, to bound the memory."""
MOST_EXCESS = 2.0
"""Up to which the approximation of the median holds (within 4%)."""


def gamma_median(excess: Array) -> Array:
    """Median of a gamma distribution of mean 1 and variance `excess` (Wilson and Hilferty 1931, PNAS 17)."""
    median: Array = (1.0 - np.minimum(excess, MOST_EXCESS) / 9.0) ** 3
    return median


def cumulative(count: Array, mean: Array, excess: Array) -> Array:
    """P(N <= count), elementwise."""
    poisson = excess < LEAST_EXCESS
    some = np.where(poisson, 1.0, excess)
    spread = betainc(1.0 / some, count + 1.0, 1.0 / (1.0 + some * mean))
    result: Array = np.where(poisson, pdtr(count, mean), spread)
    return result


def quantile(probability: Array, mean: Array, excess: Array) -> Array:
    """Least count whose cumulative probability reaches `probability`, elementwise with broadcasting."""
    probability, mean, excess = np.broadcast_arrays(probability, mean, excess)
    result = np.zeros(mean.shape)
    some = mean > 0
    p, m, a = probability[some], mean[some], excess[some]
    found = np.empty(len(m))
    for first in range(0, len(m), BLOCK):
        part = slice(first, first + BLOCK)
        found[part] = _quantile(p[part], m[part], a[part])
    result[some] = found
    return result


def _quantile(p: Array, m: Array, a: Array) -> Array:
    """The same of means above 0, all of one length.

    Starts from the gamma distribution of the same mean and variance, finds a bracket by steps that double, and
    halves it down to the exact answer.
    """
    scale = 1.0 + a * m
    guess = np.maximum(np.round(gammaincinv(m / scale, p) * scale - 0.5), 0.0)
    low, high = _bracket(guess, p, m, a)
    active = np.flatnonzero(high - low > 1)
    while len(active):
        middle = np.floor((low[active] + high[active]) / 2)
        apart = (middle > low[active]) & (middle < high[active])  # no numbers lie between the largest neighbours
        active, middle = active[apart], middle[apart]
        enough = cumulative(middle, m[active], a[active]) >= p[active]
        high[active] = np.where(enough, middle, high[active])
        low[active] = np.where(enough, low[active], middle)
        active = active[high[active] - low[active] > 1]
    return high


def _bracket(guess: Array, p: Array, m: Array, a: Array) -> tuple[Array, Array]:
    """Counts of which the lower does not reach `p` (-1 where all do) and the upper does."""
    enough = cumulative(guess, m, a) >= p
    low, high = np.where(enough, -1.0, guess), np.where(enough, guess, np.inf)
    near, step = guess.copy(), 1.0
    active = np.flatnonzero(~enough | (guess > 0))
    for _ in range(ROUNDS):
        if not len(active):
            break
        near[active] = np.maximum(near[active] + np.where(enough[active], -step, step), -1.0)
        reached = cumulative(np.maximum(near[active], 0.0), m[active], a[active]) >= p[active]
        reached &= near[active] >= 0
        low[active] = np.where(reached, low[active], near[active])
        high[active] = np.where(reached, np.minimum(high[active], near[active]), high[active])
        active = active[np.where(enough[active], reached, ~reached) & (near[active] > -1)]
        step *= 2
    return low, high
