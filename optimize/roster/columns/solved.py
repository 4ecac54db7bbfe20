"""A part solved again: by a dive, by a choice among rosters that column generation made, or by CP-SAT.

Each gives rosters that the part's own may be replaced by (None where it found none, or none can be better) and
whether it came to its end.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.choose import choose
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.compact import improve
from optimize.roster.columns.dive import dive
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.parts import Part
from optimize.roster.columns.problem import Ids, Rosters, cost
from optimize.roster.columns.response import improved
from quarterhour.result import Limits

Solved = tuple[Rosters | None, bool]

ROUNDS = 15
"""Of column generation in a part: its last rounds gain little."""

WORK = 0.3
"""Of CP-SAT in a part."""

MOST_ROSTERS = 30
"""Of a person, on average, among which one choice is made: those that cost least beyond their worth."""

MOST_KNOWN = 60
"""Of a person, on average, that column generation begins from."""


def generated(
    piece: Part, known: tuple[Ids, Rosters] | None, clock: Clock, generator: np.random.Generator
) -> Generation:
    """A mixture for the part, from rosters that are known (the part's person and days) and new ones."""
    generation = Generation(piece.problem, piece.rosters)
    if known is not None:
        whose, rosters = known
        mine = np.arange(len(whose))
        if len(mine) > MOST_KNOWN * len(piece.people):
            mine = generator.choice(mine, MOST_KNOWN * len(piece.people), replace=False)
        generation.master.add(whose[mine], rosters[mine])
    generation.run(clock, ROUNDS)
    return generation


def by_dive(piece: Part, generation: Generation, clock: Clock, generator: np.random.Generator) -> Solved:
    """Whole rosters out of the mixture, then everybody's answer to the others."""
    point = generation.point
    if point is None or cost(piece.problem, piece.rosters) - point.value < 1 - 1e-6:
        return None, generation.settled
    rosters = dive(generation, clock.share(0.8), 12, generator)
    if rosters is not None:
        rosters = improved(piece.problem, rosters, clock, generator, sweeps=2)
    return rosters, generation.settled


def by_columns(piece: Part, generation: Generation, clock: Clock) -> Solved:
    """The best choice among the rosters that the gap leaves."""
    point = generation.point
    gap = -np.inf if point is None else cost(piece.problem, piece.rosters) - point.value
    if point is None or gap < 1 - 1e-6:
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


def by_cp_sat(piece: Part, clock: Clock, generator: np.random.Generator, workers: int) -> Solved:
    """One compact model, from the rosters that people have."""
    limits = Limits(
        seconds=most_seconds(clock, 6.0), work=WORK, seed=int(generator.integers(1 << 30)), workers=workers
    )
    clock.spend(WORK)
    return improve(piece.problem, piece.rosters, limits, clock.progress)


def most_seconds(clock: Clock, most: float) -> float | None:
    """A part's seconds: no more than are left; work alone where the run is to be repeatable."""
    left = clock.seconds
    return left if clock.repeatable or left is None else min(most, left)
