"""How the candidates are mixed: weights that would have erred least on the last origins inside the history.

    minimise  w' Q w + RIDGE trace(Q) / C |w - w0|^2      over w >= 0, sum w = 1

Q is the mean cross-product of the candidates' log errors over origins, series and leads of a band, each series
weighted by its customers (a share of a large outlet's month is more people); w0 is the mix taken where nothing
can be played back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from forecast.arrays import Array, Ints
from forecast.months.candidates import NAMES, candidates

BANDS = ((0, 4), (4, 24))
"""Months ahead that share their weights."""
ORIGINS = 14
YEAR = 12
LEAST = 9
"""Months that lie before an origin."""
BACK = 30
"""Origins lie within so many last months: what erred little long ago may not suit today."""
START = np.array([0.25, 0.1, 0.1, 0.1, 0.05, 0.05, 0.15, 0.2])
RIDGE = 2.0


@dataclass(frozen=True)
class Playback:
    """Errors of the candidates on past origins.

    Attributes
    ----------
    origins
        Months before each origin.
    errors
        Said less true log level, shape (candidates, origins, series, leads); NaN where either is not known.
    """

    origins: Ints
    errors: Array

    @property
    def with_a_year(self) -> Array:
        """Errors of the origins that knew a year, where there are any: those before knew no season."""
        enough = self.origins >= YEAR
        return self.errors[:, enough] if enough.any() else self.errors


def play_back(y: Array, month: Ints, series: pd.DataFrame, ahead: int) -> Playback:
    """What the candidates would have said from the last origins on, each knowing the months before it alone."""
    count = y.shape[1]
    possible = np.arange(max(LEAST, count - BACK), count)
    if len(possible) > ORIGINS:
        possible = np.unique(np.linspace(possible[0], possible[-1], ORIGINS).round().astype(np.int64))
    errors = np.full((len(NAMES), len(possible), len(y), ahead), np.nan)
    for place, origin in enumerate(possible.tolist()):
        leads = min(ahead, count - origin)
        says, _ = candidates(y[:, :origin], month[:origin], series, leads)
        errors[:, place, :, :leads] = says - y[:, origin : origin + leads]
    return Playback(possible.astype(np.int64), errors)


def weights(playback: Playback, size: Array) -> Array:
    """Weights by candidate and lead band, shape (bands, candidates); `size` is customers by series."""
    found = np.tile(START, (len(BANDS), 1))
    for band, (first, last) in enumerate(BANDS):
        errors = playback.errors[..., first:last]
        worth = np.broadcast_to(size[None, :, None], errors.shape[1:])
        known = np.isfinite(errors[1])
        rows = np.where(np.isfinite(errors), errors, np.nan)[:, known]
        if rows.shape[1] < 3 * len(NAMES):
            if band:
                found[band] = found[band - 1]
            continue
        # Where one has nothing to say it is judged by what the others said.
        rows = np.where(np.isfinite(rows), rows, np.nanmean(rows, axis=0)).clip(-1.0, 1.0)
        cross = (rows * worth[known]) @ rows.T / worth[known].sum()
        found[band] = _least(cross)
    return found


def mix(says: Array, weight: Array) -> Array:
    """The mixed log levels (series, leads); weights of candidates that say nothing go to the others."""
    leads = says.shape[-1]
    by_lead = np.zeros((len(NAMES), leads))
    for band, (first, last) in enumerate(BANDS):
        by_lead[:, first:last] = weight[band][:, None]
    shape = (len(NAMES), *(1,) * (says.ndim - 2), leads)
    known = np.isfinite(says)
    used = np.where(known, by_lead.reshape(shape), 0.0)
    total = used.sum(0)
    said = (used * np.where(known, says, 0.0)).sum(0)
    mixed: Array = np.divide(said, total, out=np.full(total.shape, np.nan), where=total > 0)
    return mixed


def _least(cross: Array) -> Array:
    """The weights, as non-negative least squares; the sum is held by one heavy row."""
    count = len(cross)
    pull = RIDGE * float(np.trace(cross)) / count + 1e-12
    root = np.linalg.cholesky(cross + pull * np.eye(count))
    heavy = 1e3 * float(np.sqrt(np.trace(cross) + pull))
    rows = np.vstack([root.T, np.full((1, count), heavy)])
    right = np.concatenate([np.linalg.solve(root, pull * START), [heavy]])
    found: Array = np.asarray(nnls(rows, right)[0], dtype=np.float64)
    weight: Array = found / found.sum()
    return weight
