"""The candidates that are mixed: each says the log level of the months ahead from the months before.

    year before          y[t-12], the calendar-adjusted seasonal naive, moved by the pooled growth of a year
    recent, half, year   the season on top of the smoothed level (weights falling by half in 1, 3 and 8 months)
    damped               Holt's damped trend on the season-free series (Gardner and McKenzie 1985)
    theta                simple smoothing plus half the slope of the line through the series (Hyndman, Billah 2003)
    kin                  the level of the series with the damped trend of its pooled kin

Smoothing parameters are fitted by statsmodels to the pooled series of all, and used for every series: a single
outlet's few dozen months say little about them. The recursions are the textbooks', run over all series at once.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from forecast.arrays import Array, Ints
from forecast.months.season import pooled, seasons

NAMES = ("year_before", "recent", "half", "year", "damped", "theta", "kin", "own_season")
PHI = 0.9
"""Damping of a monthly trend where there is too little history to fit one: half is gone after 7 months."""
LEAST = 24
"""Months from which smoothing parameters are fitted."""
STIFF, LOOSE = 0.5, 0.1
"""Years of evidence against a series' own season: of most candidates, and of `own_season`."""
GROWTH_EVIDENCE = 1.0


def candidates(y: Array, month: Ints, series: pd.DataFrame, ahead: int) -> tuple[Array, Array]:
    """Log levels (candidates, series, months ahead) after the months in `y`, and the season that most of them use.

    NaN where a candidate has nothing to say: a year before what is known, or nothing known at all.
    """
    later = (month[-1] + 1 + np.arange(ahead)) % 12
    stiff = seasons(y, month, series, STIFF)
    loose = seasons(y, month, series, LOOSE)
    free = y - stiff[:, month]
    all_together = pooled(free)
    alpha, beta, phi = smoothing(all_together)
    says = np.full((len(NAMES), len(y), ahead), np.nan)
    says[0] = _year_before(y, ahead)
    for place, half_life in ((1, 1.0), (2, 3.0), (3, 8.0)):
        says[place] = _level(free, half_life)[:, None] + stiff[:, later]
    level, slope = holt(free, alpha, beta, phi)
    says[4] = level[:, None] + slope[:, None] * damping(phi, ahead) + stiff[:, later]
    says[5] = theta(free, alpha, ahead) + stiff[:, later]
    _, growth = holt(all_together[None], alpha, beta, phi)
    says[6] = _level(free, 3.0)[:, None] + growth[:, None] * (damping(phi, ahead) + _age(3.0)) + stiff[:, later]
    own = y - loose[:, month]
    says[7] = _level(own, 3.0)[:, None] + loose[:, later]
    return says, stiff


def smoothing(path: Array) -> tuple[float, float, float]:
    """Level, trend and damping parameters of a damped trend, fitted to one series; the usual ones where short."""
    known = _filled(path[None])[0]
    known = known[np.isfinite(known)]
    if len(known) < LEAST or np.ptp(known) < 1e-6:
        return 0.5, 0.05, PHI
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = ExponentialSmoothing(
            known,
            trend="add",
            damped_trend=True,
            initialization_method="estimated",
            bounds={"smoothing_level": (0.1, 0.9), "smoothing_trend": (0.0, 0.3), "damping_trend": (0.8, 0.97)},
        ).fit()
    alpha, beta, phi = (float(fit.params[key]) for key in ("smoothing_level", "smoothing_trend", "damping_trend"))
    return alpha, min(beta, alpha), phi


def holt(y: Array, alpha: float, beta: float, phi: float) -> tuple[Array, Array]:
    """Last level and slope of the damped trend of every series, started at its first known months."""
    filled = _filled(y)
    level = filled[:, 0].copy()
    slope = np.zeros(len(y))
    for t in range(1, filled.shape[1]):
        now = filled[:, t]
        begun = np.isfinite(level)
        expected = level + phi * slope
        new = np.where(begun, alpha * now + (1 - alpha) * expected, now)
        slope = np.where(begun, beta * (new - level) + (1 - beta) * phi * slope, 0.0)
        level = new
    return level, slope


def damping(phi: float, ahead: int) -> Array:
    """Sum of the damping factors by months ahead: phi, phi + phi^2, ..."""
    total: Array = np.cumsum(phi ** np.arange(1, ahead + 1))
    return total


def theta(y: Array, alpha: float, ahead: int) -> Array:
    """Simple smoothing plus half the slope of the line: shape (series, months ahead).

    Forecast h months ahead = l + (b / 2) (h - 1 + (1 - (1 - a)^n) / a).
    """
    level, _ = holt(y, alpha, 0.0, 1.0)
    known = np.isfinite(y)
    number = known.sum(1)
    t = np.arange(y.shape[1], dtype=np.float64)
    middle = np.where(known, t, 0.0).sum(1) / np.maximum(number, 1)
    centred = np.where(known, t - middle[:, None], 0.0)
    slope = (centred * np.where(known, y, 0.0)).sum(1) / np.maximum((centred**2).sum(1), 1.0)
    slope = np.where(number >= 12, slope, 0.0)
    drift = (1 - (1 - alpha) ** np.maximum(number, 1)) / alpha
    result: Array = level[:, None] + 0.5 * slope[:, None] * (np.arange(ahead) + drift[:, None])
    return result


def _year_before(y: Array, ahead: int) -> Array:
    """The same month a year before, moved by the growth that all series together had over the last year."""
    count = y.shape[1]
    said = np.full((len(y), ahead), np.nan)
    if count < 12:
        return said
    growth = 0.0
    if count > 12:
        change = (y[:, 12:] - y[:, :-12])[:, -12:]
        known = np.isfinite(change)
        months = known.any(0).sum()
        if known.any():
            growth = float(np.median(change[known])) * months / (months + 12.0 * GROWTH_EVIDENCE)
    for lead in range(ahead):
        back = count - 12 + lead % 12
        said[:, lead] = y[:, back] + growth * PHI ** (lead // 12 * 12)
    return said


def _level(y: Array, half_life: float) -> Array:
    """Weighted mean of the known months, weights falling by half in `half_life` months."""
    known = np.isfinite(y)
    weight = 0.5 ** (np.arange(y.shape[1])[::-1] / half_life) * known
    total = weight.sum(1)
    mean: Array = np.divide(
        (weight * np.where(known, y, 0.0)).sum(1), total, out=np.full(len(y), np.nan), where=total > 0
    )
    return mean


def _age(half_life: float) -> float:
    """How many months old the level of `_level` is on average."""
    ratio = float(0.5 ** (1 / half_life))
    return ratio / (1 - ratio)


def _filled(y: Array) -> Array:
    """Gaps take the last known value; what lies before the first stays unknown."""
    known = np.isfinite(y)
    last = np.maximum.accumulate(np.where(known, np.arange(y.shape[1]), -1), axis=1)
    rows = np.arange(len(y))[:, None]
    return np.where(last >= 0, y[rows, np.maximum(last, 0)], np.nan)
