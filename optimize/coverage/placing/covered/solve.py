"""The most residents within reach of a number of sites, proven where time allows.

The formulation is in `model`. Cells and sites are reduced exactly (`problem`); interior point and a safe
recomputation give the bound (`bound`); swaps (`swaps`) from greedy choice and from the relaxation rounded a good
answer; cuts make the bound better (`tighten`); reduced costs say which sites can still matter, and where these
are few HiGHS decides among them.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy import sparse

from optimize.coverage.cells import merge
from optimize.coverage.interchange import greedy
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.bound import relax
from optimize.coverage.placing.covered.fixing import fix
from optimize.coverage.placing.covered.model import model
from optimize.coverage.placing.covered.problem import Core, Covering, core
from optimize.coverage.placing.covered.swaps import swap
from optimize.coverage.placing.covered.tighten import tighten
from optimize.coverage.placing.covered.values import Fixed, Relaxed
from optimize.coverage.placing.values import Placement, closed, proven
from optimize.solve import solve_mip
from quarterhour.arrays import Ints, Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof
from quarterhour.seeds import generator

STAGE = "coverage.most_covered"
FEW = 400
"""Up to so many open choices are left to HiGHS: beyond, its first relaxation alone would take longer than there is
time."""
STAGES = ((0.35, 0.7, 0.3), (0.85, 0.95, 1.0), (0.97, 0.97, 8.0))
"""Parts of the time up to which answers and then bounds are looked for, and how often swaps begin again for
nothing, for each site to choose."""


def solve(
    problem: Covering, *, start: Mask | None = None, limits: Limits, progress: Progress | None = None
) -> Placement:
    """The sites and the proof in residents; `start` is an answer to begin from."""
    clock = Clock(limits, progress)
    inner = core(problem)
    if not inner.cells.nnz or not inner.number:  # nobody more can be reached, or nothing may open
        return _placement(problem, inner, np.empty(0, np.int64), inner.base, clock)
    relaxed = relax(inner, clock)
    chosen = _begin(inner, start)
    bound = min(relaxed.value, inner.base + float(inner.weights.sum()))
    draw = generator(limits.seed, "coverage", "swaps")
    done = 0.0
    for part, proof, each in STAGES:
        returns = math.ceil(each * inner.number)
        chosen = _swaps(inner, relaxed, chosen, clock, draw, parts=(done, part), returns=returns)
        done = proof
        relaxed = tighten(inner, relaxed, inner.reached(chosen), clock, part=proof)
        bound = min(bound, relaxed.value)
        if closed(inner.reached(chosen), bound, inner.step, most=True) or clock.over():
            break
        fixed = fix(inner, relaxed, inner.reached(chosen))
        if len(fixed.free) <= FEW:
            chosen, told = _decide(inner, relaxed, chosen, fixed, clock)
            bound = min(bound, told)
            if closed(inner.reached(chosen), bound, inner.step, most=True):
                break
    return _placement(problem, inner, chosen, bound, clock)


def _begin(inner: Core, start: Mask | None) -> Ints:
    """The better one of greedy choice and a given answer."""
    tries = [greedy(inner.cells, inner.weights, np.ones(len(inner.places)), float(inner.number), by_cost=False)]
    if start is not None:
        known = start[inner.places]
        tries.append(known & (np.cumsum(known) <= inner.number))
    return max((np.flatnonzero(known).astype(np.int64) for known in tries), key=inner.reached)


def _swaps(
    inner: Core,
    relaxed: Relaxed,
    chosen: Ints,
    clock: Clock,
    draw: np.random.Generator,
    *,
    parts: tuple[float, float],
    returns: int,
) -> Ints:
    """`chosen` after swaps: for a while from what the relaxation opens most, then from the better one."""
    other, middle = np.argsort(-relaxed.opened, kind="stable")[: inner.number], sum(parts) / 2
    other = swap(inner, other, relaxed.value, clock, draw, part=middle, returns=math.ceil(returns / 4))
    better = max(chosen, other, key=inner.reached)
    return swap(inner, better, relaxed.value, clock, draw, part=parts[1], returns=returns)


def _decide(inner: Core, relaxed: Relaxed, chosen: Ints, fixed: Fixed, clock: Clock) -> tuple[Ints, float]:
    """Choose among the sites that can still matter; the bound is that of answers better than `chosen`."""
    objective, bound = inner.reached(chosen), relaxed.value
    held, free = np.flatnonzero(fixed.stands), fixed.free
    number = inner.number - len(held)
    settled: Mask = (inner.cells @ fixed.stands.astype(float)) > 0
    reached = inner.base + float(inner.weights[settled].sum())
    if number <= 0 or not len(free):
        better = held if len(held) <= inner.number and reached > objective else chosen
        return better.astype(np.int64), inner.reached(better)
    small = merge(sparse.csr_array(inner.cells[~settled][:, free]), inner.weights[~settled])
    of_cell = np.full(len(settled), -1)
    of_cell[~settled] = small.of_zone
    cuts = relaxed.cuts.kept(relaxed.binding).within(of_cell, settled, free, fixed.stands)
    answer = solve_mip(
        model(small.cover.astype(float), small.weights, number, cuts),
        stage=STAGE,
        limits=replace(clock.left(), gap=0.0),
    )
    if answer.found:
        other = np.concatenate([held, free[answer.values[: len(free)] > 0.5]]).astype(np.int64)
        chosen = other if inner.reached(other) > objective else chosen
    told = answer.proof.bound
    if told is not None and np.isfinite(told):
        bound = min(bound, max(told + reached, objective))
    return chosen, bound


def _placement(problem: Covering, inner: Core, chosen: Ints, bound: float, clock: Clock) -> Placement:
    stands = problem.sites.must.copy()
    stands[inner.places[chosen]] = True
    objective = float(problem.weights[(problem.cover @ stands.astype(float)) > 0].sum())
    told, status = proven(objective, bound, inner.step, most=True)
    proof = Proof(STAGE, "", status, objective, told, clock.seconds, clock.limits.seed)
    return Placement(stands, np.empty(0, np.int64), proof)
