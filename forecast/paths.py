"""Joint sample paths: what may come, all outlets and intervals together.

A path draws one standard normal z[s,h] a series and day (see `forecast.spread`), turns it into the day's rate
factor of mean 1, and draws each interval's count from a negative binomial around its rate. Every series has
its own named generator, so its draws depend on nothing but its label and the seed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints
from forecast.margins import Margins
from forecast.negative_binomial import LEAST_EXCESS
from forecast.spread import PERSISTENCE
from forecast.values import Paths
from quarterhour.seeds import generator


def draw_paths(
    margins: Margins,
    series: pd.DataFrame,
    starts: pd.DatetimeIndex,
    opened: Flags,
    day: Ints,
    slot: Ints,
    count: int,
    seed: int,
) -> Paths:
    """`count` paths of rates and counts.

    Parameters
    ----------
    opened
        Shape (series, intervals).
    day, slot
        Of each interval, within the horizon and within the day.
    """
    horizon = margins.totals.shape[1]
    shared = _normals(generator(seed, "forecast paths", "shared"), count, horizon)
    rates = np.zeros((count, *opened.shape), dtype=np.float32)
    counts = np.zeros(rates.shape, dtype=np.int32)
    for row, (outlet, service) in enumerate(series[["outlet", "service"]].itertuples(index=False)):
        own = generator(seed, "forecast paths", outlet, service)
        z = _joined(shared, _normals(own, count, horizon), margins.spread.level_share, margins.spread.shared)
        factor = np.exp(margins.sigma[row] * margins.spread.standard(z)) / margins.level[row]
        there = np.flatnonzero(opened[row])
        rate = margins.means[row, day[there], slot[there]] * factor[:, day[there]]
        rates[:, row, there] = rate
        counts[:, row, there] = _counts(own, rate, float(margins.excess[row]))
    return Paths(series, starts, rates, counts)


def _normals(draw: np.random.Generator, count: int, horizon: int) -> tuple[Array, Array]:
    """A lasting and a daily component, each standard normal, shape (paths, days)."""
    shocks = draw.standard_normal((2, count, horizon))
    lasting = shocks[0]
    for day in range(1, horizon):
        lasting[:, day] = PERSISTENCE * lasting[:, day - 1] + np.sqrt(1 - PERSISTENCE**2) * lasting[:, day]
    return lasting, shocks[1]


def _joined(shared: tuple[Array, Array], own: tuple[Array, Array], level_share: float, common: float) -> Array:
    lasting, daily = (
        np.sqrt(common) * both + np.sqrt(1 - common) * one for both, one in zip(shared, own, strict=True)
    )
    joined: Array = np.sqrt(level_share) * lasting + np.sqrt(1 - level_share) * daily
    return joined


def _counts(draw: np.random.Generator, rate: Array, excess: float) -> Ints:
    if excess >= LEAST_EXCESS:
        rate = rate * draw.gamma(1.0 / excess, excess, rate.shape)
    return draw.poisson(rate)
