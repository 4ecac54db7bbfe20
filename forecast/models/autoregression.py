"""Interval by interval from the intervals before: what a calendar cannot know and the last hours can.

For series that are open around the clock, with P slots a day, on the scale g = sqrt(count), standardised by
series:

    g[t] = a + sum_l b_l g[t-l] + c_1 day[t] + c_7 week[t] + c_8 week[t-P] + noise,

l = 1, 2, 3, P-1, P, P+1, 2P, 7P-1, 7P, 7P+1, 14P; day and week are the means of the P and 7P intervals before t.
One ridge regression a series towards "as a week ago, and yesterday", all series side by side; the forecast feeds
on itself. It carries short series without a calendar (M4 Hourly), and is a second opinion on the first days of all
others. In the hour that comes twice both passes count as one of mean size.
"""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array, Ints
from forecast.history import History

DAYS = 7
"""Days ahead of which it has an opinion."""
LEARNING = 182
"""Days looked back."""
HALF_LIFE = 84.0
EVIDENCE = 0.3
"""Intervals of evidence against leaving the prior."""
AROUND_THE_CLOCK = 0.98
"""Share of the intervals of the last four weeks that must have been open, and counted."""
LEAST_WEEKS = 3
A_WEEK_AGO, YESTERDAY = 0.6, 0.4
HUBER = 2.5
BLOCK = 64
"""Series handled together, to bound the memory."""
MARGIN = 1.0
"""Forecasts stay within what was seen, give or take so many standard deviations."""


def look_ahead(history: History, horizon: int) -> Array:
    """Means of the slots of the first days ahead, shape (series, min(horizon, DAYS), slots); NaN without an
    opinion.
    """
    count, known_days, slots = history.known.shape
    days = min(horizon, DAYS)
    answer = np.full((count, days, slots), np.nan)
    first = max(0, known_days - LEARNING)
    if known_days < 7 * LEAST_WEEKS + 1:
        return answer
    recent = history.known[:, max(0, known_days - 28) :] > 0
    able = np.flatnonzero(recent.reshape(count, -1).mean(1) >= AROUND_THE_CLOCK)
    for start in range(0, len(able), BLOCK):
        rows = able[start : start + BLOCK]
        known = history.known[rows, first:].astype(np.float64)
        rates = np.divide(history.counts[rows, first:], known, out=np.full(known.shape, np.nan), where=known > 0)
        values = _filled(np.sqrt(rates.reshape(len(rows), -1)), 7 * slots)
        answer[rows] = (_run(values, slots, days * slots) ** 2).reshape(len(rows), days, slots)
    return answer


def _run(values: Array, slots: int, steps: int) -> Array:
    """Fit and feed forward; values by series and interval, without gaps."""
    middle, scale = values.mean(1, keepdims=True), values.std(1, keepdims=True)
    scale = np.where(scale > 0, scale, 1.0)
    z = (values - middle) / scale
    n, first = z.shape[1], 8 * slots
    lags = np.array([1, 2, 3, slots - 1, slots, slots + 1, 2 * slots])
    lags = np.concatenate([lags, np.array([7 * slots - 1, 7 * slots, 7 * slots + 1, 14 * slots])])
    prior = np.zeros(len(lags) + 4)
    prior[1 + np.flatnonzero(lags == 7 * slots)] = A_WEEK_AGO
    prior[1 + np.flatnonzero(lags == slots)] = YESTERDAY
    beta = _fit(_features(z, np.arange(first, n), lags, slots), z[:, first:], prior, slots)
    extended = np.concatenate([z, np.zeros((len(z), steps))], axis=1)
    low, high = z.min(1) - MARGIN, z.max(1) + MARGIN
    for step in range(n, n + steps):
        row = _features(extended[:, : step + 1], np.array([step]), lags, slots)[:, 0]
        extended[:, step] = np.clip((row * beta).sum(1), low, high)
    ahead: Array = np.maximum(extended[:, n:] * scale + middle, 0.0)
    return ahead


def _features(z: Array, at: Ints, lags: Ints, slots: int) -> Array:
    """Shape (series, intervals, features): nothing at or after the intervals `at` themselves."""
    low = max(0, int(at[0]) - 15 * slots)
    part = z[:, low : int(at[-1])]
    sums = np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0)))
    here = at - low
    # At the start of the history the longest lag is not there: a week less is.
    places = [np.where(here >= lag, here - lag, here - lag + 7 * slots) for lag in lags]
    columns = [np.ones((len(z), len(at))), *(part[:, place] for place in places)]
    for end, length in ((0, slots), (0, 7 * slots), (7 * slots, slots)):
        columns.append((sums[:, here - end] - sums[:, here - end - length]) / length)
    return np.stack(columns, axis=2)


def _fit(X: Array, y: Array, prior: Array, slots: int) -> Array:
    """Ridge towards the prior, outliers pulled in once; shape (series, features)."""
    age = np.arange(X.shape[1])[::-1] / slots
    weighted = X * (0.5 ** (age / HALF_LIFE))[:, None]
    gram = np.matmul(weighted.transpose(0, 2, 1), X) + EVIDENCE * np.eye(X.shape[2])
    beta = np.broadcast_to(prior, (len(X), len(prior)))
    target = y
    for _ in range(2):
        left = target - X @ prior
        beta = np.linalg.solve(gram, np.matmul(weighted.transpose(0, 2, 1), left[..., None]))[..., 0] + prior
        fitted = np.matmul(X, beta[..., None])[..., 0]
        error = y - fitted
        limit = HUBER * 1.25 * np.abs(error).mean(1, keepdims=True)
        target = fitted + np.clip(error, -limit, limit)
    return beta


def _filled(values: Array, week: int) -> Array:
    """Gaps take the value a week before, or else a week after, or else the series' mean."""
    for shift in (week, 2 * week, -week):
        gaps = ~np.isfinite(values)
        if not gaps.any():
            return values
        moved = np.roll(values, shift, axis=1)
        edge = slice(None, shift) if shift > 0 else slice(shift, None)
        moved[:, edge] = np.nan
        values = np.where(gaps, moved, values)
    mean = np.nan_to_num(
        np.nansum(values, axis=1, keepdims=True) / np.maximum(np.isfinite(values).sum(1), 1)[:, None]
    )
    return np.where(np.isfinite(values), values, mean)
