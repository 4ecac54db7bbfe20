"""A better bound on capacitated location with shares: branching on which sites stand, with prices at every node.

The node of the least bound comes first, so that the bound of the whole grows with every node. At a node prices
are
raised by some rounds, sites fixed by what they cost, and the site that the rounds open about half the time is
branched
on. A node without a choice left keeps its bound: what the shares cost more there is not looked for.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import count

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.bound import Priced, ascend
from optimize.coverage.placing.rooms.problem import Rooms
from optimize.coverage.placing.values import CLOSED, Sites
from quarterhour.arrays import Floats, Ints, Mask

ROUNDS, NODES, SHARE = 80, 5_000, 0.9
"""Rounds of prices at a node, nodes at most, and up to which part of the time."""

Node = tuple[float, int, Ints, Mask, Floats]


def branch(rooms: Rooms, priced: Priced, objective: float, clock: Clock) -> float:
    """The bound for answers better than `objective`, at most that."""
    order = count()
    here = np.flatnonzero(rooms.sites.usable)
    heap: list[Node] = [(priced.value, next(order), here, rooms.sites.must[here], priced.prices)]
    done = objective * (1 - CLOSED)
    stuck = objective
    for _ in range(min(NODES, clock.limits.nodes or NODES)):
        if not heap or heap[0][0] >= done or clock.over(SHARE):
            break
        value, _, places, must, prices = heapq.heappop(heap)
        part = _part(rooms, places, must)
        found, often = ascend(part, objective, clock, prices=prices, rounds=ROUNDS)
        value = max(value, found.value)
        slack = objective - found.value  # rho belongs to these prices
        stand, fall = must | (-found.rho > slack), (found.rho > slack) & ~must
        free = np.flatnonzero(~stand & ~fall)
        if value >= done or rooms.capacity[places[~fall]].sum() < rooms.room_needed:
            continue
        if not len(free):
            stuck = min(stuck, value)
            continue
        site = int(free[np.argmin(np.abs(often[free] - 0.5))])
        for opens in (True, False):
            kept = ~fall
            marks = stand.copy()
            marks[site] = opens
            kept[site] = opens
            heapq.heappush(heap, (value, next(order), places[kept], marks[kept], found.prices))
        clock.report("coverage.rooms", objective, heap[0][0])
    return min([stuck, objective, *(node[0] for node in heap)])


def _part(rooms: Rooms, places: Ints, must: Mask) -> Rooms:
    return replace(
        rooms,
        opening=rooms.opening[places],
        capacity=rooms.capacity[places],
        cost=rooms.cost[places],
        sites=Sites(must, np.zeros(len(places), dtype=bool)),
    )
