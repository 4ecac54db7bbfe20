"""Rosters of whole days with a proven gap: column generation, dives, then large neighbourhoods.

1. `response`: everybody in turn takes the best roster beside the others', so that there is an answer at once.
   Long calendars are then gone through window by window (`windows`).
2. `generation`: rosters are made at prices of cover until none would help; a bound comes with them. Then once more
   with the limits of kinds counted (`exact`), as far as the work allows.
3. `dive`: the mixture becomes whole rosters, days being held step by step.
4. `search`: some people or days are freed again and again, until the bound is met or time is up.

References: Dantzig and Wolfe 1960; Legrain, Omer and Rosat 2020 (rosters as columns); Strandmark, Qu and Curtois
2020 (dives on the instances that the benchmark runs).
"""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.answer import checked
from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.left import Root, unproven
from optimize.roster.columns.problem import Ids, Problem, Rosters
from optimize.roster.columns.response import first_rosters, improved
from optimize.roster.columns.root import prove
from optimize.roster.columns.search import Search
from optimize.roster.columns.values import Answer
from quarterhour.progress import Progress
from quarterhour.result import Limits

LONG = 56
"""Days of a calendar beyond which it is first gone through window by window: whole rosters take longer there."""

FIRST_SHARE = 0.15
"""Of the time, at most, for answers to the first rosters."""

SWEEP_SHARE = 0.6
"""Of the time left, at most, for the windows."""


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
        best.offer(improved(best.problem, best.rosters, clock.share(FIRST_SHARE), generator))
        if problem.days > LONG:
            _search(best, root, clock, limits, generator).sweep(clock.share(SWEEP_SHARE))
        root = prove(best, clock, limits, generator)
        search = _search(best, root, clock, limits, generator)
        search.run()
        moves = {move.name: (move.tried, move.saved) for move in search.moves}
    return checked(problem, who, best, root, clock, limits.seed, moves)


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


def _search(best: Best, root: Root, clock: Clock, limits: Limits, generator: np.random.Generator) -> Search:
    return Search(best, root, clock, generator, limits.workers, best.target(limits.gap))
