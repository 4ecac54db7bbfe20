"""How much more the counts of an interval scatter than a Poisson's: the excess of a negative binomial.

Given the day's own total, counts scatter around total x share with variance m + a m^2. The excess a is the one
at which the clipped squared standard errors of the last weeks have the mean that a normal's would have.
"""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array, Bytes, Ints, Single
from forecast.history import History
from forecast.profile import Profile, split

DAYS = 90
CLIP = 9.0
TARGET = 0.995
"""Mean of a standard normal's square, clipped at 9."""
GRID = np.concatenate([[0.0], np.geomspace(5e-4, 3.0, 30)])
ENOUGH = 200.0
"""Intervals of its own that outweigh the kin's excess."""


def fit_dispersion(history: History, profile: Profile, types: Ints) -> Array:
    """The excess of each series, shrunk to the median of its kin."""
    days = slice(max(0, len(history.days) - DAYS), None)
    known = history.known[:, days]
    own, number = np.zeros(len(known)), np.zeros(len(known))
    rows = np.flatnonzero(known.any((1, 2)))
    shares = profile.of_days(types[days])[rows]
    own[rows], number[rows] = _own(history.counts[rows, days], known[rows], shares)
    kin = history.groups.to_numpy()
    typical = np.zeros(len(own))
    for group in np.unique(kin):
        mine = (kin == group) & (number > 0)
        typical[kin == group] = np.median(own[mine]) if mine.any() else 0.0
    weight = number / (number + ENOUGH)
    excess_of: Array = weight * own + (1 - weight) * typical
    return excess_of


def _own(counts: Single, known: Bytes, shares: Array) -> tuple[Array, Ints]:
    """The excess of each series by itself, and the intervals that it rests on."""
    mean = split(counts, known.astype(np.float32), shares.astype(np.float32)).astype(np.float64)
    squares = (counts - mean) ** 2
    there = mean > 0
    number = there.sum((1, 2))
    score = np.empty((len(GRID), len(number)))
    for place, excess in enumerate(GRID):
        ratio = np.divide(squares, mean + excess * mean**2, out=np.zeros_like(mean), where=there)
        score[place] = np.minimum(ratio, CLIP).sum((1, 2)) / np.maximum(number, 1)
    own: Array = GRID[np.minimum((score > TARGET).sum(0), len(GRID) - 1)]
    return own, number
