"""How far off a day's level may be: the distribution of log errors, learnt from rolling forecasts.

A day's log error is sigma_s(h) Q(Phi(z)): sigma by series and step ahead, Q one shape for all series (so that
its tails rest on many errors), z standard normal. How z goes together over days and series is told by
`forecast.joint`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from forecast import columns
from forecast.arrays import Array, Ints, Single, spread_evenly

RANGE = 2.563
"""Width of the middle 80 % of a standard normal."""
BANDS = 4
"""The horizon is cut into so many bands of steps, over which sigma grows."""
KIN_ERRORS = 30.0
"""Errors of its own that outweigh the kin's in a series' sigma."""
STRANGER = 1.25
"""Series without rolling errors of their own get their kin's sigma times this..."""
UNKNOWN = 0.3
"""...or this where nobody has any."""
LEAST_ERRORS, MOST_ERRORS = 200, 200_000
"""Errors without which no shape is seen, and beyond which it is seen no better."""
NODES = (np.arange(200) + 0.5) / 200


@dataclass(frozen=True)
class Spread:
    """Distribution of the day's log error.

    Attributes
    ----------
    sigma
        Shape (series, horizon).
    shape
        Q at `NODES`; its middle 80 % is as wide as a standard normal's.
    """

    sigma: Array
    shape: Array

    def standard(self, z: Array) -> Array:
        """Q(Phi(z))."""
        return np.interp(ndtr(z), NODES, self.shape)

    def quantile(self, probability: Array) -> Array:
        """Q, elementwise."""
        return np.interp(probability, NODES, self.shape)

    def at(self, probability: float) -> float:
        """Q at one probability."""
        return float(np.interp(probability, NODES, self.shape))

    def widened(self, factor: float) -> Spread:
        """With all sigmas times `factor`."""
        return replace(self, sigma=self.sigma * factor)


def fit_spread(errors: Single, kin: Ints) -> Spread:
    """The spread of rolling errors of shape (origins, horizon, series); NaN where there are none."""
    count = errors.shape[2]
    flat = errors.reshape(-1, count)
    number = np.isfinite(flat).sum(0)
    scale = _kin_scale(_widths(flat), number, kin)
    growth = _growth(errors, scale)
    sigma = scale[:, None] * growth
    standard = (errors / sigma.T).astype(np.float32)
    standard -= columns.median(standard.reshape(-1, count)).astype(np.float32)
    return Spread(sigma, _shape(standard))


def mean_factor(sigma: Array, spread: Spread) -> Array:
    """Expectation of exp(sigma Q), elementwise."""
    total = np.zeros_like(sigma)
    for value in spread.shape:
        total += np.exp(sigma * value)
    mean: Array = total / len(spread.shape)
    return mean


def variance_factor(sigma: Array, spread: Spread) -> Array:
    """Variance of exp(sigma Q) divided by its mean, elementwise."""
    mean = mean_factor(sigma, spread)
    variance: Array = mean_factor(2 * sigma, spread) / mean**2 - 1.0
    return np.maximum(variance, 0.0)


def held_out_factor(scores: Array) -> float:
    """How much wider the ranges must be for 80 % of held-out scores (error / edge of the 80 % range) to be inside.

    Shrunk to 1 as if 30 more scores had asked for no change.
    """
    scores = scores[np.isfinite(scores)]
    if len(scores) < 20:
        return 1.0
    factor = float(np.clip(np.quantile(scores, 0.8), 0.7, 2.5))
    return (factor * len(scores) + 30.0) / (len(scores) + 30.0)


def _widths(flat: Single) -> Array:
    """Width of the middle 80 % in standard deviations, by column; NaN with fewer than 10 errors."""
    result = np.full(flat.shape[1], np.nan)
    enough = np.isfinite(flat).sum(0) >= 10
    ordered = np.sort(flat[:, enough], axis=0)
    low, high = (columns.ordered_quantile(ordered, p) for p in (0.1, 0.9))
    result[enough] = np.maximum((high - low) / RANGE, 1e-3)
    return result


def _kin_scale(own: Array, number: Array, kin: Ints) -> Array:
    known = np.isfinite(own)
    everyone = float(np.median(own[known])) if known.any() else UNKNOWN / STRANGER
    typical = np.full(len(own), everyone)
    for group in np.unique(kin):
        mine = known & (kin == group)
        if mine.any():
            typical[kin == group] = np.median(own[mine])
    weight = number / (number + KIN_ERRORS)
    mixed = np.exp(weight * np.log(np.where(known, own, 1.0)) + (1 - weight) * np.log(typical))
    return np.where(known, mixed, STRANGER * typical)


def _growth(errors: Single, scale: Array) -> Array:
    """Growth of sigma with the step ahead, never falling, the same for all series."""
    horizon = errors.shape[1]
    bands = [band for band in np.array_split(np.arange(horizon), BANDS) if len(band)]
    middle = np.array([band.mean() for band in bands])
    widths = [_widths(errors[:, band].reshape(-1, len(scale))) / scale for band in bands]
    ratio = np.array(
        [np.median(width[np.isfinite(width)]) if np.isfinite(width).any() else 1.0 for width in widths]
    )
    growth: Array = np.interp(np.arange(horizon), middle, np.maximum.accumulate(ratio))
    return growth


def _shape(standard: Single) -> Array:
    pool = standard[np.isfinite(standard)]
    if len(pool) < LEAST_ERRORS:
        return np.asarray(ndtri(NODES))
    shape = np.quantile(pool[spread_evenly(len(pool), MOST_ERRORS)], NODES)
    low, high = np.interp([0.1, 0.9], NODES, shape)
    scaled: Array = np.clip(shape * RANGE / (high - low), -6.0, 6.0)
    return scaled
