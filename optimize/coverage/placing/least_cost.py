"""Sites of least cost from a model whose first columns are the sites still to choose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.coverage.mip import Mip, best, with_offset
from optimize.coverage.placing.values import Placement, Sites, proven, step_of
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits


def least_cost(
    mip: Mip,
    start: Floats,
    sites: Sites,
    places: Ints,
    cost: Floats,
    missed: Mask,
    *,
    stage: str,
    limits: Limits,
    progress: Progress | None = None,
) -> Placement:
    """The better of `start` and the solver's answer, kept sites and their cost added.

    `places` are the sites of the first columns, `cost` is that of all sites; the bound is rounded up to what
    sums of costs can be.
    """
    values, proof = best(mip, start, 0.0, stage=stage, limits=limits, progress=progress)
    stands = sites.must.copy()
    stands[places[values[: len(places)] > 0.5]] = True
    proof = with_offset(proof, float(cost[sites.must].sum()))
    if proof.objective is not None and proof.bound is not None:
        bound, status = proven(proof.objective, proof.bound, step_of(cost))
        proof = replace(proof, bound=bound, status=status)
    return Placement(stands, np.empty(0, np.int64), proof, missed)
