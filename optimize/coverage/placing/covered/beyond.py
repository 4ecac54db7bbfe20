"""Subsets of a group's sites that reach more than a cut allows beyond what it has them pay.

They grow by one site after the other, and a subset is followed only as far as what its further sites gain, each by
itself, can take it beyond what is allowed: gains only get less as sites come (Nemhauser, Wolsey and Fisher,
Mathematical Programming 14 (1978)). At the prices of a cut few sites gain once some stand, so few subsets are
left, however many sites there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.coverage.placing.covered.around import Around
from quarterhour.arrays import Floats, Ints

WIDTH = 200
"""Subsets of one number of sites that a search which needs not be whole goes on from."""
MOST = 20_000
"""Subsets of one number of sites beyond which a search that must be whole gives up."""


@dataclass(frozen=True, eq=False)
class Beyond:
    """Subsets, a bit a site, what each comes to, and whether all others come to no more than was asked about."""

    subsets: Ints
    values: Floats
    whole: bool


def beyond(around: Around, each: Floats, price: Floats, level: float, *, whole: bool = False) -> Beyond:
    """Subsets for which `each` of the kinds that they reach, less the `price` of their sites, is above `level`.

    A search that must be `whole` looks at all that there are, as far as it may.
    """
    used = np.flatnonzero(each > 0)
    bit = 1 << np.arange(len(price))
    reaches = ((around.sites[used, None] & bit) != 0).astype(float)
    worth, most = reaches * each[used, None], MOST if whole else WIDTH
    left, free = np.ones((1, len(used))), np.ones((1, len(price)), dtype=bool)
    subsets, values = np.zeros(1, dtype=np.int64), np.zeros(1)
    found = Beyond(subsets[values > level], values[values > level], True)
    while len(subsets):
        gains = np.where(free, np.maximum(left @ worth - price, 0.0), 0.0)
        order = np.argsort(-gains, axis=1, kind="stable")
        gained = np.take_along_axis(gains, order, axis=1)
        further = np.cumsum(gained[:, ::-1], axis=1)[:, ::-1]
        row, turn = np.nonzero((gained > 0) & (values[:, None] + further > level))
        grown, all_ = values[row] + gained[row, turn], found.whole
        if len(row) > most:
            kept = np.sort(np.argsort(-grown, kind="stable")[:most])
            row, turn, grown, all_ = row[kept], turn[kept], grown[kept], False
        site, own = order[row, turn], gained[row, turn, None]
        after = (gains[row] < own) | ((gains[row] == own) & (np.arange(len(price)) > site[:, None]))
        free = after & (gains[row] > 0)
        left = left[row] * (1.0 - reaches[:, site].T)
        subsets, values = subsets[row] | bit[site], grown
        above = values > level
        found = Beyond(np.append(found.subsets, subsets[above]), np.append(found.values, values[above]), all_)
    return found
