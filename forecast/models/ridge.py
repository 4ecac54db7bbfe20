"""Ridge regression towards a prior, robust to outliers: the numerical core of the calendar regression.

    minimise  sum_t w_t huber(y_t - x_t b) + (b - b0)' P (b - b0)

for many responses y that share X, w and P, each with gaps of its own. Solved by normal equations; the Huber loss
by pulling outlying responses in, so that the matrix stays (Huber's method of modified residuals), and series with
the same known days share one factorisation. The Gram matrix of a series is that of all days less its gaps'.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from forecast.arrays import Array, Flags, Ints
from forecast.columns import median

HUBER = 2.0
"""Residuals count linearly beyond this many standard deviations."""
ROUNDS = 4
"""The first fits the responses as they are, so that a rare but true effect is not taken for an outlier."""


def robust_ridge(
    X: Array, Y: Array, weight: Array, penalty: Array, prior: Array, rounds: int = ROUNDS
) -> tuple[Array, Array]:
    """Coefficients (columns, series) and the responses they were fitted to, outliers pulled in.

    Parameters
    ----------
    X, weight, penalty
        Shape (days, columns); (days,); (columns, columns), positive definite.
    Y, prior
        Shape (days, series), NaN where not known; (columns, series). A series of which nothing is known keeps
        its prior.
    """
    known = np.isfinite(Y)
    weighted = X * weight[:, None]
    gram = weighted.T @ X + penalty
    patterns, pattern_of = _patterns(known)
    factors = [cho_factor(_less_gaps(gram, X, weighted, penalty, days), check_finite=False) for days in patterns]
    members = [np.flatnonzero(pattern_of == number) for number in range(len(patterns))]
    pulled = np.where(known, Y, 0.0)
    from_prior = penalty @ prior
    beta = np.empty_like(prior)
    for left in range(rounds, 0, -1):
        right = weighted.T @ pulled + from_prior
        for factor, mine in zip(factors, members, strict=True):
            beta[:, mine] = cho_solve(factor, right[:, mine], check_finite=False)
        if left > 1:
            fitted = X @ beta
            residual = np.where(known, Y - fitted, np.nan)
            scale = HUBER * 1.4826 * median(np.abs(residual)) + 1e-9
            pulled = np.where(known, fitted + np.clip(residual, -scale, scale), 0.0)
    return beta, np.where(known, pulled, np.nan)


def _patterns(known: Flags) -> tuple[list[Flags], Ints]:
    """The different columns of `known`, and which of them each column is."""
    packed = np.packbits(known, axis=0)
    number_of: dict[bytes, int] = {}
    patterns: list[Flags] = []
    which = np.empty(known.shape[1], dtype=np.int64)
    for column in range(known.shape[1]):
        key = packed[:, column].tobytes()
        if key not in number_of:
            number_of[key] = len(patterns)
            patterns.append(known[:, column])
        which[column] = number_of[key]
    return patterns, which


def _less_gaps(gram: Array, X: Array, weighted: Array, penalty: Array, known: Flags) -> Array:
    """The penalised Gram matrix of the known days."""
    gaps = np.flatnonzero(~known)
    if 2 * len(gaps) <= len(known):
        return gram - weighted[gaps].T @ X[gaps] if len(gaps) else gram
    days = np.flatnonzero(known)
    direct: Array = weighted[days].T @ X[days] + penalty
    return direct
