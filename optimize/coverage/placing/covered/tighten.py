"""The relaxation of maximum coverage made better by cuts, round after round, around sites that it opens in part.

Around each such site those that share most residents with it (`group`) are looked at together (`local`), few at
first, more where a round of few brings little. Cuts that no longer bind are dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.begin import Tight, begun
from optimize.coverage.placing.covered.bound import relax_further
from optimize.coverage.placing.covered.broken import Search, broken
from optimize.coverage.placing.covered.fixing import fix
from optimize.coverage.placing.covered.group import Wide, groups
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Relaxed
from optimize.coverage.placing.values import closed

SIZES = ((Wide(8, 2.0), 0.3), (Wide(13, 2.5), 0.15), (Wide(16, 3.0), 0.01))
"""Sites looked at together, and the part of the gap that a round must close for another one like it."""
RARE = 0.03
"""Where no more than this share of the groups has a cut, a round says little, and larger groups are looked at."""
SOME = 0.3
"""This part of the last round's search for cuts is worth a round at the end of the time."""
LONGER = 1.2
"""With more cuts a relaxation may take so many times what the last one took."""
DECIDED = 150
"""So few open choices are sooner decided by HiGHS than by further rounds."""
FAR = 1e-3
"""Up to this part of the answer the gap is closed by relaxations that are solved exactly, beyond it nearly."""
SITES = 30
"""Where more sites than this reach a cell on average, a relaxation is solved exactly: the first-order method takes
longer there than the interior point."""
WORK = 800.0
"""What a relaxation counts as, in looks at each of its entries."""


def tighten(
    core: Core,
    relaxed: Relaxed,
    known: Callable[[], float],
    clock: Clock,
    *,
    part: float,
    search: Search = broken,
) -> Relaxed:
    """A better bound, until the best answer `known` is proven or nearly, `part` of the time is used or no round is
    worth it.

    No round is begun that would have less time than the next relaxation may take and a part of what the last cuts
    took: half a relaxation is worth nothing.
    """
    few = core.cells.nnz <= SITES * len(core.weights)
    tight: list[Tight] = []
    for level in range(relaxed.level, len(SIZES)):
        size, worth = SIZES[level]
        relaxed, gained = replace(relaxed, level=level), np.inf
        while gained > worth * (relaxed.value - (objective := known())):
            began = clock.seconds
            needed = relaxed.alone + SOME * (relaxed.round - relaxed.alone)
            if clock.over(part, ahead=needed) or closed(objective, relaxed.value, core.step, most=True):
                return relaxed
            every = begun(groups(core, relaxed.opened, size), tight)
            found = search(core, relaxed, every, clock, part)
            if clock.over(part) or (not found and clock.late(part, relaxed.alone)):
                return relaxed
            if len(found) <= RARE * len(every):
                break
            tight, cuts = [local.tight for local in found], [local.cut for local in found]
            fixed, solving = fix(core, relaxed, objective), clock.seconds
            nearly = few and relaxed.value - objective > FAR * objective
            tighter = relax_further(core, relaxed, cuts, fixed, clock.left(part), nearly=nearly)
            clock.spend(WORK * (core.cells.nnz + tighter.cuts.rows.nnz))
            gained, ended = relaxed.value - tighter.value, clock.seconds
            best = tighter if gained > 0 else relaxed
            relaxed = replace(best, level=level, round=ended - began, alone=LONGER * (ended - solving))
            clock.report("coverage.most_covered", objective, relaxed.value)
            if len(fix(core, relaxed, objective).free) <= DECIDED:
                return relaxed
    return replace(relaxed, level=len(SIZES))
