"""Comparable people who are more than one apart, drawn one pair after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.model import RosterModel
from quarterhour.arrays import Ints

TRIES = 6
"""Times that a pair is drawn at most."""


@dataclass(frozen=True)
class Apart:
    """Two people (rows) of a band, the first of whom has more, and how often they were drawn before."""

    more: int
    less: int
    tries: int


class Uneven:
    """Draws two who are too far apart, rather those furthest apart and those who were seldom drawn."""

    def __init__(self, model: RosterModel, random: np.random.Generator) -> None:
        self._bands, self._late, self._random = model.bands, model.late_bands, random
        self._drawn: Counter[tuple[int, int, int]] = Counter()

    def draw(self, taken: Flags) -> Apart | None:
        """Two people of the roster `taken` (P, G); None where nobody is too far apart who was not tried enough."""
        pairs = dict(self._pairs(taken))
        if not pairs:
            return None
        weight = np.asarray([beyond / (1 + self._drawn[pair]) ** 2 for pair, beyond in pairs.items()])
        chosen = list(pairs)[int(self._random.choice(len(pairs), p=weight / weight.sum()))]
        self._drawn[chosen] += 1
        return Apart(*chosen[1:], tries=self._drawn[chosen] - 1)

    def groups(self, taken: Flags, *, late: bool) -> list[Ints]:
        """The people (rows) of each group some of whom are too far apart in a roster, whatever was tried.

        In what is `late` in the model alone, or in anything.
        """
        found = dict[bytes, Ints]()
        for band in self._late if late else self._bands:
            if band.beyond(taken).any():
                found[band.members.tobytes()] = band.members
        return list(found.values())

    def _pairs(self, taken: Flags) -> Iterator[tuple[tuple[int, int, int], float]]:
        """Band, who has more, who less; by how much (1/`SCALE`) they are too far apart."""
        for number, band in enumerate(self._bands):
            beyond = band.beyond(taken)
            for more, less in np.argwhere(beyond).tolist():
                pair = number, int(band.members[more]), int(band.members[less])
                if self._drawn[pair] < TRIES:
                    yield pair, float(beyond[more, less])
