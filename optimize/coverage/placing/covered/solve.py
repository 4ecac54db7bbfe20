"""The most residents within reach of a number of sites, proven where time allows.

The formulation is in `model`. Cells and sites are reduced exactly (`problem`); interior point and a safe
recomputation give the bound (`bound`); swaps (`swaps`) from greedy choice and from the relaxation rounded a good
answer; cuts make the bound better (`tighten`); reduced costs say which sites can still matter, and where these
are few HiGHS decides among them (`proving`). With two workers a process beside this one makes swaps and half of
the cuts (`together`), with one swaps and cuts take turns (`turns`).
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.interchange import greedy
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.bound import relax
from optimize.coverage.placing.covered.problem import Core, Covering, core
from optimize.coverage.placing.covered.proving import STAGE, Proving
from optimize.coverage.placing.covered.together import pays, together
from optimize.coverage.placing.covered.turns import by_turns
from optimize.coverage.placing.values import Placement, proven
from quarterhour.arrays import Ints, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof


def solve(
    problem: Covering, *, start: Mask | None = None, limits: Limits, progress: Progress | None = None
) -> Placement:
    """The sites and the proof in residents; `start` is an answer to begin from."""
    clock = Clock(limits, progress)
    inner = core(problem)
    if not inner.cells.nnz or not inner.number:  # nobody more can be reached, or nothing may open
        return _placement(problem, inner, np.empty(0, np.int64), inner.base, clock)
    chosen = _begin(inner, start)
    proving = Proving(inner, chosen, relax(inner, clock), clock)
    (together if pays(inner, chosen, limits) else by_turns)(proving)
    return _placement(problem, inner, proving.chosen, proving.bound, clock)


def _begin(inner: Core, start: Mask | None) -> Ints:
    """The better one of greedy choice and a given answer, which greedy choice fills up."""
    alone = greedy(inner.cells, inner.weights, np.ones(len(inner.places)), float(inner.number), by_cost=False)
    tries = [np.flatnonzero(alone).astype(np.int64)]
    if start is not None:
        known = np.flatnonzero(start[inner.places])
        more = np.setdiff1d(tries[0], known, assume_unique=True)
        tries.append(np.concatenate([known, more]).astype(np.int64)[: inner.number])
    return max(tries, key=inner.reached)


def _placement(problem: Covering, inner: Core, chosen: Ints, bound: float, clock: Clock) -> Placement:
    stands = problem.sites.must.copy()
    stands[inner.places[chosen]] = True
    objective = float(problem.weights[(problem.cover @ stands.astype(float)) > 0].sum())
    told, status = proven(objective, bound, inner.step, most=True)
    proof = Proof(STAGE, "", status, objective, told, clock.seconds, clock.limits.seed)
    return Placement(stands, np.empty(0, np.int64), proof)
