"""The people of one pool who are played together: at which posts they stand, and whom each post takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.patterns import Patterns
from optimize.queueing import Line
from optimize.queueing.priorities import NOT_TAKEN
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class Back:
    """A post with deferred work only: its people do it first, and help with customers in the time it leaves.

    Attributes
    ----------
    row
        The post's row of the patterns.
    people
        There, by position.
    busy
        How many of them do their own work, by position.
    """

    row: int
    people: Ints
    busy: Floats


@dataclass(frozen=True)
class Team:
    """One pool.

    Attributes
    ----------
    pool
        All immediate services; its pledges are those of services that no front answers for.
    pieces
        Its days; positions are those of all lanes here.
    patterns
        Whom people at each post take, over the services of `pool`.
    fronts, front_rows, front_least
        Posts that not everybody can hold, with the pledges of their own services; their rows of the patterns,
        and the people who are there anyway.
    backs
        Posts with deferred work only that not everybody can hold.
    share
        Of the people not at those posts, how many stand at each post, as shares by row of the patterns.
    least
        People who stand at the other posts at least.
    """

    pool: OneLane
    pieces: Pieces
    patterns: Patterns
    fronts: tuple[OneLane, ...]
    front_rows: tuple[int, ...]
    front_least: tuple[int, ...]
    backs: tuple[Back, ...]
    share: Floats
    least: int

    @property
    def line(self) -> OneLane:
        """The pool's lane with the patience of whoever is served last.

        Services served first hardly wait, so their patience does not shorten the queue that binds.
        """
        standing = np.argmax(self.share)
        ranks = self.patterns.ranks[standing]
        if not self.share.any() or ranks.max() == NOT_TAKEN:
            return self.pool
        patience = np.full(len(self.pool.rate), self.pool.patience[int(np.argmax(ranks))])
        line = self.pool.line
        return replace(self.pool, line=Line(line.rate, line.handling, line.cv, patience))

    def in_hand(self, row: int) -> float:
        """Minutes for which a customer of those taken at a post is still in hand, on average over time."""
        rate, pool = self.pool.rate.sum(axis=0) * self.patterns.takes[row], self.pool
        work = float((rate * pool.handling).sum())
        return float((rate * (pool.handling**2 + pool.spread**2)).sum()) / (2.0 * work) if work else 0.0

    @property
    def lanes(self) -> tuple[OneLane, ...]:
        """The pool's, then those of the fronts."""
        return (self.pool, *self.fronts)

    def floor(self, fronts: list[Ints]) -> Ints:
        """People whom posts ask for by themselves, by position, with so many at the fronts."""
        one = np.full(len(self.pool.rate), self.least, dtype=np.int64)
        floor: Ints = np.sum([one, *fronts, *(back.people for back in self.backs)], axis=0)
        return floor

    def rest(self, people: Ints, fronts: list[Ints]) -> Ints:
        """People who stand at the other posts, by position."""
        rest: Ints = np.maximum(people - self.floor(fronts) + self.least, 0)
        return rest

    def rows_of_rest(self, count: int) -> Ints:
        """The post's row of each of them in turn: always the one that is furthest behind its share."""
        turn = np.arange(1, count + 1)[:, None] * self.share
        stand = np.zeros(len(self.share))
        rows = np.zeros(count, dtype=np.int64)
        for person in range(count):
            rows[person] = int(np.argmax(turn[person] - stand))
            stand[rows[person]] += 1
        return rows
