"""p sites with the shortest longest way (p-centre), by set covers over the ways that occur.

Objective min over sets of p sites of max_i min_j d_ij (the unit of d).
The answer is one of the d_ij, and r suffices just when p sites reach everybody within r: a bisection over the
ways that occur asks `fewest` for each (Minieka, SIAM Review 12 (1970)). A way is proven too short where the
bound of the set cover exceeds p; where neither is known the bisection goes on with longer ways, and the gap
stays.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.fewest import fewest
from optimize.coverage.placing.median.interchange import greedy
from optimize.coverage.placing.values import Placement, Sites, proven
from quarterhour.arrays import Floats, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

STAGE = "coverage.centre"


def centre(
    ways: Floats, number: int, sites: Sites, *, limits: Limits, progress: Progress | None = None
) -> Placement:
    """The sites and who goes where; `ways` is demands x sites, finite.

    Raises
    ------
    ValueError
        When nobody asks for a site, or more must stand than may.
    """
    if not len(ways):
        raise ValueError("nobody asks for a site.\nMaybe the table of demand is empty.")
    clock = Clock(limits, progress)
    free = np.flatnonzero(sites.usable)
    number = min(number, len(free))
    sites.check(number)
    stands = np.zeros(ways.shape[1], dtype=bool)
    stands[free[greedy(ways[:, free], number, sites.must[free], start=None, of=free)]] = True
    lengths = np.unique(ways[:, free])
    too_short, unknown = -1, int(np.searchsorted(lengths, _longest(ways, stands)))
    low = too_short
    while unknown - low > 1 and not clock.over():
        middle = (low + unknown) // 2
        clock.spend(ways.size)
        cover = sparse.csr_array((ways <= lengths[middle]).astype(float))
        found = fewest(cover, np.ones(ways.shape[1]), sites, limits=clock.left(), progress=progress)
        reached = not found.missed.any()
        if reached and (found.proof.objective or 0.0) <= number + 1e-9:
            stands, unknown = found.stands, middle
            continue
        low = middle
        if not reached or (found.proof.bound or 0.0) > number + 1e-6:
            too_short = max(too_short, middle)
    objective = _longest(ways, stands)
    told, status = proven(objective, float(lengths[min(too_short + 1, len(lengths) - 1)]))
    proof = Proof(STAGE, "", status, objective, told, clock.seconds, limits.seed)
    open_ = np.flatnonzero(stands)
    return Placement(stands, open_[np.argmin(ways[:, open_], axis=1)].astype(np.int64), proof)


def _longest(ways: Floats, stands: Mask) -> float:
    return float(ways[:, stands].min(axis=1).max())
