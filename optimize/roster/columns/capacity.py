"""A bound at once: each person's days at their cheapest, and cover by all the minutes that people may work.

Relaxed is everything else: who works when, runs, weekends, limits of kinds. It is far below the bound of column
generation, and there where that does not fit into the time.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.problem import Problem
from quarterhour.arrays import Floats, Ints


def least_cost(problem: Problem) -> float:
    """No rosters cost less."""
    own = float(problem.price.min(axis=2).sum())
    needed, minutes = np.maximum(problem.wanted, 0), np.broadcast_to(problem.minutes, problem.wanted.shape)
    beyond = float((problem.over * np.maximum(-problem.wanted, 0)).sum())
    asked = float((needed * minutes).sum())
    missing = _cheapest(problem.under, minutes, needed, asked - float(problem.most_minutes.sum()))
    room = np.full_like(needed, len(problem.people))
    idle = _cheapest(problem.over, minutes, room, float(problem.least_minutes.sum()) - asked)
    return problem.offset + own + beyond + missing + idle


def _cheapest(price: Ints, minutes: Ints, most: Ints, wanted: float) -> float:
    """The least that so many minutes cost, of at most `most` duties in each cell: a knapsack of any parts."""
    if wanted <= 0:
        return 0.0
    rate: Floats = (price / np.maximum(minutes, 1)).ravel()
    order = np.argsort(rate, kind="stable")
    upto = np.minimum(np.cumsum((most * minutes).ravel()[order]), wanted)
    return float((np.diff(upto, prepend=0.0) * rate[order]).sum())
