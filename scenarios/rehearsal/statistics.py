"""Ratios over replications with confidence intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from quarterhour.arrays import Floats, Ints

CONFIDENCE = 0.95


def ratio(amount: Floats, count: Floats) -> tuple[Floats, Floats, Floats]:
    """Sum of amounts over sum of counts, with the ends of its 95% interval (NaN for one replication).

    The first axis holds the replications, which are independent; the interval is the ratio estimator's: the
    variance of amount - ratio x count between replications, and Student's quantile.
    """
    replications, counts = len(amount), count.sum(axis=0)
    known = counts > 0
    value = np.divide(amount.sum(axis=0), counts, out=np.full(counts.shape, np.nan), where=known)
    if replications < 2:
        return value, np.full_like(value, np.nan), np.full_like(value, np.nan)
    noise = np.where(known, ((amount - value * count) ** 2).sum(axis=0), np.nan) / (replications - 1)
    mean_count = np.where(known, counts, np.nan) / replications
    half = stdtrit(replications - 1, (1 + CONFIDENCE) / 2) * np.sqrt(noise / replications) / mean_count
    return value, value - half, value + half


def sums(shape: tuple[int, ...], keys: tuple[Ints, ...], values: npt.NDArray[np.floating] | None = None) -> Floats:
    """Sum of `values` (or the number of rows) by keys, as an array of the given shape."""
    flat = np.ravel_multi_index(keys, shape) if len(keys[0]) else np.empty(0, dtype=np.int64)
    total = np.bincount(flat, values, minlength=int(np.prod(shape)))
    return total.astype(np.float64).reshape(shape)
