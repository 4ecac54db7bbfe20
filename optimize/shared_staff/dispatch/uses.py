"""What moves use up together: people, offers, what lenders can spare, desks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimize.shared_staff.dispatch.candidates import Candidates
from optimize.shared_staff.dispatch.rules import LENDING
from quarterhour.arrays import Floats, Ints, Mask

EXACT = 1e-9
WITHIN = ("within", "break")
"""Kinds of moves of people who stay in their outlet and take no other desk of it."""


@dataclass(frozen=True)
class Use:
    """One kind of thing: move m uses `shares[m]` of place `place[m]`, of which `left` remain; arrays of left
    change."""

    place: Ints
    shares: Floats
    left: Floats

    @cached_property
    def needs(self) -> Floats:
        """What must remain for each move to be made; no matter what where it uses nothing."""
        return np.where(self.shares > EXACT, self.shares - EXACT, -np.inf)


@dataclass(frozen=True)
class Uses:
    """All that moves of one problem share, as the rows of `choice`."""

    kinds: tuple[Use, ...]

    @classmethod
    def of(cls, moves: Candidates) -> Uses:
        """Everything, before any move is made."""
        ground = moves.ground
        kind = moves.kind
        post, to = moves.rows("from_post"), moves.rows("to_post")
        pool = ground.posts["pool_place"].to_numpy()[post]
        lends = (np.isin(kind, LENDING) & (post >= 0))[:, None]
        lent = np.where(lends, moves.loss, 0.0)
        outlet = ground.outlet_of_post[to]
        inside = np.isin(kind, WITHIN)[:, None]
        seated = np.where((to >= 0)[:, None], moves.gain - np.where(inside, moves.loss, 0.0), 0.0)
        offers = ground.situation.offers["people"].to_numpy(np.float64)
        once = [
            Use(
                np.maximum(rows, 0),
                (rows >= 0)[:, None].astype(np.float64),
                np.append(left, 0.0)[: max(len(left), 1), None],
            )
            for rows, left in (
                (moves.rows("person"), np.ones(len(ground.people))),
                (moves.rows("offer"), offers.copy()),
            )
        ]
        return cls(
            (
                *once,
                Use(post, lent, ground.post_spare.copy()),
                Use(pool, lent, ground.pool_spare.copy()),
                Use(outlet, seated, np.maximum(ground.free_desks, 0.0)),
            )
        )

    def allow(self, rows: Ints) -> Mask:
        """Which of some moves can still be made, each by itself."""
        free = np.ones(len(rows), dtype=bool)
        for use in self.kinds:
            free &= np.logical_and.reduce(use.needs[rows] <= use.left[use.place[rows]], axis=1)
        return free

    def make(self, move: int, sign: float = 1.0) -> None:
        """Use up what a move needs, or give it back."""
        for use in self.kinds:
            use.left[use.place[move]] -= sign * use.shares[move]

    def kept(self) -> bool:
        """Whether nothing is used beyond what there is."""
        return all(float(use.left.min(initial=0.0)) > -EXACT for use in self.kinds)
