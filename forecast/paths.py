"""Joint sample paths: what may come, all outlets and intervals together.

A path draws one standard normal z[s,h] a series and day (see `forecast.joint`), turns it into the day's rate
factor of mean 1, and draws each interval's count from a negative binomial around its rate. The network, every
outlet and every series has its own named generator, so that draws depend on nothing but labels and the seed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints
from forecast.joint import PARTS, PERSISTENCE, TIERS, Joint
from forecast.margins import Margins
from forecast.negative_binomial import LEAST_EXCESS
from forecast.values import Paths
from quarterhour.seeds import generator

STREAM = "forecast paths"


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
    rates = np.zeros((count, *opened.shape), dtype=np.float32)
    counts = np.zeros(rates.shape, dtype=np.int32)
    for row, factor, own in _day_factors(margins, series, count, seed):
        there = np.flatnonzero(opened[row])
        rate = margins.means[row, day[there], slot[there]] * factor[:, day[there]]
        rates[:, row, there] = rate
        counts[:, row, there] = _counts(own, rate, np.array(margins.excess[row]))
    return Paths(series, starts, rates, counts)


def draw_days(margins: Margins, series: pd.DataFrame, count: int, seed: int) -> Array:
    """`count` paths of the totals of days, shape (paths, series, days), drawn without intervals.

    What is measured and not counted has no scatter of counts.
    """
    totals = np.zeros((count, *margins.totals.shape))
    for row, factor, own in _day_factors(margins, series, count, seed):
        rate = margins.totals[row] * factor
        counted = margins.outlook.counted[row]
        totals[:, row] = _counts(own, rate, margins.within[row]) if counted else rate
    return totals


def _day_factors(
    margins: Margins, series: pd.DataFrame, count: int, seed: int
) -> Iterator[tuple[int, Array, np.random.Generator]]:
    """Row, rate factors of mean 1 (paths, days), and the generator that goes on, series by series."""
    days, joint = margins.totals.shape[1], margins.outlook.joint
    network = _tier(generator(seed, STREAM, "shared"), joint, "network", count, days)
    at_outlet: dict[str, Array] = {}
    for row, (outlet, service) in enumerate(series[["outlet", "service"]].itertuples(index=False)):
        if outlet not in at_outlet:  # series are in label order: an outlet's services follow each other
            at_outlet = {outlet: _tier(generator(seed, STREAM, "outlet", outlet), joint, "outlet", count, days)}
        own = generator(seed, STREAM, outlet, service)
        z = network + at_outlet[outlet] + _tier(own, joint, "own", count, days)
        yield row, np.exp(margins.sigma[row] * margins.spread.standard(z)) / margins.level[row], own


def _tier(draw: np.random.Generator, joint: Joint, tier: str, count: int, days: int) -> Array:
    """A tier's part of z, shape (paths, days); its variance is the sum of the tier's shares."""
    place = TIERS.index(tier)
    lasting, daily = draw.standard_normal((2, count, days))
    lasting, daily = _carried(lasting, PERSISTENCE), _carried(daily, float(joint.carry[place]))
    weekday = draw.standard_normal((count, 7))[:, np.arange(days) % 7]
    parts = dict(zip(PARTS, np.sqrt(joint.shares[place]), strict=True))
    z: Array = parts["lasting"] * lasting + parts["weekday"] * weekday + parts["daily"] * daily
    return z


def _carried(shocks: Array, share: float) -> Array:
    """An autoregression of standard normals with that coefficient, standard normal on every day."""
    result = shocks.copy()
    for day in range(1, shocks.shape[1]):
        result[:, day] = share * result[:, day - 1] + np.sqrt(1 - share**2) * shocks[:, day]
    return result


def _counts(draw: np.random.Generator, rate: Array, excess: Array) -> Ints:
    """Negative binomial counts of these means; the excess is one for all or one a column."""
    some = excess >= LEAST_EXCESS
    if not some.any():
        return draw.poisson(rate)
    known = np.maximum(excess, LEAST_EXCESS)
    scattered = np.where(some, draw.gamma(1.0 / known, known, rate.shape), 1.0)
    return draw.poisson(rate * scattered)
