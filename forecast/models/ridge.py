"""Ridge regression towards a prior, robust to outliers: the numerical core of the calendar regression.

    minimise  sum_t w_t huber(y_t - x_t b) + sum_j a_j (b_j - b0_j)^2

solved by normal equations; the Huber loss by pulling outlying responses in, so that the matrix stays
(Huber's method of modified residuals) and series with the same known days share one factorisation.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from forecast.arrays import Array

HUBER = 2.0
"""Residuals count linearly beyond this many standard deviations."""


def robust_ridge(
    X: Array, Y: Array, weight: Array, penalty: Array, prior: Array, rounds: int = 4
) -> tuple[Array, Array]:
    """Coefficients (columns, series) and the responses they were fitted to, outliers pulled in.

    Parameters
    ----------
    X, weight, penalty
        Shape (days, columns); (days,); (columns,).
    Y, prior
        Shape (days, series), finite; (columns, series).
    rounds
        The first fits the responses as they are, so that a rare but true effect is not taken for an outlier.
    """
    factor = cho_factor((X * weight[:, None]).T @ X + np.diag(penalty), check_finite=False)
    pulled = Y
    for left in range(rounds, 0, -1):
        right = X.T @ (weight[:, None] * pulled) + penalty[:, None] * prior
        beta: Array = cho_solve(factor, right, check_finite=False)
        if left > 1:
            fitted = X @ beta
            residual = Y - fitted
            scale = HUBER * 1.4826 * np.median(np.abs(residual), axis=0) + 1e-9
            pulled = fitted + np.clip(residual, -scale, scale)
    return beta, pulled
