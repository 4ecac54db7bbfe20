"""A bound on maximum coverage that is safe whatever the solver's tolerances.

For any l_c >= 0 and m_k >= 0 no p sites reach more than sum_c max(0, w_c - l_c - sum_k a_kc m_k) + sum_k beta_k
m_k + the p largest v_j, v_j = sum of l_c over the cells of j + sum_k g_kj m_k (Lagrangean of z_c <= sum y_j and of
the cuts k, `cuts`). l and m are dual values of the linear relaxation by interior point, which needs no vertex; the
bound is computed from them anew. What is fixed so far is left out of the p largest.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.program import Split, program
from optimize.coverage.placing.covered.values import Fixed, Relaxed
from optimize.solve import solve_relaxation
from quarterhour.arrays import Floats

SAME = 1e-9
"""Relative difference up to which the solver's bound is taken, for what it opens, and not that of even shares."""


def relax(
    core: Core,
    clock: Clock,
    cuts: Cuts | None = None,
    fixed: Fixed | None = None,
    *,
    before: Floats | None = None,
    part: float = 0.5,
) -> Relaxed:
    """The bound; without time that of prices shared out evenly among the sites of a cell, without cuts.

    Where it is known how much of each site was opened `before`, cells that this reaches far less or far more than
    once are no rows.
    """
    count, sites = core.cells.shape
    cuts, fixed = cuts or Cuts.none(core.cells), fixed or Fixed(*np.zeros((2, sites), dtype=bool))
    simple = _shared_evenly(core, fixed)
    if clock.over() or core.number >= sites or not count:
        return simple
    mean = float(core.weights.mean()) or 1.0
    split = Split.of(core, cuts, before)
    answer = solve_relaxation(
        program(core, cuts, fixed, split, mean), stage="coverage.most_covered", limits=clock.left(part)
    )
    if not answer.found or not len(answer.duals):
        return simple
    rows, prices = len(split.rows), np.where(split.barely, core.weights, 0.0)
    prices[split.rows] = np.minimum(np.abs(answer.duals[:rows]) * mean, core.weights[split.rows])
    found = _bound(core, prices, cuts, np.abs(answer.duals[rows + 1 :]) * mean, fixed)
    if found.value > simple.value * (1.0 + SAME):
        return simple
    opened = np.clip(answer.values[:sites], 0.0, 1.0)
    reached = np.minimum(core.cells @ opened, 1.0)
    reached[split.rows] = np.minimum(reached[split.rows], answer.values[sites:])
    return replace(found, opened=opened, reached=np.maximum(reached, 0.0))


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
    return Relaxed(value, worth, np.zeros(len(worth)), np.zeros(len(prices)), cuts, force, fixed)
