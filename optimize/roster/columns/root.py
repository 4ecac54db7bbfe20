"""The bound of the whole problem, and whole rosters out of its mixture: dives, a choice, CP-SAT for the small."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimize.roster.columns.best import Best
from optimize.roster.columns.choose import choose
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.compact import improve
from optimize.roster.columns.dive import dive
from optimize.roster.columns.exact import Exact
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.left import Root, left_by, unproven
from optimize.roster.columns.master import SOLVED_A_SECOND, SOME, Master, Point, reduced_costs
from optimize.roster.columns.pricing import A_SECOND, Pricing
from optimize.roster.columns.problem import Problem
from optimize.roster.columns.response import improved
from quarterhour.result import Limits

SHARE = 0.35
"""Of the time, at most, for the bound (measured, instance 19 in a minute of two processes, seeds 0, 1: 3394
and 3306, with half of the time 3582 and 3383; those that settle in a minute do so in a quarter of that half)."""

EXACT_SHARE = 0.25
"""Of what is left then, at most, for counting the limits of kinds."""

LOOSE_ROUNDS = 20
"""Rounds where limits are not counted: prices of limits find less and less."""

DIVE_SHARE = 0.5
"""Of what is left then, at most, for dives."""

UNSETTLED_EXACT_SHARE, UNSETTLED_DIVE_SHARE = 0.1, 0.7
"""The same where the bound took all of its time: what is left goes into whole rosters."""

UNSETTLED = 0.1
"""Gap between a mixture and the bound, of the mixture's cost, up to which it is worth a dive as it is."""

ROUNDS = 60
"""Rounds that a bound takes, about: where they would not fit, the search has the time instead."""

MOST_ROSTERS = 3.0
"""Of a master that has grown, for each of its rows."""

PROBE = 2
"""Rounds after which it is seen whether the others would fit."""

DIVE_STEPS = 80

MOST_DIVES = 12

NEAR = 0.1
"""Of the cost: where a dive ends farther above the bound, another gains little, and the search has the time."""

CHOICE_SHARE = 0.05
"""Of the time left, at most, for the choice among rosters after the dives."""

CHOICES = 20
"""Rosters of a person, on average, that a choice after the dive is made of."""

SMALL = 1200
"""Person x day x kinds (and off) up to which CP-SAT tries the whole."""


def prove(
    best: Best,
    clock: Clock,
    limits: Limits,
    generator: np.random.Generator,
    work: float,
    heard: Callable[[Root], None] | None = None,
) -> Root:
    """Give `best` a bound and better rosters, as far as the clock allows; `heard` is told it before dives.

    Where what it takes (`work_of`) does not fit nothing is laid out: for a year of 150 people that takes seconds.
    """
    problem, share = best.problem, clock.share(SHARE)
    if clock.out or not share.fits(work):
        return unproven(problem)
    root = Generation(problem, best.rosters)
    root.run(share, PROBE)
    if not root.settled and share.fits((ROUNDS / PROBE / 1.5 - 1) * share.work):
        root.run(share, 1000)
    best.bound = max(best.bound, root.bound)
    mixture = None
    if _worth_a_dive(root) and not best.closed:
        settled = root.settled
        _within_limits(root, best, clock.share(EXACT_SHARE if settled else UNSETTLED_EXACT_SHARE))
        point = root.point
        if point is not None and not best.closed:
            mixture = root.master.weights(point) > SOME
            if heard is not None:
                heard(left_by(root, best, mixture))
            _dives(root, best, clock.share(DIVE_SHARE if settled else UNSETTLED_DIVE_SHARE), generator)
            if not best.closed:
                _choose(root.master, point, best, clock)
    if not best.closed and problem.price.size <= SMALL:
        _exact(best, clock, limits)
    return left_by(root, best, mixture)


def _worth_a_dive(root: Generation) -> bool:
    point = root.point
    return root.settled or (point is not None and point.value - root.bound <= UNSETTLED * abs(point.value))


def work_of(problem: Problem) -> float:
    """What a bound takes, about: pricing, and a master that grows to some rosters a row."""
    rosters = MOST_ROSTERS * (len(problem.people) + problem.wanted.size)
    solved = problem.wanted.size * rosters / 2 / SOLVED_A_SECOND
    return ROUNDS * (solved + Pricing(problem).size / A_SECOND)


def _within_limits(root: Generation, best: Best, clock: Clock) -> None:
    """The bound once more with limits of kinds counted; where not all that are broken can be, with none."""
    exact = Exact(best.problem, clock.left * A_SECOND / ROUNDS)
    root.keep_limits(exact)
    root.run(clock, PROBE)
    if not exact.loose.any():
        root.run(clock, 1000)
    else:
        root.keep_limits(Exact(best.problem, 0.0))
        root.run(clock, LOOSE_ROUNDS)
    best.bound = max(best.bound, root.bound)


def _dives(root: Generation, best: Best, clock: Clock, generator: np.random.Generator) -> None:
    """Dives from the same mixture, as long as they find something better near the bound and one more will fit."""
    for _ in range(MOST_DIVES):
        before, value = clock.used, best.value
        rosters = dive(root, clock, DIVE_STEPS, generator, best.value)
        if rosters is not None:
            best.offer(improved(best.problem, rosters, clock.share(0.2), generator))
        root.master.reopen()
        far = best.value - best.bound > NEAR * abs(best.value)
        if best.closed or far or best.value == value or 2 * clock.used - before > 1:
            return
        root.run(clock, 1)
        best.bound = max(best.bound, root.bound)


def _choose(master: Master, point: Point, best: Best, clock: Clock) -> None:
    """The best of the rosters that the gap leaves, those that cost least beyond their worth first."""
    people = len(best.problem.people)
    reduced = reduced_costs(best.problem, point, master.person, master.rosters, master.cost)
    fits = np.flatnonzero(master.keeps & (reduced <= best.value - point.value + 1e-6))
    fits = fits[np.argsort(reduced[fits], kind="stable")][: CHOICES * people]
    if len(np.unique(master.person[fits])) < people:
        return
    clock.spend(len(fits) / 300)
    limits = Limits(seconds=clock.share(CHOICE_SHARE).seconds, nodes=1)
    chosen = choose(
        best.problem, master.person[fits], master.rosters[fits], master.cost[fits], best.rosters, limits
    )
    if chosen is not None:
        best.offer(chosen)


def _exact(best: Best, clock: Clock, limits: Limits) -> None:
    """CP-SAT for the whole, where that is small: its proof is the problem's."""
    within = Limits(seconds=clock.share(0.5).seconds, work=5.0, seed=limits.seed)
    clock.spend(2.0)
    rosters, proven = improve(best.problem, best.rosters, within, clock.progress)
    if rosters is not None:
        best.offer(rosters)
    if proven:
        best.bound = float(best.value)
