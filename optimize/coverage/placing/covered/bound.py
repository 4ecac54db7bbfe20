"""A bound on maximum coverage that is safe whatever the solver's tolerances.

For any l_c >= 0 and m_k >= 0 no p sites reach more than sum_c max(0, w_c - l_c - sum_k a_kc m_k) + sum_k beta_k
m_k + the p largest v_j, v_j = sum of l_c over the cells of j + sum_k g_kj m_k (Lagrangean of z_c <= sum y_j and of
the cuts k, `cuts`). l and m are dual values of the linear relaxation by interior point, which needs no vertex, or
nearly so by a first-order method from the relaxation before; the bound is computed from them anew. What is fixed
so far is left out of the p largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.program import Split, program
from optimize.coverage.placing.covered.values import Fixed, Relaxed
from optimize.first_order import Point, solve_nearly
from optimize.solve import LinearModel, solve_relaxation
from quarterhour.arrays import Floats
from quarterhour.result import Limits

SAME = 1e-9
"""Relative difference up to which the solver's bound is taken, for what it opens, and not that of even shares."""
NEAR, ITERATIONS = 1e-4, 5_000
"""Tolerance of a relaxation that is solved nearly, and the most iterations of it."""


def relax(core: Core, clock: Clock) -> Relaxed:
    """The bound; without time that of prices shared out evenly among the sites of a cell."""
    count, sites = core.cells.shape
    fixed = Fixed(*np.zeros((2, sites), dtype=bool))
    simple = _shared_evenly(core, fixed)
    if clock.over() or core.number >= sites or not count:
        return simple
    found = _solved(core, simple.cuts, fixed, Split.of(core, simple.cuts, None), clock.left(0.5), None)
    return simple if found is None or found.value > simple.value * (1.0 + SAME) else found


def relax_further(
    core: Core, before: Relaxed, more: Sequence[Cuts], fixed: Fixed, limits: Limits, *, nearly: bool
) -> Relaxed:
    """The bound with `more` cuts and those of a relaxation `before` that bind; that one where there is none.

    Cells that its sites reach far less or far more than once are no rows. A relaxation that is solved `nearly`
    begins where that one ended.
    """
    cuts = before.cuts.kept(before.binding).with_more(more)
    found = _solved(core, cuts, fixed, Split.of(core, cuts, before.opened), limits, before if nearly else None)
    return before if found is None else found


def _solved(
    core: Core, cuts: Cuts, fixed: Fixed, split: Split, limits: Limits, near: Relaxed | None
) -> Relaxed | None:
    """What the solver's point says, beginning `near` a relaxation where it is given."""
    mean = float(core.weights.mean()) or 1.0
    model = program(core, cuts, fixed, split, mean)
    point = _exact(model, limits) if near is None else _near(model, near, split, len(cuts.most), mean, limits)
    if point is None:
        return None
    rows, sites = len(split.rows), len(core.places)
    prices = np.where(split.barely, core.weights, 0.0)
    prices[split.rows] = np.minimum(np.abs(point.duals[:rows]) * mean, core.weights[split.rows])
    found = _bound(core, prices, cuts, np.abs(point.duals[rows + 1 :]) * mean, fixed)
    opened = np.clip(point.values[:sites], 0.0, 1.0)
    reached = np.minimum(core.cells @ opened, 1.0)
    reached[split.rows] = np.minimum(reached[split.rows], point.values[sites:])
    return replace(found, opened=opened, reached=np.maximum(reached, 0.0))


def _exact(model: LinearModel, limits: Limits) -> Point | None:
    answer = solve_relaxation(model, stage="coverage.most_covered", limits=limits)
    return Point(answer.values, answer.duals) if answer.found and len(answer.duals) else None


def _near(
    model: LinearModel, before: Relaxed, split: Split, cuts: int, mean: float, limits: Limits
) -> Point | None:
    """From a relaxation whose binding cuts come first of so many, the others without force."""
    kept = before.force[before.binding]
    duals = np.concatenate([before.prices[split.rows], [-before.last], -kept, np.zeros(cuts - len(kept))])
    near = Point(np.concatenate([before.opened, before.reached[split.rows]]), duals / mean)
    return solve_nearly(model, near, tolerance=NEAR, iterations=ITERATIONS, limits=limits)


def _shared_evenly(core: Core, fixed: Fixed) -> Relaxed:
    """The bound of prices that share a cell's residents out among its sites."""
    shared = core.weights / np.maximum(np.diff(core.cells.indptr), 1)
    found = _bound(core, shared, Cuts.none(core.cells), np.zeros(0), fixed)
    return replace(found, opened=found.worth / max(1.0, float(found.worth.max(initial=0.0))))


def _bound(core: Core, prices: Floats, cuts: Cuts, force: Floats, fixed: Fixed) -> Relaxed:
    worth = core.cells.T @ prices + cuts.sites.T @ force
    number = core.number - int(fixed.stands.sum())
    most = np.append(np.sort(worth[fixed.free])[::-1][:number], worth[fixed.stands])
    left = np.maximum(core.weights - prices - cuts.cells.T @ force, 0.0)
    terms = [float(core.weights.sum()), float(most.sum()), float(force @ cuts.most)]
    doubt = np.finfo(float).eps * (len(prices) + len(worth) + len(force)) * sum(terms)
    value = core.base + float(left.sum()) + terms[1] + terms[2] + doubt
    return Relaxed(value, worth, np.zeros(len(worth)), np.zeros(len(prices)), prices, cuts, force, fixed)
