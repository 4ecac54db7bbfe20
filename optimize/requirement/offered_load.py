"""The load that time-varying arrivals offer: later and flatter than arrival rate times handling time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import ndtr

from optimize.queueing.lognormal import lognormal
from optimize.requirement.lanes import Lanes
from quarterhour.arrays import Floats, Ints

Weights = Callable[[float, float, float], Floats]
"""Erlangs by intervals since arrival, from mean and spread of the handling time and the grain."""

NEGLIGIBLE = 1e-4
"""Share of a service's load by which its memory is cut off."""

LONGEST = 96
"""Intervals that the memory may span."""


def modified_offered_load(lanes: Lanes, calls: pd.DataFrame, group: str) -> Floats:
    """Mean number of busy people were there no limit to them, a matrix in erlangs, averaged over each interval.

    In an infinite-server queue that opens empty the mean number in service is m(t) = integral of rate(u)
    P(handling > t - u) du over u <= t (Eick, Massey and Whitt 1993); staffing for m(t) as if it were a
    stationary load is the modified-offered-load approximation (Jennings, Mandelbaum, Massey and Whitt 1996).
    Handling times are lognormal, arrivals even within an interval, and every opening begins empty.

    Parameters
    ----------
    calls
        outlet, position, the column named `group`, rate (arrivals in the interval), handling_minutes,
        handling_spread (NaN: as large as the mean).
    """
    return _spread_out(lanes, calls, group, lognormal_weights)


def lagged_load(lanes: Lanes, calls: pd.DataFrame, group: str) -> Floats:
    """Rate times handling time, one mean handling time later (lagged SIPP: Green, Kolesar and Whitt 2007)."""
    return _spread_out(lanes, calls, group, lag_weights)


def lognormal_weights(mean: float, spread: float, grain: float) -> Floats:
    """Erlangs in an interval for each arrival 0, 1, .. intervals earlier; they add up to mean / grain.

    With G(x) the expected part of the handling time before x and GG its integral, the weights are second
    differences of GG over the grain: GG(x) = x E[S; S < x] - E[S^2; S < x] / 2 + x^2 P(S >= x) / 2.
    """
    location, sigma = lognormal(mean, max(spread, 1e-6 * mean))
    x = grain * np.arange(1, LONGEST + 2)
    z = (np.log(x) - location) / sigma
    first, second = mean * ndtr(z - sigma), (mean**2 + spread**2) * ndtr(z - 2 * sigma)
    whole = np.concatenate([[0.0, 0.0], x * first - second / 2 + x**2 * ndtr(-z) / 2])
    weights = np.diff(whole, 2) / grain**2
    enough = np.cumsum(weights) >= (1 - NEGLIGIBLE) * mean / grain
    length = int(enough.argmax()) + 1 if enough.any() else len(weights)
    answer: Floats = weights[:length]
    return answer


def lag_weights(mean: float, spread: float, grain: float) -> Floats:
    """Erlangs of each arrival, exactly one mean handling time later, spread over the two intervals it touches."""
    whole, part = divmod(mean, grain)
    weights = np.zeros(int(whole) + 2)
    weights[int(whole)], weights[int(whole) + 1] = 1 - part / grain, part / grain
    return weights * mean / grain


def _spread_out(lanes: Lanes, calls: pd.DataFrame, group: str, weights_of: Weights) -> Floats:
    load = np.zeros(lanes.row.shape)
    if calls.empty:
        return load
    since = since_opening(lanes)
    means = calls["handling_minutes"].to_numpy(np.float64)
    spreads = calls["handling_spread"].fillna(calls["handling_minutes"]).to_numpy(np.float64)
    for mean, spread in np.unique(np.column_stack([means, spreads]), axis=0).tolist():
        own = calls.loc[(means == mean) & (spreads == spread)]
        arrived = lanes.total(lanes.cells(own, group), own["rate"])
        add_load(load, arrived, since, weights_of(mean, spread, lanes.opening.grain))
    return load


def add_load(load: Floats, arrived: Floats, since: Ints, weights: Floats) -> None:
    """Add to `load` what arrivals bring by so many erlangs 0, 1, .. intervals later, within their opening.

    Parameters
    ----------
    load, arrived
        Shape (.., position, lane); `load` is changed.
    since
        Intervals since the opening of each cell's run, (position, lane).
    """
    length = arrived.shape[-2]
    for lag, weight in enumerate(weights[:length]):
        load[..., lag:, :] += np.where(since[lag:] >= lag, weight * arrived[..., : length - lag, :], 0.0)


def since_opening(lanes: Lanes) -> Ints:
    """Intervals since the opening of each cell's run."""
    at = np.arange(len(lanes.row))[:, None]
    since: Ints = at - np.maximum.accumulate(np.where(lanes.follows, 0, at), axis=0)
    return since
