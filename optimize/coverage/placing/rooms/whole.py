"""Who is served from where when every client is served from one site: branching on sites, then small models.

An answer is looked for that costs little more than the bound: what no such answer can use goes out, and nodes
(`branch`) where few pairs are left are settled by HiGHS. That there is none raises the bound, and the search
begins anew with more hope; the first answer found takes the place of the hope, and the search ends with its proof.
Source: destructive bounds after Klein and Scholl, European Journal of Operational Research 112 (1999); branching
on sites after Holmberg, Ronnqvist and Yuan, European Journal of Operational Research 113 (1999).
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import count

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.branch import SHARE, Explored, Node, explore, part_of
from optimize.coverage.placing.rooms.fitted import fitted
from optimize.coverage.placing.rooms.model import model, read
from optimize.coverage.placing.rooms.problem import Answer, Rooms, money
from optimize.coverage.placing.values import CLOSED
from optimize.solve import solve_mip
from quarterhour.result import Status

STAGE = "coverage.rooms"
HOPES = (*[0.01] * 4, 0.02, 0.04, 0.08, 0.16, 0.32, 1.0, np.inf)
"""By which share of the bound an answer may cost more than it, time after time. A high ceiling costs more than
some low ones."""
PATIENCE = 0.6
"""Part of the time after which an answer, whatever it costs, is worth more than a better bound."""
ROUNDS, NODES = 30, 20_000
"""Rounds of prices at a node, and nodes at most."""
CHOICE = 5
"""Exact knapsacks come into play where a client has so many sites to choose from on average."""
FITTED, LAST = 20, 80
"""Rounds of these at a node, and where all sites stand."""
FEW = 120
"""Up to so many pairs are left to HiGHS."""
TRIES = 300
"""Branch-and-bound nodes of one small model."""


def whole(rooms: Rooms, root: Node, clock: Clock) -> tuple[Answer | None, float]:
    """The best answer, if one was found, and the bound."""
    best: Answer | None = None
    for hope in HOPES:
        below = root.value + hope * abs(root.value) + rooms.step
        best, value = _search(rooms, root, below, clock)
        root = replace(root, value=max(root.value, value))
        if best is not None or clock.over(PATIENCE):
            break
    return best, root.value


def _search(rooms: Rooms, root: Node, below: float, clock: Clock) -> tuple[Answer | None, float]:
    """The best answer that costs less than `below`, and the bound for all answers, at most `below`."""
    best: Answer | None = None
    order, stuck = count(), below
    heap: list[tuple[float, int, Node]] = []
    plunged: Node | None = root
    for _ in range(min(NODES, clock.limits.nodes or NODES)):
        part = PATIENCE if best is None else SHARE
        if (plunged is None and (not heap or heap[0][0] >= below)) or clock.over(part):
            break
        node = plunged or heapq.heappop(heap)[2]
        plunged = None
        found = _bounded(rooms, node, below, clock)
        if found is None:
            continue
        value = found.node.value
        if not len(found.free) or found.pairs.sum() <= FEW:
            answer, value = _settled(rooms, found, below, clock)
            if answer is not None and answer.total < below:
                best, below = answer, answer.total - _step(rooms, answer.total)
                clock.report(STAGE, answer.total, root.value)
        if value < below and len(found.free):
            plunged, other = found.children()
            heapq.heappush(heap, (other.value, next(order), other))
        elif value < below:
            stuck = min(stuck, value)
    left = [node[0] for node in heap] + ([plunged.value] if plunged is not None else [])
    return best, min([below if best is None else best.total, stuck, *left])


def _bounded(rooms: Rooms, node: Node, below: float, clock: Clock) -> Explored | None:
    """The node with better prices, by exact knapsacks too where these may settle it."""
    found = explore(rooms, node, below, ROUNDS, clock)
    if found is None or found.pairs.sum() <= FEW:
        return found
    if not len(found.free):
        return fitted(rooms, found, below, LAST, clock)
    near = found.pairs.sum() <= CHOICE * len(rooms.demand)
    return fitted(rooms, found, below, FITTED, clock) if near else found


def _settled(rooms: Rooms, found: Explored, below: float, clock: Clock) -> tuple[Answer | None, float]:
    """An answer of at most `below` over the pairs that are left, and a bound; infinite if there is none."""
    part, pairs = part_of(rooms, found.node), found.pairs
    none = np.zeros(len(found.node.places), dtype=bool)
    answer = solve_mip(
        model(part, pairs, found.node.must, none, below=below),
        stage=STAGE,
        limits=replace(clock.left(), nodes=min(TRIES, clock.limits.nodes or TRIES)),
    )
    clock.spend(100.0 * pairs.sum())
    if answer.proof.status is Status.INFEASIBLE:
        return None, np.inf
    told = answer.proof.bound
    value = found.node.value if told is None or not np.isfinite(told) else max(told, found.node.value)
    if not answer.found:
        return None, value
    stands, share = np.zeros(len(rooms.opening), dtype=bool), np.zeros(rooms.cost.shape)
    stands[found.node.places], share[found.node.places] = read(part, pairs, answer.values)
    return Answer(money(rooms, stands, share), stands, share), value


def _step(rooms: Rooms, total: float) -> float:
    """By how much an answer must be below one of `total` to count as better."""
    return max(rooms.step * (1 - 1e-4), CLOSED * abs(total))
