"""Taking people away where several groups share a limit: desks of an outlet, or a pool's total."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints


def trim(people: Ints, load: Floats, least: Ints, limit: Ints) -> Ints:
    """People by row (one shared limit each) and group, one at a time less until a row fits.

    Each time the group gives that has most people beyond its load; groups go below `least` only when no
    other can give.
    """
    kept = people.copy()
    rows = np.flatnonzero(kept.sum(axis=1) > limit)
    while len(rows):
        slack = kept[rows] - load[rows] - np.where(kept[rows] > least[rows], 0.0, 1e9)
        slack[kept[rows] == 0] = -np.inf
        kept[rows, slack.argmax(axis=1)] -= 1
        rows = rows[kept[rows].sum(axis=1) > limit[rows]]
    return kept
