"""How far the truth may lie from the forecast, by months ahead, and how far outlets err together.

    log customers[s,h] = log forecast + c_s sqrt(b_h^2 + 1 / mu) e,     e = sqrt(r) g + sqrt(1 - r) u_s

b_h is the scale of the mixed forecasts' log errors h months ahead on the origins inside the history (the 80 %
quantile of |error| over 1.2816, so that the 80 % range is what it is set by), pooled over series, never falling
with h, widened by `HELD_OUT` because the mix was chosen on these origins; 1 / mu is the Poisson part of a month
of mu customers; c_s is the series' own factor, shrunk to 1; g is common to all outlets, u_s a series' own, r
the errors' mean correlation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from forecast.arrays import Array, Flags
from quarterhour.seeds import generator

HELD_OUT = 1.1
USUAL = 0.05
GROWS = 0.25
"""Scale one month ahead, and its power of the months ahead, where too little can be played back."""
TEN = float(stats.norm.ppf(0.9))
OWN_EVIDENCE = 24.0
UNSEEN = 6
"""Errors of a lead from which its scale is its own."""
DRAWS = 600
KIN_SPREAD = 0.5
"""Log scale of an outlet's level among its kin, where kin are too few to tell."""


@dataclass(frozen=True)
class Spread:
    """Log scale by series and lead, and the share of variance that is common to all."""

    scale: Array
    common: float

    def quantile(self, likely: Array, level: float) -> Array:
        """Quantile of the customers of a month; 0 where the forecast is 0."""
        scale = self.scale[:, : likely.shape[1]]
        noise = np.sqrt(scale**2 + 1.0 / np.maximum(likely, 0.5))
        return np.where(likely > 0, likely * np.exp(stats.norm.ppf(level) * noise), 0.0)

    def draws(self, likely: Array, seed: int) -> tuple[Array, Array]:
        """What is needed to draw customers jointly: the common part by draw, and the noise by series and lead."""
        common = generator(seed, "months", "common").standard_normal(DRAWS)
        noise = np.sqrt(self.scale[:, : likely.shape[1]] ** 2 + 1.0 / np.maximum(likely, 0.5))
        return common, noise


def spread(errors: Array, mu: Array, ahead: int, new: Flags, kin: float) -> Spread:
    """The spread of the mixed forecast.

    Parameters
    ----------
    errors
        Log errors of the mix, shape (origins, series, leads); NaN where not known.
    mu
        Customers of a usual month, by series.
    new, kin
        Series without history of their own, and the log scale of levels among kin.
    """
    poisson = 1.0 / np.maximum(mu, 0.5)
    base = _by_lead(errors, poisson, ahead)
    own = _own(errors, base, poisson)
    scale = HELD_OUT * own[:, None] * base[None, :]
    scale = np.where(new[:, None], np.sqrt(scale**2 + kin**2), scale)
    return Spread(scale, _common(errors))


def _by_lead(errors: Array, poisson: Array, ahead: int) -> Array:
    usual: Array = USUAL * np.arange(1, ahead + 1, dtype=np.float64) ** GROWS
    found = np.full(ahead, np.nan)
    for lead in range(min(ahead, errors.shape[2])):
        e = errors[:, :, lead]
        known = np.isfinite(e)
        if known.sum() >= UNSEEN:
            wide = np.quantile(np.abs(e[known]), 0.8) / TEN
            chance = np.median(np.broadcast_to(poisson, e.shape)[known])
            found[lead] = np.sqrt(max(wide**2 - chance, (0.1 * wide) ** 2))
    seen = np.flatnonzero(np.isfinite(found))
    if not len(seen):
        return usual
    smooth = np.array([np.nanmean(found[max(0, lead - 1) : lead + 2]) for lead in seen])
    # Beyond what could be played back the scale grows as usual.
    base: Array = np.interp(np.arange(ahead), seen, np.maximum.accumulate(smooth)).astype(np.float64)
    last = seen[-1]
    base[last:] *= usual[last:] / usual[last]
    return base


def _own(errors: Array, base: Array, poisson: Array) -> Array:
    """Each series' own factor: its mean standardised error, shrunk to that of all."""
    expected = np.sqrt(base[: errors.shape[2]] ** 2 + poisson[:, None])
    size = np.abs(errors) / expected
    known = np.isfinite(size)
    if not known.any():
        return np.ones(errors.shape[1])
    usual = size[known].mean()
    # Errors of one origin are nearly one error: a third counts.
    number = known.sum((0, 2)) / 3.0
    total = np.where(known, size, 0.0).sum((0, 2)) / 3.0
    factor: Array = (total / usual + OWN_EVIDENCE) / (number + OWN_EVIDENCE)
    return np.clip(factor, 0.6, 2.5)


def _common(errors: Array) -> float:
    """Mean correlation of two series' errors, from the variance of their mean; a half where nothing tells."""
    known = np.isfinite(errors)
    count = known.sum(1)
    rows = count >= 3
    if not rows.any():
        return 0.5
    clipped = np.where(known, np.clip(errors, -1.0, 1.0), 0.0)
    mean = (clipped.sum(1) / np.maximum(count, 1))[rows]
    square = ((clipped**2).sum(1) / np.maximum(count, 1))[rows]
    number = count[rows]
    between = (mean**2 - square / number).mean() / max(float((square * (1 - 1 / number)).mean()), 1e-12)
    return float(np.clip(between, 0.0, 0.95))
