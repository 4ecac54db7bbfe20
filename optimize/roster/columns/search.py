"""Large neighbourhoods: some people and days are freed, everything else is held, and the part is solved again.

A part is solved by column generation and a choice among its rosters (`columns`) or a dive (`dives`, for more
people, or in `windows`), or by CP-SAT for some people on all days (`people`), many people on few days (`days`), or
with duties of the bound's mixture alone (`mixture`). See `moves` for what comes next, `neighbourhoods` for whom,
`solved` for how, `ties` for how it moves on where nothing is cheaper.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.roster.columns.best import Best
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.left import Root
from optimize.roster.columns.moves import Move, drawn, usual
from optimize.roster.columns.neighbourhoods import days_to_free, people_to_free
from optimize.roster.columns.parts import Part, part
from optimize.roster.columns.problem import BANNED, Flags, Ids, Rosters, cost, counts
from optimize.roster.columns.solved import Solved, by_columns, by_cp_sat, by_dive, generated
from optimize.roster.columns.ties import with_ties_broken

PART_SHARE = 0.1
"""Of the time that the search begins with, at most, for one part."""

STILL = 40
"""Parts without gain after which ties are broken by chance: before, what is sought is not sought by chance."""

MOST_DAYS = 63
"""Days that a part of whole rosters frees at once; longer horizons are improved stretch by stretch."""


class Search:
    """Rosters that get better; those that cost the same are taken too, so that it does not stand still.

    Attributes
    ----------
    rosters, value
        Where it stands, and what that costs.
    still
        Parts solved since it last cost less.
    """

    def __init__(
        self, best: Best, root: Root, clock: Clock, generator: np.random.Generator, target: float
    ) -> None:
        """Begin from the best, until the clock is out or the target is reached."""
        self.best, self.root, self.clock, self.generator, self.target = best, root, clock, generator, target
        self.problem = best.problem
        self.counted = root.counted.copy()
        self.rosters, self.value = best.rosters, best.value
        self.moves, self.still = usual(mixture=root.mixture is not None), 0
        self.most = PART_SHARE * clock.left

    def run(self, until: Clock | None = None) -> None:
        """Part by part; a part that began before `until` is out may take its time."""
        while not (self.ends or (until is not None and until.out)):
            move = drawn(self.moves, self.generator)
            before, spent = self.value, self.clock.work
            piece = self._free(move)
            share = self.clock.share(min(1.0, self.most / max(1e-9, self.clock.left)))
            asked = piece if self.still < STILL else with_ties_broken(piece, self.generator)
            new, ended = self._solved(move, asked, share)
            self.put(piece, new)
            self.still = 0 if self.value < before else self.still + 1
            move.learn(before - self.value, self.clock.work - spent, ended)

    def dive(self, clock: Clock) -> None:
        """Everybody on all days at once: whole rosters out of a mixture that begins with the root's."""
        piece = part(self.problem, self.rosters, np.arange(len(self.problem.people)))
        self.put(piece, by_dive(piece, self._generated(piece, clock.share(0.5)), clock, self.generator)[0])

    def take(self, rosters: Rosters) -> None:
        """Go on from rosters of all people that keep to every rule."""
        self.rosters, self.value = rosters, cost(self.problem, rosters)
        self.best.offer(rosters)

    @property
    def ends(self) -> bool:
        """Whether to stop: the clock is out or the target is reached."""
        return self.clock.out or self.value <= self.target

    def _solved(self, move: Move, piece: Part, clock: Clock) -> Solved:
        if move.name in ("people", "days", "mixture"):
            return by_cp_sat(piece, clock, self.generator)
        if move.name == "columns":
            return by_columns(piece, self._generated(piece, clock), clock)
        return by_dive(piece, self._generated(piece, clock.share(0.5)), clock, self.generator)

    def _generated(self, piece: Part, clock: Clock) -> Generation:
        known = self.root.pool
        if known is not None:
            known = _of_part(*known, piece) if piece.problem.days == self.problem.days else None
        cover = None if self.root.cover is None else piece.unit * self.root.cover
        return generated(piece, known, self.counted, cover, clock)

    def put(self, piece: Part, new: Rosters | None) -> None:
        """Take a part's new rosters where they cost no more."""
        if new is not None and cost(piece.problem, new) <= cost(piece.problem, piece.rosters):
            self.take(piece.put(self.rosters, new))

    def _free(self, move: Move) -> Part:
        problem, generator = self.problem, self.generator
        there = counts(problem, self.rosters)
        choices = min(4.0, float((problem.price[:, :, 1:] < BANNED).sum(axis=2).mean()))
        span = days_to_free(problem, there, self._length(move), generator)
        size = max(3, int(move.size / (len(span) * max(1.0, choices)) * generator.uniform(0.7, 1.3)))
        if move.name == "columns":
            size = min(size, 14)
        elif move.name == "dives":
            size = max(6, min(size, int(len(problem.people) * generator.uniform(0.3, 0.7)), 40))
        people = people_to_free(problem, self.rosters, there, self.root.dear, size, span, generator)
        piece = part(problem, self.rosters, people, span)
        return narrowed(piece, self.root.mixture) if move.name == "mixture" else piece

    def _length(self, move: Move) -> int:
        """Days of a part."""
        days, draw = self.problem.days, self.generator
        if move.name == "days":
            return int(draw.choice([7, 10, 14]))
        if move.name == "windows":
            return min(days // 2, int(draw.choice([14, 21, 28])))
        if move.name == "dives" and days > MOST_DAYS:
            return int(draw.choice([28, 56, min(days, 3 * MOST_DAYS)]))
        return min(days, MOST_DAYS)


def narrowed(piece: Part, mixture: Flags | None) -> Part:
    """The part with only those duties free that the mixture or somebody's roster has (Danna et al. 2005)."""
    if mixture is None:
        return piece
    allowed = mixture[np.ix_(piece.people, piece.days)]
    np.put_along_axis(allowed, piece.rosters[:, :, None].astype(np.int64), True, axis=2)
    return replace(piece, problem=replace(piece.problem, price=np.where(allowed, piece.problem.price, BANNED)))


def _of_part(whose: Ids, rosters: Rosters, piece: Part) -> tuple[Ids, Rosters]:
    """Rosters of a part's people, by their place in it."""
    place = np.full(max(int(whose.max(initial=0)), int(piece.people.max())) + 1, -1)
    place[piece.people] = np.arange(len(piece.people))
    mine = place[whose] >= 0
    return place[whose[mine]], rosters[mine]
