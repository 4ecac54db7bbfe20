"""Searches in other processes beside this one: each by itself from the same rosters, joined from time to time.

Where they are joined, the best rosters come first; then, of each other search, those of the people whom the ones
before left as they were, if that costs no more: no rule binds people to each other, only cover does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import numpy as np

from optimize.roster.columns.best import Best
from optimize.roster.columns.clock import Clock, Left
from optimize.roster.columns.left import Root
from optimize.roster.columns.moves import Move
from optimize.roster.columns.problem import Flags, Problem, Rosters, cost
from optimize.roster.columns.search import Search
from optimize.roster.columns.sweep import SWEEP_SHARE, sweep
from quarterhour.processes import answers, begun, delayed
from quarterhour.progress import Heeding

ROUNDS = 8
"""Times that searches are joined, about: each costs the wait for the part that some search is at."""

DIVE_SHARE = 0.6
"""Of the time until they are joined, at most, for a dive."""


@dataclass(frozen=True)
class Given:
    """A search for another process to go on with.

    Attributes
    ----------
    most
        Time or work of one part, at most.
    until, beyond
        For how long parts begin, and for how long they may take.
    first
        "sweep", "dive" or nothing: what comes before parts.
    sign
        The file that ends it at once.
    """

    problem: Problem
    rosters: Rosters
    root: Root
    counted: Flags
    moves: list[Move]
    target: float
    most: float
    until: Left
    beyond: Left
    seed: int
    first: str
    sign: Path


class Others:
    """Other processes that search; there may be none."""

    def __init__(self, count: int) -> None:
        """So many; nothing begins yet."""
        self.count = max(0, count)
        self._folder = TemporaryDirectory(prefix="quarterhour-")
        self._sign = Path(self._folder.name) / "end"
        self._before: Rosters | None = None
        self._begun: Iterator[tuple[Rosters, Flags]] = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what still goes on."""
        self._found(waits=False)
        self._folder.cleanup()

    def begin(self, search: Search, until: Clock, *, first: str = "") -> None:
        """Let each go on from where a search is; `first` by a sweep of windows or a dive, if asked."""
        if not self.count or search.ends:
            return
        most = until.for_others(), until.for_others(search.most)
        seeds = search.generator.integers(1 << 30, size=self.count).tolist()
        moves = deepcopy(search.moves)
        given = [
            Given(
                search.problem, search.rosters, search.root, search.counted, moves, search.target, search.most,
                *most, seed, first, self._sign,
            )
            for seed in seeds
        ]  # fmt: skip
        self._begun = begun([delayed(searched)(each) for each in given], self.count + 1)
        self._before = search.rosters

    def join(self, search: Search, *, waits: bool) -> None:
        """Give a search what the others found; they end at once, or where they would by themselves if it waits."""
        before, found = self._before, self._found(waits=waits)
        if before is None:
            return
        for _, counted in found:
            search.counted |= counted
        search.take(joined(search.problem, before, [search.rosters, *(rosters for rosters, _ in found)]))

    def _found(self, *, waits: bool) -> list[tuple[Rosters, Flags]]:
        """What the others found since they began; nothing where they died: there are no others from then on."""
        if self._before is None:
            return []
        self._before = None
        if not waits:
            self._sign.touch()
        found = answers(self._begun)
        self._sign.unlink(missing_ok=True)
        if not found:
            self.count = 0
        return found


def together(search: Search, others: Others) -> None:
    """A search to its end, joined with others on the way."""
    while not search.ends:
        until = search.clock.share(1 / (ROUNDS - min(ROUNDS - 1, int(ROUNDS * search.clock.used))))
        others.begin(search, until)
        search.run(until)
        others.join(search, waits=not search.ends)


def searched(given: Given) -> tuple[Rosters, Flags]:
    """In another process: the rosters that a search comes to, and the limits that it came to count."""
    clock = Clock.of(given.beyond, Heeding(given.sign))
    best = Best(given.problem, given.rosters, clock)
    search = Search(best, given.root, clock, np.random.default_rng(given.seed), given.target)
    search.counted, search.moves, search.most = given.counted.copy(), given.moves, given.most
    until = Clock.of(given.until, clock.progress)
    if given.first == "sweep":
        sweep(search, until.share(SWEEP_SHARE), 1)
    if given.first == "dive":
        search.dive(until.share(DIVE_SHARE))
    search.run(until)
    return search.rosters, search.counted


def joined(problem: Problem, before: Rosters, found: Sequence[Rosters]) -> Rosters:
    """Rosters that several searches came to from the same ones, as one."""
    best, *others = sorted(found, key=lambda rosters: cost(problem, rosters))
    for other in others:
        more = (other != before).any(axis=1) & (best == before).all(axis=1)
        both = np.where(more[:, None], other, best)
        if cost(problem, both) <= cost(problem, best):
            best = both
    return best
