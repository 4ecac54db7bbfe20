"""The fineness of prices: whole parts of one unit of cost, so that sums of a calendar fit into 32 bits.

Dynamic programming adds prices over all days. No sum of possible days may come near `NEVER`, or a roster would
pass for impossible and the bound be too high.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.problem import BANNED, Problem
from optimize.roster.columns.stints import NEVER

FINEST = 1024
"""Parts of a unit where costs are small."""

DEAREST = 2000
"""The most units that a duty of a limited kind is made to cost beyond its price."""

SHARE = int(NEVER) // 5
"""What a roster's own prices and cover may sum up to, and what limits of kinds may add."""


def scale_of(problem: Problem) -> int:
    """The most parts of a unit, a power of two, at which every roster's prices fit.

    Raises
    ------
    ValueError
        When prices are too large for the days even in whole units.
    """
    own = np.where(problem.price < BANNED, abs(problem.price), 0).max(axis=(0, 2), initial=0)
    cover = np.maximum(problem.under, problem.over).max(axis=1, initial=0)
    most = int((own + cover).sum())
    if most > SHARE:
        raise ValueError(
            f"prices of all days sum up to {most}, more than {SHARE}. Maybe use a larger unit of cost."
        )
    scale = FINEST
    while most * scale > SHARE:
        scale //= 2
    return scale


def dearest(days: int, scale: int) -> int:
    """The most that a duty of a limited kind may cost beyond its price, in parts."""
    return min(DEAREST * scale, SHARE // max(1, days))
