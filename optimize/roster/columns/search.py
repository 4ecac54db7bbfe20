"""Large neighbourhoods: some people and days are freed, everything else is held, and the part is solved again.

A part is solved by column generation and a choice among its rosters (`columns`) or a dive (`dives`, for more
people, or in `windows`), or by CP-SAT for some people on all days (`people`), many people on few days (`days`), or
with duties of the bound's mixture alone (`mixture`). Long calendars begin with a sweep of windows. Which of them
comes next is drawn by what each saved for its work so far; each has its own size, which grows while its parts are
solved to the end and shrinks where they are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.choose import choose
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.compact import improve
from optimize.roster.columns.dive import dive
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.neighbourhoods import days_to_free, people_to_free
from optimize.roster.columns.parts import Part, part
from optimize.roster.columns.problem import BANNED, Flags, Ids, Problem, Rosters, cost, counts
from optimize.roster.columns.response import improved
from optimize.roster.columns.windows import windows
from quarterhour.result import Limits

PART_SHARE = 0.1
"""Of the time left, at most, for one part."""

ROUNDS = 15
"""Of column generation in a part: its last rounds gain little."""

WORK = 0.3
"""Of CP-SAT in a part."""

MOST_ROSTERS = 30
"""Of a person, on average, among which one choice is made: those that cost least beyond their worth."""


@dataclass
class Move:
    """One kind of neighbourhood and what it has been worth.

    Attributes
    ----------
    size
        Duties that could change (person x day x kind), about.
    rate
        Cost saved per work, a running mean.
    """

    name: str
    size: float
    rate: float = np.inf
    tried: int = 0
    saved: int = 0


@dataclass
class Search:
    """Rosters that get better.

    Attributes
    ----------
    dear
        Per person, see `neighbourhoods.people_to_free`.
    pool
        Rosters known before, with whose they are: parts over all days begin from them.
    mixture
        Person x day x (off, kinds) that the bound's mixture has some of; parts may be held to them.
    """

    problem: Problem
    rosters: Rosters
    clock: Clock
    generator: np.random.Generator
    dear: Numbers
    pool: tuple[Ids, Rosters] | None = None
    mixture: Flags | None = None
    workers: int = 1
    target: float = -np.inf
    on_better: Callable[[Rosters, int], None] = lambda rosters, value: None
    moves: list[Move] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.value = cost(self.problem, self.rosters)
        if not self.moves:
            self.moves = [
                Move("dives", 3000.0),
                Move("columns", 1000.0),
                Move("people", 1000.0),
                Move("days", 1500.0),
                Move("windows", 9000.0),
            ]
            if self.mixture is not None:
                self.moves.append(Move("mixture", 4000.0))

    def sweep(self, clock: Clock) -> None:
        """Windows in the order of the calendar, once, each with its share of what is left of a clock."""
        plan = windows(self.problem, self.generator)
        for place, (days, people) in enumerate(plan):
            if self.clock.out or self.value <= self.target:
                return
            piece = part(self.problem, self.rosters, people, days.start, days.stop)
            self._put(piece, *self._dive(piece, clock.share(1 / (len(plan) - place))))

    def run(self) -> None:
        """Until the clock is out or the target is reached."""
        while not self.clock.out and self.value > self.target:
            move = self._next()
            before, spent = self.value, self.clock.work
            ended = self._step(move)
            saved = before - self.value
            rate = saved / max(0.01, self.clock.work - spent)
            move.rate = rate if not np.isfinite(move.rate) else 0.8 * move.rate + 0.2 * rate
            move.tried += 1
            move.saved += saved
            move.size = move.size * 1.08 if ended else max(200.0, move.size * 0.9)

    def _next(self) -> Move:
        new = [move for move in self.moves if not np.isfinite(move.rate)]
        if new:
            return new[0]
        rates = np.array([move.rate for move in self.moves])
        odds = 0.3 / len(rates) + 0.7 * (
            rates / rates.sum() if rates.sum() > 0 else np.full(len(rates), 1 / len(rates))
        )
        return self.moves[int(self.generator.choice(len(rates), p=odds))]

    def _step(self, move: Move) -> bool:
        """Free a part and solve it; whether that came to its end."""
        piece = self._free(move)
        solve = {
            "columns": self._columns,
            "people": self._compact,
            "days": self._compact,
            "mixture": self._compact,
        }
        new, ended = solve.get(move.name, self._dive)(piece, self.clock.share(PART_SHARE))
        return self._put(piece, new, ended)

    def _put(self, piece: Part, new: Rosters | None, ended: bool) -> bool:
        """Take a part's new rosters where they are no worse; whether the part came to its end, as it was told."""
        if new is not None and cost(piece.problem, new) <= cost(piece.problem, piece.rosters):
            self.rosters = piece.put(self.rosters, new)
            value = cost(self.problem, self.rosters)
            if value < self.value:
                self.on_better(self.rosters, value)
            self.value = value
        return ended

    def _free(self, move: Move) -> Part:
        problem, generator = self.problem, self.generator
        there = counts(problem, self.rosters)
        choices = min(4.0, float((problem.price[:, :, 1:] < BANNED).sum(axis=2).mean()))
        length = problem.days if problem.days <= MOST_DAYS else MOST_DAYS
        if move.name == "days":
            length = int(generator.choice([7, 10, 14]))
        elif move.name == "windows":
            length = min(problem.days // 2, int(generator.choice([14, 21, 28])))
        elif move.name == "dives" and problem.days > MOST_DAYS:
            length = int(generator.choice([28, 56, min(problem.days, 3 * MOST_DAYS)]))
        span = days_to_free(problem, there, length, generator)
        size = max(3, int(move.size / (len(span) * max(1.0, choices)) * generator.uniform(0.7, 1.3)))
        if move.name == "columns":
            size = min(size, 14)
        elif move.name == "dives":
            size = max(6, min(size, len(problem.people) // 2, 40))
        people = people_to_free(problem, self.rosters, there, self.dear, size, span, generator)
        piece = part(problem, self.rosters, people, span.start, span.stop)
        return self._narrowed(piece) if move.name == "mixture" else piece

    def _narrowed(self, piece: Part) -> Part:
        """The part with only those duties free that the mixture or somebody's roster has (Danna et al. 2005)."""
        assert self.mixture is not None  # noqa: S101
        allowed = self.mixture[piece.people, piece.first : piece.last].copy()
        np.put_along_axis(allowed, piece.rosters[:, :, None].astype(np.int64), True, axis=2)
        price = np.where(allowed, piece.problem.price, BANNED)
        return replace(piece, problem=replace(piece.problem, price=price))

    def _generated(self, piece: Part, clock: Clock) -> Generation:
        generation = Generation(piece.problem, piece.rosters)
        if self.pool is not None and piece.problem.days == self.problem.days:
            self._begin_from_pool(generation, piece)
        generation.run(clock, ROUNDS)
        return generation

    def _dive(self, piece: Part, clock: Clock) -> tuple[Rosters | None, bool]:
        now = cost(piece.problem, piece.rosters)
        generation = self._generated(piece, clock.share(0.5))
        point = generation.point
        if point is None or now - point.value < 1 - 1e-6:
            return None, generation.settled
        rosters = dive(generation, clock.share(0.8), 12, self.generator)
        if rosters is not None:
            rosters = improved(piece.problem, rosters, clock, self.generator, sweeps=2)
        return rosters, generation.settled

    def _columns(self, piece: Part, clock: Clock) -> tuple[Rosters | None, bool]:
        now = cost(piece.problem, piece.rosters)
        generation = self._generated(piece, clock)
        point = generation.point
        if point is None or now - point.value < 1 - 1e-6:
            return None, generation.settled
        master = generation.master
        reduced = master.reduced_costs(point)
        fits = np.flatnonzero(master.keeps & (reduced <= now - point.value + 1e-6))
        fits = fits[np.argsort(reduced[fits], kind="stable")][: MOST_ROSTERS * len(piece.people)]
        fits = np.unique(np.concatenate([fits, np.arange(len(piece.people))]))
        limits = Limits(seconds=self._most_seconds(3.0), nodes=1)
        clock.spend(0.1 + len(fits) / 1000)
        chosen = choose(
            piece.problem, master.person[fits], master.rosters[fits], master.cost[fits], piece.rosters, limits
        )
        return chosen, generation.settled and chosen is not None

    def _begin_from_pool(self, generation: Generation, piece: Part) -> None:
        assert self.pool is not None  # noqa: S101
        whose, rosters = self.pool
        place = np.full(len(self.problem.people), -1)
        place[piece.people] = np.arange(len(piece.people))
        mine = np.flatnonzero(place[whose] >= 0)
        if len(mine) > 60 * len(piece.people):
            mine = self.generator.choice(mine, 60 * len(piece.people), replace=False)
        generation.master.add(place[whose[mine]], rosters[mine])

    def _compact(self, piece: Part, clock: Clock) -> tuple[Rosters | None, bool]:
        work = WORK
        limits = Limits(
            seconds=self._most_seconds(6.0),
            work=work,
            seed=int(self.generator.integers(1 << 30)),
            workers=self.workers,
        )
        clock.spend(work)
        return improve(piece.problem, piece.rosters, limits, self.clock.progress)

    def _most_seconds(self, most: float) -> float | None:
        """A part's seconds: no more than are left; work alone where the run is to be repeatable."""
        left = self.clock.seconds
        return left if self.clock.repeatable or left is None else min(most, left)


MOST_DAYS = 63
"""Days that a part of whole rosters frees at once; longer horizons are improved stretch by stretch."""
