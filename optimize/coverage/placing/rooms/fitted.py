"""A node of the tree of whole clients, with the bound of exact knapsacks and what that fixes.

Most of what shares leave open near the leaves falls here: which clients fill a site exactly is what shares do not
see.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.branch import Explored, Node, part_of
from optimize.coverage.placing.rooms.knapsack import packed
from optimize.coverage.placing.rooms.problem import Rooms


def fitted(rooms: Rooms, found: Explored, below: float, rounds: int, clock: Clock) -> Explored | None:
    """The node with better prices and what these fix; None where no answer there costs less than `below`."""
    node = found.node
    part = part_of(rooms, node)
    kept = replace(part, cost=np.where(found.pairs, part.cost, np.inf))
    target = below if np.isfinite(below) else 2.0 * abs(node.value)
    bound, often = packed(kept, node.prices, target, clock, rounds=rounds)
    slack = below - bound.value
    stays = node.must | (bound.rho <= slack)
    pairs = found.pairs & (bound.extra <= slack) & stays[:, None]
    only = (pairs & (pairs.sum(axis=0) == 1)).any(axis=1)
    stand = node.must | (-bound.rho > slack) | only
    if slack <= 0 or part.capacity[stays].sum() < rooms.room_needed or not pairs.any(axis=0).all():
        return None
    left = Node(node.places[stays], stand[stays], bound.prices, max(node.value, bound.value))
    return Explored(left, pairs[stays], often[stays])
