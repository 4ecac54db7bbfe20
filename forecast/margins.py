"""Distribution of the rate and of the count of each day and interval, given which intervals are open.

The spread of day totals that was seen holds the scatter of counts; what is left is the rate's. A count's quantile
lies between two descriptions: the shape that day errors really have (skewed, heavy tails), which is right where
the rate's spread rules, and a negative binomial of the same mean and variance, which is right where the scatter of
small counts does. They are mixed by their shares of the variance. Of an interval the outlook's own figure is the
middle of its rate, in both: opinions are medians of intervals, and were weighed as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecast import negative_binomial
from forecast.arrays import Array, Bytes
from forecast.outlook import Outlook
from forecast.spread import Spread, mean_factor, variance_factor

LEAST_RATE_SHARE = 0.1
"""Of the variance of day errors, at least this much is the rate's and not the counts'."""
MOST_SIGMA = 2.0
LEVELS = (0.005, 0.025, 0.05, *(np.arange(1, 20) / 20).tolist()[1:-1], 0.95, 0.975, 0.995)
"""Probabilities between which a distribution function is taken as straight."""


@dataclass(frozen=True)
class Margins:
    """Distribution of each slot and day, given which intervals are open.

    Attributes
    ----------
    means
        Of one interval of each slot, shape (series, horizon, slots).
    totals
        Of each day, shape (series, horizon).
    sigma
        Log spread of the day's *rate*.
    level
        Expectation of exp(sigma Q), by which factors are brought to mean 1.
    variance
        Variance of the day's rate factor.
    within
        Excess variance of the day's count from the scatter of its intervals, relative to its squared mean.
    excess
        Negative-binomial excess of interval counts, by series.
    """

    means: Array
    totals: Array
    sigma: Array
    level: Array
    variance: Array
    within: Array
    excess: Array
    outlook: Outlook

    @property
    def spread(self) -> Spread:
        """Shape and correlations of day errors."""
        return self.outlook.spread

    def rate_factor(self, probability: float) -> Array:
        """Quantile of the day's rate factor, whose mean is 1; shape (series, horizon)."""
        factor: Array = np.exp(self.sigma * self.spread.at(probability)) / self.level
        return factor

    def interval_count(self, probability: float) -> Array:
        """Quantile of the count of one interval of each slot."""
        return self._whole(self._interval(np.array(probability)))

    def day_count(self, probability: float) -> Array:
        """Quantile of the count of each day."""
        return self._whole(self._day(np.array(probability)))

    def _whole(self, values: Array) -> Array:
        counted = self.outlook.counted.reshape(-1, *[1] * (values.ndim - 1))
        return np.where(counted, np.rint(values), values)

    def interval_cumulative(self, count: Array) -> Array:
        """P(count of an interval <= `count`), elementwise over (series, horizon, slots)."""
        return _probability(self._interval, count + 0.5)

    def day_cumulative(self, count: Array) -> Array:
        """P(count of a day <= `count`), elementwise over (series, horizon)."""
        return _probability(self._day, count + 0.5)

    def _day(self, probability: Array) -> Array:
        discrete = self.outlook.counting(self.totals) + self.within * (1 + self.variance)
        share = _share(self.variance, discrete)
        scale = np.divide(
            self.totals, self.outlook.level, out=np.zeros_like(self.totals), where=self.outlook.level > 0
        )
        shaped = scale * self.outlook.day_quantile(self.spread.quantile(probability))
        counted = negative_binomial.quantile(
            probability, self.totals, self.within * (1 + self.variance) + self.variance
        )
        return np.where(self.totals > 0, share * shaped + (1 - share) * counted, 0.0)

    def _interval(self, probability: Array) -> Array:
        variance = self.variance[..., None]
        scatter = self.excess[:, None, None] * (1 + variance)
        discrete = self.outlook.counting(self.means) + scatter
        share = _share(variance, discrete)
        sigma = np.sqrt(np.log1p(variance + discrete))
        centre, level = self.outlook.centre, self.outlook.level
        middle = np.divide(centre, level, out=np.ones_like(level), where=level > 0)[..., None]
        shaped = self.means * middle * np.exp(np.minimum(sigma, MOST_SIGMA) * self.spread.quantile(probability))
        rate = scatter + variance
        raised = self.means * middle / negative_binomial.gamma_median(rate)
        counted = negative_binomial.quantile(probability, raised, rate)
        return np.where(self.means > 0, share * shaped + (1 - share) * counted, 0.0)


def margins(outlook: Outlook, exposure: Bytes) -> Margins:
    """Distributions where `exposure` says how many intervals of each slot are open."""
    means = outlook.slot_means(exposure)
    totals = (means * exposure).sum(2)
    square = np.where(totals > 0, totals, 1.0) ** 2
    within = outlook.excess[:, None] * (means**2 * exposure).sum(2) / square
    noise = outlook.counting(totals) + within
    seen = np.minimum(outlook.relative_sigma, MOST_SIGMA) ** 2
    sigma = np.sqrt(np.maximum(seen - noise, LEAST_RATE_SHARE * seen))
    return Margins(
        means=means,
        totals=totals,
        sigma=sigma,
        level=mean_factor(sigma, outlook.spread),
        variance=variance_factor(sigma, outlook.spread),
        within=within,
        excess=outlook.excess,
        outlook=outlook,
    )


def _share(variance: Array, discrete: Array) -> Array:
    """The rate's part of the variance; 1 where there is none."""
    whole = variance + discrete
    return np.divide(variance, whole, out=np.ones(np.broadcast(variance, whole).shape), where=whole > 0)


def _probability(quantile: Callable[[Array], Array], count: Array) -> Array:
    """The probability at which a rising quantile function reaches `count`, straight between `LEVELS`."""
    result = np.zeros(count.shape)
    below, at = np.zeros(count.shape), 0.0
    for level in LEVELS:
        above = np.maximum(quantile(np.array(level)), below)
        part = np.divide(count - below, above - below, out=np.ones(count.shape), where=above > below)
        result += (level - at) * np.clip(part, 0.0, 1.0) * (count >= below)
        below, at = above, level
    return result + (1.0 - at) * (count > below)
