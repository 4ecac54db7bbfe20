"""How errors of days go together: over the days of a horizon, between services of an outlet, over the network.

A day's standard error z[s,h] (standard normal, see `forecast.spread`) is a sum of independent parts. Each tier
(network: all series together; outlet: its services together; own: the series alone) has three of them:

    lasting   the level is wrong for weeks: an autoregression with coefficient PERSISTENCE
    weekday   the same weekday is wrong in every week of the horizon
    daily     the day's own, of which a share is carried over to the next (weather stays for days)

Their shares of the variance add up to 1, so that paths keep the distribution of every single day. They are the
moments of errors of days played back (`forecast.played_back`), never of fitted ones: a calendar shared by all
series takes what they share into itself. Of a class of pairs of series (of different outlets, of one outlet, a
series with itself) the covariance at lag L is

    c(L) = lasting PERSISTENCE^L + weekday [7 divides L] + daily carry^L,

the lasting share being a mean over lags beyond FADED days, each weighing as in a sum over the horizon, so that the
variance of totals over many days is right. What scatters as counts do is no part of z, so covariances are divided
by those that rates would have if they were all one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from forecast.arrays import Array, Ints

PERSISTENCE = 0.99
TIERS = ("network", "outlet", "own")
PARTS = ("lasting", "weekday", "daily")
FADED = 3
"""Days after which a day's own error is taken to be gone."""
TYPICAL = np.array([[0.03, 0.01, 0.10], [0.04, 0.01, 0.10], [0.09, 0.03, 0.59]])
TYPICAL_CARRY = np.array([0.3, 0.3, 0.15])
"""Shares (tiers, parts) and carry (tiers) as found on public sets of daily customers, played back: what is assumed
before anything is known."""
MOST_CARRY = 0.8
TYPICAL_ORIGINS = 2.0
"""Origins played back that weigh as much as the typical shares."""
MOST = 0.95
"""Of the variance, at least the rest is the series' own on the day."""
LEAST_RATE = 0.1
"""Of a series' variance, at least this much is the rate's and not the counts'."""
CLIP = 3.0


@dataclass(frozen=True)
class Joint:
    """What the variance of z is made of.

    Attributes
    ----------
    shares
        By tier (rows) and part (columns); they add up to 1.
    carry
        Correlation of the daily part from one day to the next, by tier.
    """

    shares: Array = field(default_factory=TYPICAL.copy)
    carry: Array = field(default_factory=TYPICAL_CARRY.copy)

    def share(self, tier: str, part: str) -> float:
        """One share, by the names in `TIERS` and `PARTS`."""
        return float(self.shares[TIERS.index(tier), PARTS.index(part)])


def fit_joint(errors: Array, noise: Array, outlets: Ints) -> Joint:
    """The shares that errors of days played back show, shrunk to the typical ones.

    Parameters
    ----------
    errors
        Log errors, shape (origins, days, series); NaN where not known.
    noise
        Variance of each series' errors that comes from the scatter of counts alone.
    outlets
        Number of the outlet of each series.
    """
    known = np.isfinite(errors)
    origins = int(known.any((1, 2)).sum())
    if not origins:
        return Joint()
    square = np.where(known, errors, 0.0) ** 2
    variance = square.sum((0, 1)) / np.maximum(known.sum((0, 1)), 1)
    scale = np.sqrt(np.where(variance > 0, variance, np.inf))
    standard = np.clip(np.where(known, errors, 0.0) / scale, -CLIP, CLIP)
    standard /= max(float(np.sqrt((standard**2).sum() / known.sum())), 1e-9)
    rate = np.sqrt(np.clip(1 - noise / np.where(variance > 0, variance, np.inf), LEAST_RATE, 1.0))
    seen = np.array([_parts(*lags) for lags in _covariances(standard, known * rate, outlets)])
    weight = origins / (origins + TYPICAL_ORIGINS)
    typical = np.column_stack([TYPICAL, TYPICAL[:, -1] * TYPICAL_CARRY]).cumsum(0)
    mixed = np.where(np.isfinite(seen), weight * np.nan_to_num(seen) + (1 - weight) * typical, typical)
    if not np.isfinite(seen[1]).any():
        mixed[1] = mixed[0]  # no outlet has two services: nothing lies between network and series
    shares = _proper(mixed[:, :-1])
    carried = np.diff(np.maximum.accumulate(mixed[:, -1]), prepend=0.0)
    carry = np.divide(carried, shares[:, -1], out=np.zeros(len(TIERS)), where=shares[:, -1] > 1e-9)
    return Joint(shares, np.clip(carry, 0.0, MOST_CARRY))


def _covariances(standard: Array, rate: Array, outlets: Ints) -> list[tuple[Array, Array]]:
    """Sums of products of errors and of rates' spreads, by lag: of different outlets, of one outlet, of itself."""
    member = (outlets[:, None] == np.unique(outlets)).astype(np.float64)
    sums: list[list[Array]] = []
    for values in (standard, rate):
        everyone, outlet = values.sum(2, keepdims=True), values @ member
        by_class = [_products(part) for part in (everyone, outlet, values)]
        sums.append([by_class[0] - by_class[1], by_class[1] - by_class[2], by_class[2]])
    return list(zip(*sums, strict=True))


def _products(values: Array) -> Array:
    """Sum of products of values L days apart, for each lag L."""
    days = values.shape[1]
    return np.array([(values[:, lag:] * values[:, : days - lag]).sum() for lag in range(days)])


def _parts(product: Array, most: Array) -> Array:
    """The lasting, weekday and daily covariance of one class of pairs, and what the daily one still has on the
    next day; NaN without pairs.
    """
    lag = np.arange(len(product))
    if not most[0] > 1e-9:
        return np.full(len(PARTS) + 1, np.nan)
    covariance = np.divide(product, most, out=np.zeros(len(product)), where=most > 1e-9)
    decay = PERSISTENCE**lag
    pairs = np.where(most > 1e-9, len(lag) - lag, 0).astype(np.float64)
    other, weekly = (lag > FADED) & (lag % 7 > 0), (lag > FADED) & (lag % 7 == 0)
    lasting = _mean(covariance / decay, pairs * decay * other)
    weekday = _mean(covariance - lasting * decay, pairs * weekly)
    lasting, weekday = max(lasting, 0.0), max(weekday, 0.0)
    daily, following = covariance[0] - lasting - weekday, covariance[1] - lasting * PERSISTENCE
    return np.array([lasting, weekday, max(daily, 0.0), max(following, 0.0)])


def _mean(values: Array, weight: Array) -> float:
    return float((values * weight).sum() / weight.sum()) if weight.sum() > 0 else 0.0


def _proper(covariance: Array) -> Array:
    """Shares from covariances that each include those of the tiers above: none below 0, adding up to 1."""
    rising = np.maximum.accumulate(covariance, axis=0)
    shares = np.diff(rising, axis=0, prepend=0.0)
    shares[-1, -1] = 0.0
    shares *= min(1.0, MOST / max(float(shares.sum()), 1e-9))
    shares[-1, -1] = 1.0 - shares.sum()
    return shares
