"""A good answer made better: a few neighbouring sites at a time are chosen anew, all others held.

Neighbours are sites that reach the same residents. Sites that stand around one of them, and all that could
stand there, form a small maximum coverage over the cells that the others leave; HiGHS solves it. Where a round
over all sites gains nothing, more neighbours are freed (a large-neighbourhood search after Shaw, CP 1998).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from optimize.coverage.cells import merge
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.model import model
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Relaxed
from optimize.coverage.placing.values import closed
from optimize.solve import solve_mip
from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator

FIRST, STEP, LAST = 5, 2, 14
"""Standing sites freed at a time: at first, more after a round without gain, and at most."""
NODES = 150
"""Branch-and-bound nodes of one small model: enough to solve most, and the same on every machine."""
WORK = 300.0
"""What a small model counts as, in looks at each of its entries."""


def improve(core: Core, relaxed: Relaxed, chosen: Ints, clock: Clock, *, part: float, largest: int = LAST) -> Ints:
    """`chosen` made better until `part` of the time is used or no round over all sites with `largest` gains."""
    near = _nearness(core.cells)
    draw = generator(clock.limits.seed, "coverage", "neighbours")
    objective, size, gained = core.reached(chosen), FIRST, True
    tried: set[tuple[int, ...]] = set()
    while size <= min(largest, max(FIRST, len(chosen))):
        gained = False
        for centre in draw.permutation(len(chosen)):
            if clock.over(part) or closed(objective, relaxed.value, core.step, most=True):
                return chosen
            other = _anew(
                core, relaxed, chosen, int(chosen[min(centre, len(chosen) - 1)]), size, near, tried, clock
            )
            total = core.reached(other)
            if total > objective + 1e-9 * max(1.0, objective):
                chosen, objective, gained = other, total, True
                clock.report("coverage.most_covered", objective, relaxed.value)
        size = size if gained else size + STEP
    return chosen


def _nearness(cells: sparse.csr_array) -> sparse.csr_array:
    """Sites x sites: short where two sites reach mostly the same cells."""
    shared = sparse.csr_array(cells.T @ cells)
    size = shared.diagonal()
    row = np.repeat(np.arange(len(size)), np.diff(shared.indptr))
    either = size[row] + size[shared.indices] - shared.data
    return sparse.csr_array((1.05 - shared.data / np.maximum(either, 1.0), shared.indices, shared.indptr))


def _anew(
    core: Core,
    relaxed: Relaxed,
    chosen: Ints,
    centre: int,
    size: int,
    near: sparse.csr_array,
    tried: set[tuple[int, ...]],
    clock: Clock,
) -> Ints:
    """The best choice of the sites around `centre`, the others held; nothing is `tried` twice."""
    far: Floats = dijkstra(near, indices=np.array([centre]))[0]
    ranked = chosen[np.argsort(far[chosen], kind="stable")]
    freed, held = ranked[:size], ranked[size:]
    stands = np.zeros(len(core.places))
    stands[held] = 1.0
    # A site that no better answer can have is not worth a look either.
    hopeful = relaxed.worth >= np.sort(relaxed.worth)[-core.number] - (relaxed.value - core.reached(chosen))
    around = (far <= far[freed[-1]]) & (hopeful | np.isin(np.arange(len(far)), freed)) & (stands == 0)
    columns = np.flatnonzero(around & np.isfinite(far))
    left = (core.cells @ stands) == 0
    small = merge(sparse.csr_array(core.cells[left][:, columns]), core.weights[left])
    asked = (*np.sort(freed).tolist(), small.cover.nnz, round(float(small.weights.sum())))
    if asked in tried:
        return chosen
    tried.add(asked)
    clock.spend(WORK * small.cover.nnz)
    limits = clock.left()
    answer = solve_mip(
        model(small.cover.astype(float), small.weights, len(freed)),
        stage="coverage.most_covered",
        limits=replace(limits, nodes=min(NODES, limits.nodes or NODES), gap=1e-6),
    )
    if not answer.found:
        return chosen
    return np.concatenate([held, columns[answer.values[: len(columns)] > 0.5]]).astype(np.int64)
