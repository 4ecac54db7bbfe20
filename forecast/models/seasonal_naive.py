"""The yardstick: what was counted on the same weekday of the last week that is known."""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array

WEEKS_BACK = 4
"""Where last week's day is not known (closed, a gap), the week before is asked, and so on."""


def seasonal_naive(values: Array, origin: int, horizon: int) -> Array:
    """Values of days origin .. origin + horizon - 1 from those before, shape (series, horizon, ...).

    Parameters
    ----------
    values
        By series and day (and slot); NaN where not known. Only days before `origin` are looked at.
    """
    steps = np.arange(horizon)
    result = np.full((len(values), horizon, *values.shape[2:]), np.nan)
    for week in range(1, WEEKS_BACK + 1):
        source = origin + steps % 7 - 7 * week
        there = source >= 0
        candidate = values[:, source[there]]
        result[:, there] = np.where(np.isfinite(result[:, there]), result[:, there], candidate)
    return result


def weekly_difference(values: Array) -> Array:
    """Mean absolute difference between days a week apart, by series: the scale of MASE; NaN where unknown."""
    difference = np.abs(values[:, 7:] - values[:, :-7]).reshape(len(values), -1)
    known = np.isfinite(difference)
    count = known.sum(1)
    total = np.where(known, difference, 0.0).sum(1)
    scale: Array = np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)
    return scale
