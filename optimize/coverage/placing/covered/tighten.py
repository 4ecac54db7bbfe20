"""The relaxation of maximum coverage made better by cuts, round after round, around sites that it opens in part.

Around each such site those that share most residents with it, each counted as far as it is opened, are looked at
together (`local`), few at first, more where a round of few brings little. Cuts that no longer bind are dropped.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.bound import relax
from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.fixing import fix
from optimize.coverage.placing.covered.local import local_cut
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Relaxed
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Ints

SIZES = ((8, 0.15), (13, 0.02))
"""Sites looked at together, and the part of the gap that a round must close for another one like it."""
VAIN = 0.02
"""A round that closes less than this part of the gap is the last: there cuts on few sites say little."""
RARE = 0.02
"""Nor does a round say much where less than this share of the sites opened in part has a cut around it."""
PARTLY = 0.02
"""Sites opened by less than this, or by all but this, are open or not."""
WORK = 800.0
"""What a relaxation counts as, in looks at each of its entries."""


def tighten(core: Core, relaxed: Relaxed, objective: float, clock: Clock, *, part: float) -> Relaxed:
    """A better bound, until `objective` is proven, `part` of the time is used or no round is worth its time.

    No round is begun that would end after that if it took as long as the last one, and no such relaxation: half of
    one is worth nothing.
    """
    took = solved = 0.0
    for size, worth in () if relaxed.vain else SIZES:
        gained = np.inf
        while gained > worth * (relaxed.value - objective):
            began = clock.seconds
            if clock.over(part, ahead=took) or closed(objective, relaxed.value, core.step, most=True):
                return relaxed
            partly = np.flatnonzero((relaxed.opened > PARTLY) & (relaxed.opened < 1.0 - PARTLY))
            found = _broken(core, relaxed, partly, size, clock, part)
            if not found:
                break
            if len(found) < RARE * len(partly) and not clock.over(part):
                return replace(relaxed, vain=True)
            if clock.over(part, ahead=solved):
                return relaxed
            cuts, begun = relaxed.cuts.kept(relaxed.binding).with_more(found), clock.seconds
            clock.spend(WORK * (core.cells.nnz + cuts.rows.nnz))
            tighter = relax(core, clock, cuts, fix(core, relaxed, objective), before=relaxed.opened, part=part)
            gained, took, solved = relaxed.value - tighter.value, clock.seconds - began, clock.seconds - begun
            relaxed = tighter if gained > 0 else relaxed
            clock.report("coverage.most_covered", objective, relaxed.value)
        if 0 <= gained < VAIN * (relaxed.value - objective):
            return replace(relaxed, vain=True)
    return relaxed


def _broken(core: Core, relaxed: Relaxed, partly: Ints, size: int, clock: Clock, part: float) -> list[Cuts]:
    """Cuts that the relaxation breaks, around each of the sites that it opens in part."""
    own = sparse.csr_array(core.cells[:, partly])
    shared = (own.T @ sparse.diags_array(core.weights) @ own).toarray() * relaxed.opened[partly]
    np.fill_diagonal(shared, np.inf)
    found, seen = [], set()
    for row in shared:
        nearest = np.argsort(-row, kind="stable")[:size]
        sites = np.sort(partly[nearest[row[nearest] > 0]]).astype(np.int64)
        if len(sites) < 3 or tuple(sites) in seen:
            continue
        if clock.over(part):
            break
        seen.add(tuple(sites))
        clock.spend(100.0 * 2 ** len(sites))
        cut = local_cut(core, sites, relaxed.opened, relaxed.reached, clock.left())
        found += [] if cut is None else [cut]
    return found
