"""A better bound on capacitated location: branching on which sites stand, with prices at every node.

At a node prices are raised by some rounds, sites fixed by what they cost, and the site that the rounds open about
half the time is branched on. Where clients are shared the node of the least bound comes first, so that the bound
of the whole grows with every node; a node without a choice left keeps its bound: what the shares cost more there
is not looked for. Where clients are whole (`whole`) such a node is solved.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.bound import ascend
from optimize.coverage.placing.rooms.problem import Rooms
from optimize.coverage.placing.values import CLOSED, Sites
from quarterhour.arrays import Floats, Ints, Mask

ROUNDS, NODES, SHARE = 80, 5_000, 0.9
"""Rounds of prices at a node, nodes at most, and up to which part of the time."""


@dataclass(frozen=True, eq=False)
class Node:
    """Places of sites that stand or may stand, which of these must, prices to begin from, and a bound."""

    places: Ints
    must: Mask
    prices: Floats
    value: float


@dataclass(frozen=True, eq=False)
class Explored:
    """A node with what its prices fixed.

    Attributes
    ----------
    node
        With those sites only that answers below the target can use.
    pairs
        sites of the node x clients: whom each can serve there in such an answer.
    often
        How often each of these sites stood lately.
    """

    node: Node
    pairs: Mask
    often: Floats

    @property
    def free(self) -> Ints:
        """Sites of the node that may stand or not."""
        return np.flatnonzero(~self.node.must).astype(np.int64)

    def children(self) -> tuple[Node, Node]:
        """With the site that stood about half the time, and without it; the likelier one first."""
        site = int(self.free[np.argmin(np.abs(self.often[self.free] - 0.5))])
        with_it, rest = self.node.must.copy(), np.arange(len(self.node.places)) != site
        with_it[site] = True
        opened = replace(self.node, must=with_it)
        closed = replace(self.node, places=self.node.places[rest], must=self.node.must[rest])
        return (opened, closed) if self.often[site] >= 0.5 else (closed, opened)


def branch(rooms: Rooms, root: Node, objective: float, clock: Clock) -> float:
    """The bound for answers with shares that are better than `objective`, at most that."""
    order, stuck, below = count(), objective, objective * (1 - CLOSED)
    heap = [(root.value, next(order), root)]
    for _ in range(min(NODES, clock.limits.nodes or NODES)):
        if not heap or heap[0][0] >= below or clock.over(SHARE):
            break
        found = explore(rooms, heapq.heappop(heap)[2], below, ROUNDS, clock)
        if found is None:
            continue
        if not len(found.free):
            stuck = min(stuck, found.node.value)
            continue
        for child in found.children():
            heapq.heappush(heap, (child.value, next(order), child))
        clock.report("coverage.rooms", objective, heap[0][0])
    return min([stuck, objective, *(node[0] for node in heap)])


def root(rooms: Rooms, prices: Floats, value: float) -> Node:
    """Where branching begins."""
    places = np.flatnonzero(rooms.sites.usable).astype(np.int64)
    return Node(places, rooms.sites.must[places], prices, value)


def explore(rooms: Rooms, node: Node, below: float, rounds: int, clock: Clock) -> Explored | None:
    """The node with better prices and what these fix; None where no answer there costs less than `below`."""
    part = part_of(rooms, node)
    if not len(node.places) or not np.isfinite(part.cost).any(axis=0).all():
        return None
    target = below if np.isfinite(below) else 2.0 * abs(node.value)
    found, often = ascend(part, target, clock, prices=node.prices, rounds=rounds, enough=below)
    value = max(node.value, found.value)
    slack = below - found.value  # what is fixed was priced at found's prices
    stand, fall = node.must | (-found.rho > slack), (found.rho > slack) & ~node.must
    pairs = np.isfinite(part.cost)
    if rooms.single:  # a share may be as small as it likes: only whole clients are kept off by what they cost
        pairs &= found.extra <= slack
        stand |= (pairs & (pairs.sum(axis=0) == 1)).any(axis=1)
    stays = ~fall
    if value >= below or part.capacity[stays].sum() < rooms.room_needed or not pairs[stays].any(axis=0).all():
        return None
    left = Node(node.places[stays], stand[stays], found.prices, value)
    return Explored(left, pairs[stays], often[stays])


def part_of(rooms: Rooms, node: Node) -> Rooms:
    """The problem with the node's sites only."""
    return replace(
        rooms,
        opening=rooms.opening[node.places],
        capacity=rooms.capacity[node.places],
        cost=rooms.cost[node.places],
        sites=Sites(node.must, np.zeros(len(node.places), dtype=bool)),
    )
