"""Places that stay open whatever is decided: more of a day than people who may take one."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from optimize.roster.calendar import Flags
from quarterhour.arrays import Ints


def least_open(allowed: Flags, day: Ints, places: Ints, days: int) -> Ints:
    """(D,) places of each day that nobody can be found for, by who is `allowed` (P, G) what alone."""
    return np.asarray([_unmatched(allowed[:, day == today], places[day == today]) for today in range(days)])


def _unmatched(allowed: Flags, places: Ints) -> int:
    """Places (G kinds) left when as many people as can be have one each."""
    copies = csr_array(allowed[:, np.repeat(np.arange(len(places)), places)])
    return int(places.sum() - (maximum_bipartite_matching(copies) >= 0).sum())
