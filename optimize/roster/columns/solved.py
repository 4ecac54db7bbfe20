"""A part solved again: by a dive, by a choice among rosters that column generation made, or by CP-SAT.

Each gives rosters that the part's own may be replaced by (None where it found none, or none can be better) and
whether it came to its end.
"""

from __future__ import annotations

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.choose import choose
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.compact import improve
from optimize.roster.columns.dive import dive
from optimize.roster.columns.exact import Exact
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.parts import Part
from optimize.roster.columns.pricing import A_SECOND
from optimize.roster.columns.problem import Flags, Ids, Rosters, cost
from optimize.roster.columns.response import improved
from quarterhour.result import Limits

Solved = tuple[Rosters | None, bool]

ROUNDS = 40
"""Of column generation in a part."""

STEPS = 80
"""Of a dive in a part."""

QUICK_ROUNDS, QUICK_STEPS = 15, 40
"""The same in a sweep, where every window gets its turn: last rounds gain little, nor does counting limits."""

WORK = 0.3
"""Of CP-SAT in a part."""

MOST_ROSTERS = 30
"""Of a person, on average, among which one choice is made: those that cost least beyond their worth."""

MOST_KNOWN = 30
"""Of a person, on average, that column generation begins from."""


def generated(
    piece: Part,
    known: tuple[Ids, Rosters] | None,
    counted: Flags,
    cover: Numbers | None,
    clock: Clock,
    rounds: int = ROUNDS,
    count: bool = True,
) -> Generation:
    """A mixture for the part, from the first of rosters that are known (the part's person and days) and new ones.

    Counted are the limits (person x kind) that pricing counts; what it comes to `count` is added.
    """
    generation = Generation(piece.problem, piece.rosters, beat=cost(piece.problem, piece.rosters))
    most = clock.left * A_SECOND / rounds if count else 0.0
    exact = Exact(piece.problem, most, counted[piece.people])
    generation.keep_limits(exact)
    if known is not None:
        first = slice(MOST_KNOWN * len(piece.people))
        generation.master.add(known[0][first], known[1][first])
    if cover is not None:
        generation.begin(cover[piece.days], clock)
    if not generation.hopeless:
        generation.run(clock, rounds)
    counted[piece.people] |= exact.kinds
    return generation


def by_dive(
    piece: Part, generation: Generation, clock: Clock, generator: np.random.Generator, quick: bool = False
) -> Solved:
    """Whole rosters out of the mixture, then everybody's answer to the others."""
    point = generation.point
    if point is None or generation.hopeless or cost(piece.problem, piece.rosters) - point.value < 1 - 1e-6:
        return None, generation.settled
    steps, now = QUICK_STEPS if quick else STEPS, cost(piece.problem, piece.rosters)
    rosters = dive(generation, clock.share(0.8), steps, generator, now)
    if rosters is not None:
        rosters = improved(piece.problem, rosters, clock, generator, sweeps=2)
    return rosters, generation.settled


def by_columns(piece: Part, generation: Generation, clock: Clock) -> Solved:
    """The best choice among the rosters that the gap leaves."""
    point = generation.point
    gap = -np.inf if point is None else cost(piece.problem, piece.rosters) - point.value
    if point is None or generation.hopeless or gap < 1 - 1e-6:
        return None, generation.settled
    master = generation.master
    reduced = master.reduced_costs(point)
    fits = np.flatnonzero(master.keeps & (reduced <= gap + 1e-6))
    fits = fits[np.argsort(reduced[fits], kind="stable")][: MOST_ROSTERS * len(piece.people)]
    fits = np.unique(np.concatenate([fits, np.arange(len(piece.people))]))
    clock.spend(0.1 + len(fits) / 1000)
    limits = Limits(seconds=most_seconds(clock, 3.0), nodes=1)
    chosen = choose(
        piece.problem, master.person[fits], master.rosters[fits], master.cost[fits], piece.rosters, limits
    )
    return chosen, generation.settled and chosen is not None


def by_cp_sat(piece: Part, clock: Clock, generator: np.random.Generator) -> Solved:
    """One compact model, from the rosters that people have."""
    limits = Limits(seconds=most_seconds(clock, 6.0), work=WORK, seed=int(generator.integers(1 << 30)))
    clock.spend(WORK)
    return improve(piece.problem, piece.rosters, limits, clock.progress)


def most_seconds(clock: Clock, most: float) -> float | None:
    """A part's seconds: no more than are left; work alone where the run is to be repeatable."""
    left = clock.seconds
    return left if clock.repeatable or left is None else min(most, left)
