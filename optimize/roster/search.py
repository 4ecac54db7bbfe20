"""From a model to the best roster within the limits: a first roster, improved part by part, then proven."""

from __future__ import annotations

import numpy as np

from optimize.roster.best import Best
from optimize.roster.calendar import Flags
from optimize.roster.model import RosterModel
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.roster.run import Found, Run
from optimize.roster.spending import Spending
from quarterhour.progress import Progress
from quarterhour.result import Limits

PROVABLE = 1200
"""Decisions up to which CP-SAT may bound the whole model better than its linear relaxation does (measured)."""
PROOF_SHARE = 0.2
"""Share of the limits kept for that and a last improvement."""
BEFORE_BOUND = 0.25
"""Share of the limits spent before the bound at most, while a few places are open that need not be (measured: a
relaxation without patterns then takes 1.3 seconds, with them 8 to 10)."""
BEFORE_CUTS = 0.1
"""Share of the limits spent before cuts on the whole, if these are affordable: something is left after them."""
BEFORE_EVEN = 0.85
"""Share of the limits that are spent before comparable people who are still uneven have the rest."""

BEFORE_GROUPS = 0.93
"""Share that is spent on two of them at a time before whole groups are opened."""


def search(
    model: RosterModel,
    *,
    limits: Limits,
    start: Flags | None = None,
    brief: bool = True,
    progress: Progress | None = None,
) -> Found:
    """A bound by the linear relaxation, large neighbourhood search by small models, and for small units a proof.

    `start` (P, G) is a roster to begin from: then less is spent where it is to be `brief`. Where it breaks a hard
    rule it is not used.

    The plain model stalls with holes that better rosters do not have, and its bound stays at nothing in units of
    more than some 15 people (measured), while parts of it are solved to optimality and its linear relaxation in
    seconds.
    """
    spending = Spending(limits, progress or Progress())
    run = Run(Best(model, spending))
    parts = Neighbourhoods(model, np.random.default_rng(limits.seed))
    if parts.whole:
        if start is not None and not brief:
            run.best.tighten(start)
        return run.prove(limits)
    provable = len(parts.pairs) <= PROVABLE
    last = spending.share(PROOF_SHARE)
    spending.limits = spending.share(1 - PROOF_SHARE) if provable else limits
    run.build(start, brief)
    if run.best.values is None:
        return run.prove(limits)
    run.fill_last(parts, BEFORE_BOUND)
    run.relax()
    if run.best.later_than_least and not run.brief:
        run.even_groups(parts, late=True)
    if run.affordable:
        run.improve(parts, BEFORE_CUTS)
    if run.affordable:
        run.cut()
    run.improve(parts, BEFORE_EVEN)
    run.best.price_all()
    run.even_out(parts, BEFORE_GROUPS)
    if not run.brief:
        run.even_groups(parts)
    run.improve(parts)
    return run.prove(last) if provable and not run.brief and not run.best.proven else run.end()
