"""Large neighbourhoods: some people and days are freed, everything else is held, and the part is solved again.

A part is solved by column generation and a choice among its rosters (`columns`) or a dive (`dives`, for more
people, or in `windows`), or by CP-SAT for some people on all days (`people`), many people on few days (`days`), or
with duties of the bound's mixture alone (`mixture`). Long calendars begin with a sweep of windows. See `moves` for
what comes next, `neighbourhoods` for whom, and `solved` for how.
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
from optimize.roster.columns.windows import windows

PART_SHARE = 0.1
"""Of the time that the search begins with, at most, for one part."""

MOST_DAYS = 63
"""Days that a part of whole rosters frees at once; longer horizons are improved stretch by stretch."""


class Search:
    """Rosters that get better; those that cost the same are taken too, so that it does not stand still.

    Attributes
    ----------
    rosters, value
        Where it stands, and what that costs.
    """

    def __init__(
        self, best: Best, root: Root, clock: Clock, generator: np.random.Generator, workers: int, target: float
    ) -> None:
        """Begin from the best, until the clock is out or the target is reached."""
        self._best, self._root, self._clock, self._generator = best, root, clock, generator
        self._workers, self._target = workers, target
        self._problem = best.problem
        self._counted = root.counted.copy()
        self.rosters, self.value = best.rosters, best.value
        self.moves = usual(mixture=root.mixture is not None)

    def sweep(self, clock: Clock) -> None:
        """Windows in the order of the calendar, once, each with its share of what is left of a clock."""
        plan = windows(self._problem, self._generator)
        for place, (days, people) in enumerate(plan):
            if self._ends:
                return
            piece = part(self._problem, self.rosters, people, days.start, days.stop)
            share = clock.share(1 / (len(plan) - place))
            generation = self._generated(piece, share.share(0.5), quick=True)
            self._put(piece, by_dive(piece, generation, share, self._generator, quick=True)[0])

    def run(self) -> None:
        """Part by part."""
        most = PART_SHARE * self._clock.left
        while not self._ends:
            move = drawn(self.moves, self._generator)
            before, spent = self.value, self._clock.work
            piece = self._free(move)
            new, ended = self._solved(move, piece, self._clock.share(min(1.0, most / max(1e-9, self._clock.left))))
            self._put(piece, new)
            move.learn(before - self.value, self._clock.work - spent, ended)

    @property
    def _ends(self) -> bool:
        return self._clock.out or self.value <= self._target

    def _solved(self, move: Move, piece: Part, clock: Clock) -> Solved:
        if move.name in ("people", "days", "mixture"):
            return by_cp_sat(piece, clock, self._generator, self._workers)
        if move.name == "columns":
            return by_columns(piece, self._generated(piece, clock), clock)
        return by_dive(piece, self._generated(piece, clock.share(0.5)), clock, self._generator)

    def _generated(self, piece: Part, clock: Clock, quick: bool = False) -> Generation:
        known = self._root.pool
        if known is not None:
            known = _of_part(*known, piece) if piece.problem.days == self._problem.days else None
        return generated(piece, known, self._counted, self._root.cover, clock, quick)

    def _put(self, piece: Part, new: Rosters | None) -> None:
        """Take a part's new rosters where they cost no more."""
        if new is None or cost(piece.problem, new) > cost(piece.problem, piece.rosters):
            return
        self.rosters = piece.put(self.rosters, new)
        self.value = cost(self._problem, self.rosters)
        self._best.offer(self.rosters)

    def _free(self, move: Move) -> Part:
        problem, generator = self._problem, self._generator
        there = counts(problem, self.rosters)
        choices = min(4.0, float((problem.price[:, :, 1:] < BANNED).sum(axis=2).mean()))
        span = days_to_free(problem, there, self._length(move), generator)
        size = max(3, int(move.size / (len(span) * max(1.0, choices)) * generator.uniform(0.7, 1.3)))
        if move.name == "columns":
            size = min(size, 14)
        elif move.name == "dives":
            size = max(6, min(size, int(len(problem.people) * generator.uniform(0.3, 0.7)), 40))
        people = people_to_free(problem, self.rosters, there, self._root.dear, size, span, generator)
        piece = part(problem, self.rosters, people, span.start, span.stop)
        return narrowed(piece, self._root.mixture) if move.name == "mixture" else piece

    def _length(self, move: Move) -> int:
        """Days of a part."""
        days, draw = self._problem.days, self._generator
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
    allowed = mixture[piece.people, piece.first : piece.last].copy()
    np.put_along_axis(allowed, piece.rosters[:, :, None].astype(np.int64), True, axis=2)
    return replace(piece, problem=replace(piece.problem, price=np.where(allowed, piece.problem.price, BANNED)))


def _of_part(whose: Ids, rosters: Rosters, piece: Part) -> tuple[Ids, Rosters]:
    """Rosters of a part's people, by their place in it."""
    place = np.full(max(int(whose.max(initial=0)), int(piece.people.max())) + 1, -1)
    place[piece.people] = np.arange(len(piece.people))
    mine = place[whose] >= 0
    return place[whose[mine]], rosters[mine]
