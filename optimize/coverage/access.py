"""How many places residents have within their circle, counting all who share them (two-step floating catchment).

Sets     zones i with residents p_i and circle c_i; points j with room for k_j residents; t_ij minutes.
Step 1   R_j = k_j / sum of p_i over zones with t_ij <= c_i: places a resident of the point's catchment.
Step 2   A_i = sum of R_j over points with t_ij <= c_i: places a resident of the zone.
Source   Luo and Wang, Environment and Planning B 30 (2003) 865-884, with the zone's own circle as catchment.

Places are never counted twice: sum_i p_i A_i is the room of the points that have any resident in their catchment.
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.reach import Array, Reach
from quarterhour.arrays import Mask

PER = 1000.0
"""Scores are places per so many residents: 1,000 where there is just a place for everybody."""


def access(reach: Reach, standing: Mask) -> tuple[Array, Array]:
    """Places per 1,000 residents of each zone, and of each standing point's catchment.

    A point without a resident in its catchment has infinitely many places a resident; it adds none to a zone.
    """
    counted = reach.within & standing[reach.point]
    zone, point = reach.zone[counted], reach.point[counted]
    room = reach.points["capacity_residents"].to_numpy(dtype=float)
    asking = np.bincount(point, reach.residents[zone], minlength=len(room))
    ratio = np.divide(room, asking, out=np.full(len(room), np.inf), where=asking > 0)
    shared = np.where(np.isfinite(ratio), ratio, 0.0)
    score = np.bincount(zone, shared[point], minlength=len(reach.zones)).astype(float)
    return PER * score, PER * np.where(standing, ratio, np.nan)
