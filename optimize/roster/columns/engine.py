"""Rosters of whole days with a proven gap: column generation, dives, then large neighbourhoods.

1. `response`: everybody in turn takes the best roster beside the others', so that there is an answer at once.
   Long calendars are then gone through window by window (`sweep`), on weekends found in `outline` where that fits,
   and work is moved between far stretches of them (`exchange`).
2. `generation`: rosters are made at prices of cover until none would help; a bound comes with them. Then once more
   with the limits of kinds counted (`exact`), as far as the work allows.
3. `dive`: the mixture becomes whole rosters, days being held step by step.
4. `search`: some people or days are freed again and again, until the bound is met or time is up.

With more workers than one, other processes search while this one proves, and then beside it (`others`).

References: Dantzig and Wolfe 1960; Legrain, Omer and Rosat 2020 (rosters as columns); Strandmark, Qu and Curtois
2020 (dives on the instances that the benchmark runs).
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from optimize.roster.columns.answer import checked
from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.exchange import EXCHANGE_SHARE, exchange
from optimize.roster.columns.left import Root, unproven
from optimize.roster.columns.moves import Move
from optimize.roster.columns.others import Others, together
from optimize.roster.columns.outline import Outline, follow
from optimize.roster.columns.problem import Ids, Problem, Rosters
from optimize.roster.columns.response import first_rosters, improved
from optimize.roster.columns.root import SHARE, prove, work_of
from optimize.roster.columns.search import Search
from optimize.roster.columns.sweep import AGAIN_SHARE, SWEEP_SHARE, sweep, sweep_again
from optimize.roster.columns.values import Answer
from quarterhour.progress import Progress
from quarterhour.result import Limits

LONG = 56
"""Days of a calendar beyond which it is first gone through window by window: whole rosters take longer there."""

BEGINNING = 0.5
"""Seconds of a bound, about, from which it is worth letting others begin: processes take a while to start."""

OUTLINE_SHARE = 0.2
"""Of the time, at most, for a long calendar in outline."""

OUTLINE_FITS = 0.5
"""Of the time, at most, that the outline's bound may take, about: settled worse it misleads (measured, a year in a
minute: 50 people, whose outline takes .47 of it, 34,762 of 37,311; 100 people, 12 times, 41,981 of 32,159)."""

OUTLINE_GAP = 0.002
"""Gap at which an outline is good enough."""

FIRST_SHARE = 0.15
"""Of the time, at most, for answers to the first rosters."""

BESIDE_SHARE = 0.8
"""Of the time left, at most, for which others search while the bound is made."""


def solve(
    problem: Problem,
    *,
    start: Rosters | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Answer:
    """The best rosters that were found within limits, and a bound.

    Raises
    ------
    ValueError
        When `start` breaks a rule (what it breaks is named), or when prices are too large to be summed up.
    """
    limits = limits or Limits()
    clock, generator = Clock(limits, progress), np.random.default_rng(limits.seed)
    rosters, who = _begin(problem, start, clock, generator)
    best = Best(problem.of(who), rosters[who], clock)
    root, moves = unproven(best.problem), {}
    if len(who):
        root, found = _bettered(best, clock, limits, generator)
        moves = {move.name: (move.tried, move.saved) for move in found}
    return checked(problem, who, best, root, clock, limits.seed, moves)


def _bettered(best: Best, clock: Clock, limits: Limits, generator: np.random.Generator) -> tuple[Root, list[Move]]:
    """Give `best` better rosters and a bound; what the bound leaves, and what each move came to."""
    with Others(limits.workers - 1) as others:
        root = _root(best, clock, limits, generator, others)
        search = Search(best, root, clock, generator, best.target(limits.gap))
        others.join(search, waits=clock.repeatable and not search.ends)
        together(search, others)
    return root, search.moves


def _root(best: Best, clock: Clock, limits: Limits, generator: np.random.Generator, others: Others) -> Root:
    """The bound; others search meanwhile, again from the best once they can be told the mixture."""

    def again(root: Root) -> None:
        search = Search(best, root, clock, generator, best.target(limits.gap))
        others.join(search, waits=clock.repeatable and not search.ends)
        others.begin(search, clock.share(BESIDE_SHARE), first="dive")

    work, long = work_of(best.problem), best.problem.days > LONG
    fits = clock.share(SHARE).fits(work)
    elsewhere = others.count > 0 and fits
    outlined = long and not fits and _outlined(best, clock, limits, generator, 1 + others.count)
    if not outlined:
        best.offer(improved(best.problem, best.rosters, clock.share(FIRST_SHARE), generator))
    search = Search(best, unproven(best.problem), clock, generator, -math.inf)
    if long and not elsewhere:
        if not outlined:
            sweep(search, clock.share(SWEEP_SHARE), 1 + others.count)
        sweep_again(search, clock.share(AGAIN_SHARE), 1 + others.count)
        exchange(search, clock.share(EXCHANGE_SHARE), 1 + others.count)
    if work > BEGINNING:
        others.begin(search, clock.share(BESIDE_SHARE), first="sweep" if elsewhere else "")
    return prove(best, clock, limits, generator, work, again if others.count and work > BEGINNING else None)


def _outlined(best: Best, clock: Clock, limits: Limits, generator: np.random.Generator, processes: int) -> bool:
    """Take over the outline's bound, and rosters on its weekends; whether there is an outline that fits."""
    outline = Outline.of(best.problem)
    if outline is None or not clock.share(OUTLINE_FITS).fits(work_of(outline.problem)):
        return False
    share = clock.share(OUTLINE_SHARE, unheard=True)
    inner = Best(outline.problem, outline.rosters(best.rosters), share)
    _bettered(inner, share, replace(limits, gap=OUTLINE_GAP), generator)
    best.bound = max(best.bound, inner.bound)
    follow(best, outline, inner.rosters, clock.share(SWEEP_SHARE, unheard=True), generator, processes)
    return True


def _begin(
    problem: Problem, start: Rosters | None, clock: Clock, generator: np.random.Generator
) -> tuple[Rosters, Ids]:
    """Rosters to begin from, and the people who have one; the others are left out from here on."""
    everybody = np.arange(len(problem.people))
    if start is None:
        rosters, without = first_rosters(problem, clock, generator)
        return rosters, np.setdiff1d(everybody, without)
    if wrong := broken(problem, start):
        raise ValueError("rosters to begin from: " + "; ".join(wrong[:20]))
    return start, everybody
