"""How far the transient line is off, told by playing the same days: log odds by pooled cell."""

from __future__ import annotations

import numpy as np

from optimize.requirement.correction.days import log_odds
from optimize.requirement.correction.lane import OneLane
from quarterhour.arrays import Floats, Ints

DOUBT = 0.35
"""Standard deviation of a cell's log odds around its neighbours' before it is seen."""

CLUSTER = 3.0
"""Neighbours in a queue share their wait: so many customers say as much as one independent one."""


def fit(
    lane: OneLane, cell: Ints, cells: int, beyond: Floats, which: Ints, number: Floats, sums: Floats
) -> Floats:
    """Log odds to add by pooled cell, so that the line says on average what was seen in play.

    Of each cell, the measure of the promise that binds there: seen log odds less those that the line says,
    trusted by the number of customers, the rest drawn towards the lane's mean.

    Parameters
    ----------
    cell
        Pooled cell of each position, -1 for none; `cells` of them.
    beyond, which
        By position: log odds that the line says the binding promise stands beyond its limit, and its rank.
    number, sums
        Customers seen by position, and the sums of each pledge's measure over them.
    """
    shift, trust = np.zeros(cells), np.zeros(cells)
    for rank, pledge in enumerate(lane.pledges):
        known = np.flatnonzero((cell >= 0) & (which == rank) & np.isfinite(beyond) & (number > 0))
        at = cell[known]
        seen = np.bincount(at, number[known], minlength=cells)
        there = seen > 0
        weight = np.where(there, seen, 1.0)
        value = np.bincount(at, sums[rank][known], minlength=cells) / weight
        independent = np.maximum(weight / CLUSTER, 1.0)
        score = pledge.score(value)
        y = (score * independent + pledge.limit) / (independent + 1.0)
        said = np.bincount(at, number[known] * _odds(beyond[known], pledge.limit), minlength=cells) / weight
        f = (said * independent + pledge.limit) / (independent + 1.0)
        spread = 1.0 / (y * (1.0 - y) * independent) if not pledge.by_mean else 2.0 / independent
        better = there & (1.0 / spread > trust)
        shift[better], trust[better] = (log_odds(y) - log_odds(f))[better], (1.0 / spread)[better]
    if not (trust > 0).any():
        return shift
    usual = np.average(shift, weights=trust / (trust + 1.0 / DOUBT**2))
    answer: Floats = (shift * trust + usual / DOUBT**2) / (trust + 1.0 / DOUBT**2)
    return answer


def _odds(beyond: Floats, limit: float) -> Floats:
    """The score whose log odds stand so far beyond those of the limit."""
    return 1.0 / (1.0 + np.exp(-(beyond + log_odds(np.array(max(limit, 1e-6))))))
