"""The season of each series, learnt together and then alone.

    y[s,t] = level_s(t) + S_s[month of t] + noise,      sum over the months of S_s = 0

S is shrunk from all series to kin (kind of outlet x service), from kin to their region, from there to the
series. Each step is one ridge regression towards the step before, with a random-walk level; the pooled series
of a group is the running sum of the mean month-to-month change over its members, so that outlets that come and
go leave no step in it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Array, Ints
from forecast.models.ridge import robust_ridge
from forecast.months.series import places_by

STEP = 3.0
"""Evidence, in months, against a step of the level from month to month."""
SHARED, KIN, LOCAL = 0.15, 0.3, 1.0
"""Years of evidence against a season's departure from the one it is shrunk to: of all, of kin, of kin in a
region."""
GROUP = 3
"""Series that make a group."""


def seasons(y: Array, months: Ints, series: pd.DataFrame, own: float) -> Array:
    """Log season by series and month of year, shape (series, 12).

    Parameters
    ----------
    y
        Log levels, shape (series, months of history), NaN where not known.
    months
        Month of year (0 to 11) of each column.
    own
        Years of evidence against a series' departure from its kin.
    """
    season = np.zeros((len(y), 12))
    for columns, evidence in (
        (["service"], SHARED),
        (["kind", "service"], KIN),
        (["kind", "service", "region"], LOCAL),
    ):
        for _, members in places_by(series, columns):
            if len(members) < GROUP:
                continue
            prior = season[members[0]]
            season[members] = _fit(pooled(y[members])[:, None], months, prior[:, None], evidence).T
    return _fit(y.T, months, season.T, own).T


def pooled(y: Array) -> Array:
    """One series for a group: running sum of the mean change of those members that are known on both sides."""
    change = np.diff(y, axis=1)
    known = np.isfinite(change)
    count = known.sum(0)
    mean = np.where(known, change, 0.0).sum(0) / np.maximum(count, 1)
    path: Array = np.concatenate([[0.0], np.cumsum(mean)])
    path[1:][count == 0] = np.nan
    return path


def _fit(y: Array, months: Ints, prior: Array, years: float) -> Array:
    """Seasons (12, series) of `y` (months, series), shrunk towards `prior` (12, series)."""
    count = len(y)
    X = np.column_stack([np.eye(count), np.eye(12)[months]])
    steps = np.diff(np.eye(count), axis=0)
    penalty = np.zeros((count + 12, count + 12))
    penalty[:count, :count] = STEP * steps.T @ steps + 1e-4 * np.eye(count)
    # The level takes a share of each month's news, so evidence counts in months of one kind.
    penalty[count:, count:] = years * np.eye(12) + 10.0 / 12
    middle = np.array([column[np.isfinite(column)].mean() if np.isfinite(column).any() else 0.0 for column in y.T])
    start = np.vstack([np.zeros((count, y.shape[1])), prior])
    beta, _ = robust_ridge(X, y - middle, np.ones(count), penalty, start, rounds=3)
    season: Array = beta[count:] - beta[count:].mean(0)
    return season
