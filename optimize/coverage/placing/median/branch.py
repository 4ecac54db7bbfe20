"""Branch and bound on which sites stand, with the Lagrangean bound at every node.

A node holds sites that stand, sites that may, and prices to begin from. Its bound is raised by some
subgradient rounds in single precision; only values recomputed in double precision close a node or fix a site.
The site that the rounds open about half the time is branched on, with it first. Depth first, so that prices
stay near and memory small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.coverage.placing.ascent import Ascent
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.median.bound import (
    DEFLECTION,
    Bound,
    Open,
    Singles,
    cheapest,
    exact,
    fixed,
    lightly,
)
from optimize.coverage.placing.median.interchange import total
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Floats, Ints, Mask

ROUNDS, ROOT_ROUNDS = 60, 200
PATIENCE, SHRINK, LEAST_STEP = 8, 0.7, 2e-2
MEMORY = 0.9
"""How much of the share of rounds in which a site was open the next round keeps."""
NODES = 3000
"""Beyond these another method may have better luck."""


@dataclass(frozen=True, eq=False)
class _Node:
    stand: Ints
    may: Ints
    prices: Floats
    value: float


def branch(cost: Floats, open_: Open, bound: Bound, step: float, clock: Clock) -> Bound:
    """The best answer and bound after branching until proven or out of time."""
    light = np.ascontiguousarray(cost.T, dtype=np.float32)
    nodes = [_Node(open_.stand, open_.may, bound.prices, bound.value)]
    most = NODES if clock.limits.nodes is None else min(NODES, clock.limits.nodes)
    for turn in range(most):
        if not nodes or clock.over():
            break
        rounds = ROUNDS if turn else ROOT_ROUNDS
        bound, children = _explore(cost, light, nodes.pop(), bound, step, rounds, clock)
        nodes += children
    open_value = min((node.value for node in nodes), default=bound.objective)
    return replace(bound, value=max(bound.value, min(open_value, bound.objective)))


def _explore(
    cost: Floats, light: Singles, node: _Node, bound: Bound, step: float, rounds: int, clock: Clock
) -> tuple[Bound, list[_Node]]:
    """Bound a node, fix what its reduced costs fix, and split what is left."""
    number = len(bound.chosen)
    while True:
        if len(node.stand) == number or len(node.stand) + len(node.may) <= number:
            chosen = node.stand if len(node.stand) == number else np.concatenate([node.stand, node.may])
            return (bound.better(chosen, total(cost, chosen)) if len(chosen) == number else bound), []
        columns = np.concatenate([node.stand, node.may])
        kept = np.arange(len(columns)) < len(node.stand)
        prices, often = _ascend(light[columns], kept, number, node, bound, step, rounds, clock)
        value, rho = exact(cost[:, columns], prices, number, kept)
        node = replace(node, prices=prices, value=max(node.value, value))
        if closed(bound.objective, node.value, step):
            return bound, []
        chosen = columns[cheapest(rho, number, kept)]
        bound = bound.better(chosen, total(cost, chosen))
        falls, stands = fixed(rho, kept, number, bound.objective - (1.0 - 1e-4) * step - value)
        if not (falls | stands).any():
            return bound, _split(node, often[len(node.stand) :])
        stand, may = columns[kept | stands], columns[~(kept | stands | falls)]
        node = replace(node, stand=stand, may=may)


def _ascend(
    light: Singles, kept: Mask, number: int, node: _Node, bound: Bound, step: float, rounds: int, clock: Clock
) -> tuple[Floats, Floats]:
    """Better prices of a node, and how often each of its sites was open lately."""
    prices, found, best, often = node.prices, node.prices, -np.inf, np.zeros(len(light))
    ascent = Ascent(patience=PATIENCE, shrink=SHRINK, least=LEAST_STEP, deflection=DEFLECTION)
    less = np.empty_like(light)
    for _ in range(rounds):
        clock.spend(light.size)
        value, picked = lightly(light, less, prices, number, kept)
        often *= MEMORY
        often[picked] += 1.0 - MEMORY
        gained = value > best + 0.01 * max(step, 1e-6)
        if value > best:
            best, found = value, prices
        uphill = 1.0 - (light[picked] < prices).sum(axis=0)
        lack = max(bound.objective - value, 0.3 * step)
        after = ascent.step(prices, found, uphill, lack, gained=gained)
        if after is None or closed(bound.objective, best - 0.05 * step, step):
            break
        prices = after
    return found, often


def _split(node: _Node, often: Floats) -> list[_Node]:
    """Without the site that is open about half the time, and, to be looked at first, with it."""
    at = int(np.argmin(np.abs(often - 0.5) - 1e-3 * (often > 0.5)))
    rest = np.delete(node.may, at)
    return [replace(node, may=rest), replace(node, may=rest, stand=np.append(node.stand, node.may[at]))]
