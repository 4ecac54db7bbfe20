"""Exponentially smoothed level and weekday drift of what the calendar leaves over.

State after day d of weekday shares m_d, for each rate pair (alpha, gamma):
    e = clip(r_d - l - m_d s);   l <- l + alpha e;   s <- s + gamma m_d e
Forecast h days ahead: l + m_{d+h} s. All pairs run side by side over all series; their forecasts are averaged
with weights exp(-30 (error / least error - 1)), the error being that of rolling forecasts over the horizon.
Long horizons want small rates, moving markets large ones (Taylor 2012, Management Science 58).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array, Single

ALPHAS = (0.01, 0.03, 0.07, 0.15, 0.3, 0.55, 0.85)
GAMMAS = (0.0, 0.06, 0.2)
CLIP = 1.0
"""One day moves the level by at most this error, on the log scale."""
ROLLING = 400
"""Days at the end over which rolling forecasts are judged."""
SHARPNESS = 30.0
BLOCK = 400
"""Series handled together, to bound the memory."""


@dataclass(frozen=True)
class Smoothed:
    """Level forecasts, shape (series, horizon), and rolling errors, shape (origins, horizon, series)."""

    forecast: Array
    errors: Single


def smooth(residual: Array, weekday_shares: Array) -> Smoothed:
    """Smooth `residual` (series, known days; NaN where not known) and look ahead over the rest of the shares.

    In single precision, which is exact enough for logs and takes two thirds of the time.
    """
    single, shares = residual.astype(np.float32), weekday_shares.astype(np.float32)
    blocks = [_smooth(single[first : first + BLOCK], shares) for first in range(0, len(residual), BLOCK)]
    return Smoothed(
        np.concatenate([block.forecast for block in blocks]),
        np.concatenate([block.errors for block in blocks], axis=2),
    )


def origins(days: int, horizon: int) -> range:
    """Days after which rolling forecasts are made."""
    first = max(int(days * 0.35), days - ROLLING)
    return range(first, days - 1, max(1, horizon // 6))


def _smooth(residual: Single, shares: Single) -> Smoothed:
    count, n = residual.shape
    horizon = len(shares) - n
    alpha = np.repeat(ALPHAS, len(GAMMAS)).astype(np.float32)
    gamma = np.tile(GAMMAS, len(ALPHAS)).astype(np.float32)
    known = np.isfinite(residual)
    whole = np.logical_and.reduce(known, axis=0)
    touched = [np.flatnonzero(share) for share in shares[:n]]
    level = np.repeat(_first_level(residual)[:, None], len(alpha), axis=1)
    drift = np.zeros((count, 7, len(alpha)), dtype=np.float32)
    at = origins(n, horizon)
    levels = np.zeros((len(at), *level.shape), dtype=np.float32)
    drifts = np.zeros((len(at), *drift.shape), dtype=np.float32)
    for day, weekdays in enumerate(touched):
        share = shares[day]
        alone = weekdays[0] if len(weekdays) == 1 else None
        if alone is None:
            part = np.tensordot(drift[:, weekdays], share[weekdays], axes=(1, 0))
        else:
            part = drift[:, alone] * share[alone]
        error = np.minimum(np.maximum(residual[:, day, None] - level - part, -CLIP), CLIP)
        if not whole[day]:
            error[~known[:, day]] = 0.0
        level = level + alpha * error
        if alone is None:
            drift[:, weekdays] += (gamma * error)[:, None] * share[weekdays, None]
        else:
            drift[:, alone] += gamma * error * share[alone]
        if day >= at.start and (day - at.start) % at.step == 0 and day < at.stop:
            levels[(day - at.start) // at.step] = level
            drifts[(day - at.start) // at.step] = drift
    weights, errors = _judged(residual, shares, at, levels, drifts)
    ahead = level[:, None] + shares[n:] @ drift
    return Smoothed((ahead @ weights[..., None])[..., 0], errors)


def _judged(residual: Single, shares: Single, at: range, levels: Single, drifts: Single) -> tuple[Array, Single]:
    """Weights of the rates by series, and the errors of the weighted rolling forecasts."""
    count, n = residual.shape
    horizon = len(shares) - n
    total, times = np.zeros((count, levels.shape[2])), np.zeros((count, 1))
    missed = [
        _errors(residual, shares, day, horizon, levels[place], drifts[place]) for place, day in enumerate(at)
    ]
    for error in missed:
        known = np.isfinite(error[..., 0])
        seen = known.sum(1)[:, None]
        absolute = np.abs(np.where(known[..., None], error, 0.0)).sum(1)
        total += np.divide(absolute, seen, out=np.zeros_like(total), where=seen > 0)
        times += seen > 0
    mean = np.divide(total, times, out=np.ones_like(total), where=times > 0)
    least = mean.min(1, keepdims=True)
    weights = np.exp(-SHARPNESS * (mean / np.where(least > 0, least, 1.0) - 1.0) * (least > 0))
    weights /= weights.sum(1, keepdims=True)
    errors = np.full((len(at), horizon, count), np.nan, dtype=np.float32)
    for place, error in enumerate(missed):
        errors[place, : error.shape[1]] = (error @ weights.astype(np.float32)[..., None])[..., 0].T
    return weights, errors


def _errors(residual: Single, shares: Single, day: int, horizon: int, level: Single, drift: Single) -> Single:
    """Errors of the forecasts made after `day`, shape (series, days that followed, rates)."""
    end = min(residual.shape[1], day + 1 + horizon)
    ahead = level[:, None] + shares[day + 1 : end] @ drift
    errors: Single = residual[:, day + 1 : end, None] - ahead
    return errors


def _first_level(residual: Single) -> Single:
    """Median of the first 28 known days of each series."""
    known = np.isfinite(residual)
    early = np.where(known & (known.cumsum(1) <= 28), residual, np.nan)
    level = np.zeros(len(residual), dtype=np.float32)
    some = known.any(1)
    level[some] = np.nanmedian(early[some], axis=1)
    return level
