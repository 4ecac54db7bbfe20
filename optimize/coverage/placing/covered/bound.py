"""A bound on maximum coverage that is safe whatever the solver's tolerances, and what it fixes.

For any 0 <= l_c <= w_c no p sites reach more than sum_c (w_c - l_c) + the p largest v_j, v_j = sum of l_c over
the cells of j (Lagrangean of z_c <= sum y_j). The l_c are dual values of the linear relaxation by interior
point, which needs no vertex, clipped to their range; the bound is computed from them anew. A better answer has
site j only if bound - v_p + v_j, and lacks it only if bound - v_j + v_(p+1), is above the best one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.model import model
from optimize.coverage.placing.covered.problem import Core
from optimize.solve import solve_relaxation
from quarterhour.arrays import Floats, Mask


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A bound in residents, the worth v of each site at its prices, and how much of each the relaxation opens."""

    value: float
    worth: Floats
    opened: Floats


def relax(core: Core, clock: Clock) -> Relaxed:
    """The bound; without time that of prices shared out evenly among the sites of a cell."""
    shared = core.weights / np.maximum(np.diff(core.cells.indptr), 1)
    simple = _bound(core, shared)
    simple = replace(simple, opened=simple.worth / max(1.0, float(simple.worth.max(initial=0.0))))
    if clock.over() or core.number >= len(core.places) or not len(core.weights):
        return simple
    mean = float(core.weights.mean()) or 1.0
    relaxation = model(core.cells, core.weights / mean, core.number, whole=False)
    answer = solve_relaxation(
        replace(relaxation, cost=-relaxation.cost, maximise=False),
        stage="coverage.most_covered",
        limits=clock.left(0.5),
    )
    if not answer.found or not len(answer.duals):
        return simple
    prices = np.clip(np.abs(answer.duals[:-1]) * mean, 0.0, core.weights)
    found = replace(_bound(core, prices), opened=answer.values[: len(core.places)])
    return found if found.value < simple.value else simple


def _bound(core: Core, prices: Floats) -> Relaxed:
    worth = core.cells.T @ prices
    most = np.sort(worth)[::-1][: core.number]
    left = core.weights - prices
    doubt = np.finfo(float).eps * (len(prices) + len(worth)) * float(core.weights.sum())
    value = core.base + float(left.sum()) + float(most.sum()) + doubt
    return Relaxed(value, worth, np.zeros(len(worth)))


def fixed(core: Core, relaxed: Relaxed, objective: float) -> tuple[Mask, Mask]:
    """Which sites fall and which stand in every answer better than `objective`."""
    need = objective + (1.0 - 1e-4) * core.step
    order = np.argsort(-relaxed.worth, kind="stable")
    inside = np.zeros(len(order), dtype=bool)
    inside[order[: core.number]] = True
    if core.number >= len(order):
        return ~inside, inside
    last, after = relaxed.worth[order[core.number - 1]], relaxed.worth[order[core.number]]
    falls: Mask = ~inside & (relaxed.value - last + relaxed.worth < need - 1e-9 * abs(need))
    stands: Mask = inside & (relaxed.value - relaxed.worth + after < need - 1e-9 * abs(need))
    return falls, stands
