"""Who is served from where: the nearest point with room.

Sets      urban zones i with u_i residents; standing points j with room for k_j; pairs within the circle.
Variables x_ij >= 0: residents of i assigned to j (whole numbers, as in every transport problem with whole
          supplies and capacities at a vertex).
Objective min sum_ij t_ij * x_ij + M * (sum_i u_i - sum_ij x_ij), resident-minutes; M is longer than any chain
          of re-assignments, so that first as many as possible have a place and then they travel least.
Subject   sum_j x_ij <= u_i;  sum_i x_ij <= k_j.

Rural residents do not use up capacity, which is a figure for stations in cities: they go to the nearest
standing point in their circle.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from optimize.coverage.capacity import fill
from optimize.coverage.mip import Mip, best, with_offset
from optimize.coverage.reach import Array, Positions, Reach
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

NO_ROOM, OUT_OF_CIRCLE = "coverage.no_room", "coverage.out_of_circle"


def assign(
    reach: Reach, standing: Mask, *, limits: Limits, progress: Progress | None = None
) -> tuple[pd.DataFrame, Proof]:
    """zone, point ("" for nobody), minutes (NaN for nobody), residents, reason (code, "" where served)."""
    urban = (reach.zones["kind"] == "urban").to_numpy()
    pairs = np.flatnonzero(reach.within & standing[reach.point])
    # By minutes, ties by position: the order of the nearest point, and of the start.
    pairs = pairs[np.lexsort((reach.point[pairs], reach.zone[pairs], reach.minutes[pairs]))]
    city = pairs[urban[reach.zone[pairs]]]
    served, proof = _transport(reach, city, limits, progress)
    country = pairs[~urban[reach.zone[pairs]]]
    _, first = np.unique(reach.zone[country], return_index=True)
    used = np.concatenate([city[served > 0], country[first]])
    residents = np.concatenate([served[served > 0], reach.residents[reach.zone[country[first]]]])
    return _table(reach, used, residents, standing), proof


def _transport(reach: Reach, pairs: Positions, limits: Limits, progress: Progress | None) -> tuple[Array, Proof]:
    zone, point, minutes = reach.zone[pairs], reach.point[pairs], reach.minutes[pairs]
    n_zones, n_points, count = len(reach.zones), len(reach.points), len(pairs)
    supply = reach.residents * np.isin(np.arange(n_zones), zone)
    capacity = reach.points["capacity_residents"].to_numpy(dtype=float)
    unplaced = reach.horizon * (n_points + 1)
    one, pair = np.ones(count), np.arange(count)
    matrix = sparse.vstack(
        [
            sparse.csr_array((one, (zone, pair)), shape=(n_zones, count)),
            sparse.csr_array((one, (point, pair)), shape=(n_points, count)),
        ]
    )
    mip = Mip(
        objective=minutes - unplaced,
        matrix=sparse.csr_array(matrix),
        lower=np.full(n_zones + n_points, -np.inf),
        upper=np.concatenate([supply, capacity]),
        bottom=np.zeros(count),
        top=np.minimum(supply[zone], capacity[point]),
        integer=np.zeros(count, dtype=bool),
        maximise=False,
    )
    start = fill(zone, point, supply, capacity)
    # Nobody does better than all residents at their own nearest point.
    nearest = np.full(n_zones, np.inf)
    np.minimum.at(nearest, zone, minutes)
    supplied = supply > 0
    bound = float(supply[supplied] @ (nearest[supplied] - unplaced))
    served, proof = best(mip, start, bound, stage="coverage.assignment", limits=limits, progress=progress)
    return served, with_offset(proof, unplaced * float(supply.sum()))


def _table(reach: Reach, used: Positions, residents: Array, standing: Mask) -> pd.DataFrame:
    zone = reach.zone[used]
    placed = np.bincount(zone, weights=residents, minlength=len(reach.zones))
    left = reach.residents - placed
    rest = np.flatnonzero(left > 0.5)
    covered = reach.covered(standing)
    labels = reach.zones["zone"].to_numpy()
    table = pd.DataFrame(
        {
            "zone": labels[np.concatenate([zone, rest])],
            "point": np.concatenate([reach.points["point"].to_numpy()[reach.point[used]], np.full(len(rest), "")]),
            "minutes": np.concatenate([reach.minutes[used], np.full(len(rest), np.nan)]),
            "residents": np.concatenate([residents, left[rest]]),
            "reason": np.concatenate(
                [np.full(len(used), "", object), np.where(covered[rest], NO_ROOM, OUT_OF_CIRCLE)]
            ),
        }
    )
    order = np.lexsort((np.arange(len(table)), np.concatenate([zone, rest])))
    ordered = table.iloc[order].reset_index(drop=True)
    return ordered.astype({"zone": "str", "point": "str", "reason": "str", "residents": "int64"})
