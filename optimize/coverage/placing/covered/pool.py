"""Good answers that differ, and new ones made of two of them by place.

A new answer has the sites of one in a region and those of another one outside, with the region's edge where this
comes to the right number (after Alp, Erkut and Drezner, Annals of Operations Research 122 (2003), who mix sites of
two answers by chance). What swaps make of it takes the place of that answer of the pool which it is most like, if
it is no worse (crowding: Mahfoud, Parallel Problem Solving from Nature 2 (1992)): answers stay different for long.
"""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints

SIZE = 12
"""Answers of a pool."""
LEAST = 2
"""A new answer has so many sites that one of the two lacks, and so many that the other one lacks."""


class Pool:
    """At most `SIZE` answers of the same number of sites.

    Attributes
    ----------
    answers, reached
        Sites of each, and the residents that they reach.
    """

    def __init__(self) -> None:
        self.answers: list[Ints] = []
        self.reached: list[float] = []

    @property
    def full(self) -> bool:
        """Whether it has all its answers."""
        return len(self.answers) >= SIZE

    def offer(self, chosen: Ints, reached: float) -> bool:
        """Take an answer where there is room or it is no worse than the most alike; whether the pool is better."""
        apart = [len(np.setdiff1d(chosen, answer, assume_unique=True)) for answer in self.answers]
        place = int(np.argmin(apart)) if apart else -1
        if place < 0 or (not self.full and apart[place] > 0):
            self.answers.append(chosen)
            self.reached.append(reached)
            return True
        better = reached > self.reached[place]
        if reached >= self.reached[place]:
            self.answers[place], self.reached[place] = chosen, reached
        return better

    def drop(self, place: int) -> None:
        """Make room."""
        del self.answers[place], self.reached[place]


def mixed(one: Ints, other: Ints, field: Floats, draw: np.random.Generator) -> Ints | None:
    """Sites of `one` where `field` is high and of the `other` where it is low, as many as each has.

    Of all edges that come to this number one is drawn; None where there is none.
    """
    own = np.setdiff1d(one, other, assume_unique=True)
    apart = np.concatenate([own, np.setdiff1d(other, one, assume_unique=True)])
    order = np.argsort(-field[apart], kind="stable")
    of_one = order < len(own)
    before = np.flatnonzero(np.cumsum(np.where(of_one, 1, -1)) == 0) + 1
    before = before[(before >= 2 * LEAST) & (before <= len(apart) - 2 * LEAST)]
    if not len(before):
        return None
    high = np.arange(len(apart)) < draw.choice(before)
    return np.concatenate([np.intersect1d(one, other, assume_unique=True), apart[order[high == of_one]]])
