"""p sites from which everybody has the least weighted way (p-median).

Sets      clients i; sites j.
Given     d_ij >= 0: weight of i times its way to j (any unit); p sites.
Variables y_j in {0, 1}: site j stands;  x_ij in {0, 1}: i is served from j.
Objective min sum_ij d_ij * x_ij.
Subject   sum_j x_ij = 1;  x_ij <= y_j;  sum_j y_j = p;  y_j = 1 where kept, 0 where forbidden.
Source    Hakimi, Operations Research 12 (1964). Bound: Cornuejols, Fisher and Nemhauser, Management Science 23
          (1977). Residual model: Cornuejols, Nemhauser and Wolsey, SIAM J. Algebraic Discrete Methods 1 (1980).

Greedy and interchange give an answer; the Lagrangean relaxation of sum_j x_ij = 1 a bound, and by its reduced
costs which sites stand or fall and how far anybody travels in any better answer. What is left open is branched
on with the same relaxation where p is small, else given to HiGHS in the radius form.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.median.bound import Bound, ascend, fix
from optimize.coverage.placing.median.branch import branch
from optimize.coverage.placing.median.interchange import greedy, interchange
from optimize.coverage.placing.median.residual import residual
from optimize.coverage.placing.values import Placement, Sites, closed, proven, step_of
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof

STAGE = "coverage.median"
FEW = 0.1
"""Up to this share of sites that stand the Lagrangean is branched on; beyond, the residual model is sparse."""


@dataclass(frozen=True, eq=False)
class PMedian:
    """A p-median.

    Attributes
    ----------
    cost
        clients x sites: weight times way, finite.
    number
        How many sites stand.
    sites
        Which must, and which may not; all are free where not given.
    """

    cost: Floats
    number: int
    sites: Sites = field(kw_only=True)

    @classmethod
    def of(cls, cost: Floats, number: int, must: Mask | None = None, forbidden: Mask | None = None) -> PMedian:
        """From masks.

        Raises
        ------
        ValueError
            When a way is not finite or negative, more must stand than may, or nobody asks for a site.
        """
        if not len(cost):
            raise ValueError("nobody asks for a site.\nMaybe the table of demand is empty.")
        if not np.isfinite(cost).all() or (cost < 0).any():
            raise ValueError("a way is negative or unknown.\nMaybe give unreachable pairs a long way.")
        sites = Sites.of(cost.shape[1], must, forbidden)
        number = min(number, int(sites.usable.sum()))
        sites.check(number)
        return cls(cost, number, sites=sites)


def solve(
    problem: PMedian, *, start: Mask | None = None, limits: Limits, progress: Progress | None = None
) -> Placement:
    """The sites, who is served from where, and the proof; `start` is an answer to begin from."""
    clock = Clock(limits, progress)
    free = np.flatnonzero(problem.sites.usable)
    cost, kept = problem.cost[:, free], problem.sites.must[free]
    step = step_of(cost)
    chosen = interchange(cost, greedy(cost, problem.number, kept, start=start, of=free), kept, clock)
    bound = ascend(cost, problem.number, kept, chosen, step, clock)
    if not closed(bound.objective, bound.value, step):
        bound = _finish(cost, kept, bound, step, clock)
    told, status = proven(bound.objective, bound.value, step)
    stands = np.zeros(problem.cost.shape[1], dtype=bool)
    stands[free[bound.chosen]] = True
    proof = Proof(STAGE, "", status, bound.objective, told, clock.seconds, limits.seed)
    return Placement(stands, nearest(problem.cost, stands), proof)


def nearest(cost: Floats, stands: Mask) -> Ints:
    """The standing site of least cost for each client."""
    open_ = np.flatnonzero(stands)
    serves: Ints = open_[np.argmin(cost[:, open_], axis=1)].astype(np.int64)
    return serves


def _finish(cost: Floats, kept: Mask, bound: Bound, step: float, clock: Clock) -> Bound:
    """What the bound leaves open, by branching or by the residual model, whichever suits; then the other."""
    open_ = fix(cost, kept, bound, step)
    if len(bound.chosen) <= FEW * cost.shape[1]:
        bound = branch(cost, open_, bound, step, clock)
    if not closed(bound.objective, bound.value, step) and not clock.over():
        bound = residual(cost, fix(cost, kept, bound, step), bound, step, clock)
    return bound
