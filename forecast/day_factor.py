"""How busy a day is, learnt from its first part: a gamma distribution of the day's factor, by series.

With m[i] the expected arrivals of interval i, n[i] those counted, F the day's factor, v its variance and a the
excess with which an interval's counts scatter around the day (variance m + a m^2):

    F ~ Gamma(mean 1, variance v),    n[i] given F of mean F m[i] and, near F = 1, of variance m[i] (1 + a m[i])

so that interval i says as much as w[i] = 1 / (1 + a m[i]) of a Poisson count does, and (conjugate, Gelman et al.,
Bayesian Data Analysis, 3rd edition, section 2.6)

    F given n ~ Gamma(shape 1/v + sum w[i] n[i], rate 1/v + sum w[i] m[i]).

Scatter within the day is thus not taken for its level: a few intervals, or some that scatter much, move F little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from forecast.arrays import Array
from forecast.values import Paths

LEAST_VARIANCE = 1e-6
"""Of the day's factor: without any spread there would be nothing to learn."""


@dataclass(frozen=True)
class DayFactor:
    """The day's factor after what was counted: a gamma distribution by series, of this shape and rate."""

    shape: Array
    rate: Array

    @property
    def mean(self) -> Array:
        """Expected factor; 1 before anything is counted."""
        return self.shape / self.rate

    @property
    def variance(self) -> Array:
        """Variance relative to the squared mean."""
        return 1.0 / self.shape

    def quantile(self, probability: float) -> Array:
        """Quantile of the factor."""
        result: Array = gammaincinv(self.shape, probability) / self.rate
        return result


def update_factor(means: Array, counts: Array, variance: Array, excess: Array) -> DayFactor:
    """The day's factor by series after some of its intervals.

    Parameters
    ----------
    means, counts
        Expected and counted arrivals, shape (series, intervals); counts are NaN where nothing is known (yet).
    variance
        Of the factor before anything is counted, by series.
    excess
        Of an interval's counts around the day's level, by series.
    """
    before = 1.0 / np.maximum(variance, LEAST_VARIANCE)
    known = np.isfinite(counts)
    weight = np.where(known, 1.0 / (1.0 + excess[:, None] * means), 0.0)
    seen = (weight * np.where(known, counts, 0.0)).sum(1)
    return DayFactor(before + seen, before + (weight * means).sum(1))


def rest_excess(rest: Array, factor: DayFactor, excess: Array) -> tuple[Array, Array]:
    """The negative-binomial excess of the counts still to come: of each interval (a column), and of their sum."""
    variance = factor.variance
    scatter = (1.0 + variance) * excess
    whole = rest.sum(1)
    spread_out = np.divide((rest**2).sum(1), whole**2, out=np.zeros_like(whole), where=whole > 0)
    return (variance + scatter)[:, None], variance + scatter * spread_out


def path_excess(paths: Paths) -> Array:
    """By series, how much more the counts of the paths scatter around their rates than Poisson counts would."""
    rates, counts = paths.rates.astype(np.float64), paths.counts.astype(np.float64)
    beyond = ((counts - rates) ** 2 - rates).sum((0, 2))
    square = (rates**2).sum((0, 2))
    excess: Array = np.divide(beyond, square, out=np.zeros_like(square), where=square > 0)
    return np.maximum(excess, 0.0)
