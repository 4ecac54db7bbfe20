"""95% intervals of a mean over replications, and of the difference of two means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from quarterhour.arrays import Floats
from scenarios.rehearsal.statistics import CONFIDENCE


@dataclass(frozen=True)
class Interval:
    """A mean with the ends of its 95% interval; NaN ends for a single replication."""

    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


def interval(values: Floats) -> Interval:
    """Of independent values; those that are NaN are left out."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Interval(np.nan, np.nan, np.nan)
    spread = float(known.var(ddof=1)) / len(known) if len(known) > 1 else np.nan
    return _around(float(known.mean()), spread, len(known) - 1.0)


def paired(values: Floats, base: Floats) -> Interval:
    """Of values - base, both of the same replications in the same order: what both share cancels out."""
    return interval(values - base)


def apart(values: Floats, base: Floats) -> Interval:
    """Of the difference of two independent means, with Welch's degrees of freedom."""
    ours, theirs = (each[~np.isnan(each)] for each in (values, base))
    if not len(ours) or not len(theirs):
        return Interval(np.nan, np.nan, np.nan)
    mean = float(ours.mean() - theirs.mean())
    if len(ours) < 2 or len(theirs) < 2:
        return Interval(mean, np.nan, np.nan)
    parts = [float(each.var(ddof=1)) / len(each) for each in (ours, theirs)]
    spread = sum(parts)
    shrunk = sum(part**2 / (len(each) - 1) for part, each in zip(parts, (ours, theirs), strict=True))
    return _around(mean, spread, spread**2 / shrunk if shrunk > 0 else 1.0)


def _around(mean: float, spread: float, freedom: float) -> Interval:
    """Student's interval; `spread` is the variance of the mean."""
    if np.isnan(spread):
        return Interval(mean, np.nan, np.nan)
    half = float(student.ppf((1 + CONFIDENCE) / 2, freedom) * np.sqrt(spread))
    return Interval(mean, mean - half, mean + half)
