"""A bound on maximum coverage that is safe whatever the solver's tolerances, and what it fixes.

For any l_c >= 0 and m_k >= 0 no p sites reach more than sum_c max(0, w_c - l_c - sum_k a_kc m_k) + sum_k beta_k
m_k + the p largest v_j, v_j = sum of l_c over the cells of j + sum_k g_kj m_k (Lagrangean of z_c <= sum y_j and of
the cuts k, `cuts`). l and m are dual values of the linear relaxation by interior point, which needs no vertex; the
bound is computed from them anew. A better answer has site j only if bound - v_p + v_j, and lacks it only if
bound - v_j + v_(p+1), is above the best one. What is fixed so far is left out of the p largest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.model import model
from optimize.coverage.placing.covered.problem import Core
from optimize.solve import solve_relaxation
from quarterhour.arrays import Floats, Ints, Mask

SAME = 1e-9
"""Relative difference up to which the solver's bound is taken, for what it opens, and not that of even shares."""


@dataclass(frozen=True, eq=False)
class Fixed:
    """Sites that fall and that stand in every answer better than the best one known."""

    falls: Mask
    stands: Mask

    @property
    def free(self) -> Ints:
        """Sites that may stand or not."""
        return np.flatnonzero(~self.falls & ~self.stands).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A bound and the relaxation that it comes from.

    Attributes
    ----------
    value
        The bound, residents; of answers with what was `fixed` before.
    worth
        v of each site.
    opened, reached
        How much of each site the relaxation opens, and of each cell it reaches; 0 to 1.
    cuts, force
        The cuts that it kept, and m of each.
    """

    value: float
    worth: Floats
    opened: Floats
    reached: Floats
    cuts: Cuts
    force: Floats
    fixed: Fixed


def relax(
    core: Core, clock: Clock, cuts: Cuts | None = None, fixed: Fixed | None = None, *, part: float = 0.5
) -> Relaxed:
    """The bound; without time that of prices shared out evenly among the sites of a cell, without cuts."""
    count, sites = core.cells.shape
    cuts, fixed = cuts or Cuts.none(core.cells), fixed or Fixed(*np.zeros((2, sites), dtype=bool))
    simple = _shared_evenly(core, fixed)
    if clock.over() or core.number >= sites or not count:
        return simple
    mean = float(core.weights.mean()) or 1.0
    whole = model(core.cells, core.weights / mean, core.number, cuts)
    relaxation = replace(whole, cost=-whole.cost, maximise=False, integer=np.zeros(sites + count, dtype=bool))
    relaxation.lower[:sites][fixed.stands], relaxation.upper[:sites][fixed.falls] = 1.0, 0.0
    answer = solve_relaxation(relaxation, stage="coverage.most_covered", limits=clock.left(part))
    if not answer.found or not len(answer.duals):
        return simple
    prices, force = np.abs(answer.duals[:count]) * mean, np.abs(answer.duals[count + 1 :]) * mean
    opened, reached = np.clip(answer.values[:sites], 0.0, 1.0), np.clip(answer.values[sites:], 0.0, 1.0)
    found = _bound(core, np.minimum(prices, core.weights), cuts, force, fixed)
    if found.value > simple.value * (1.0 + SAME):
        return simple
    return replace(found, opened=opened, reached=np.minimum(reached, core.cells @ opened))


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


def fix(core: Core, relaxed: Relaxed, objective: float) -> Fixed:
    """Which sites fall and which stand in every answer better than `objective`, those fixed before included."""
    need = objective + (1.0 - 1e-4) * core.step
    need -= 1e-9 * abs(need)
    before = relaxed.fixed
    free, number = before.free, core.number - int(before.stands.sum())
    order = free[np.argsort(-relaxed.worth[free], kind="stable")]
    falls, stands = before.falls.copy(), before.stands.copy()
    if number >= len(order):
        stands[order] = True
        return Fixed(falls, stands)
    inside, outside = order[:number], order[number:]
    if number > 0:
        last, after = relaxed.worth[inside[-1]], relaxed.worth[outside[0]]
        stands[inside[relaxed.value - relaxed.worth[inside] + after < need]] = True
        falls[outside[relaxed.value - last + relaxed.worth[outside] < need]] = True
    else:
        falls[outside] = True
    return Fixed(falls, stands)
