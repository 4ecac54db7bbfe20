"""Which part of a roster is opened for improvement while the rest stands still."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimize.roster.calendar import Flags, Ints
from optimize.roster.model import RosterModel

OPEN = 250
"""Decisions opened at a time (measured: 200 to 300 are solved well in 0.05 units of work, 600 are not)."""


class Neighbourhoods:
    """Draws sets of decisions: some people over the whole horizon, or everybody over some days.

    Both kinds turn to holes first while there are any: people who may fill one, days around one.
    """

    def __init__(self, model: RosterModel, random: np.random.Generator) -> None:
        self.pairs = np.argwhere(model.allowed)
        self._model, self._random = model, random
        self._day = model.facts.kinds["day_number"].to_numpy(np.int64)[self.pairs[:, 1]]
        self._days = model.facts.calendar.days
        self._window = max(1, round(OPEN * self._days / max(1, len(self.pairs))))

    @property
    def whole(self) -> bool:
        """Whether everything fits into one neighbourhood."""
        return len(self.pairs) <= OPEN

    def windows(self) -> list[Flags]:
        """The horizon in stretches of days, in order: the first roster is built along them."""
        return [self._between(first, first + self._window) for first in range(0, self._days, self._window)]

    def draw(self, missing: Ints) -> Flags:
        """One neighbourhood, given how many are missing in each kind of duty."""
        holes = np.flatnonzero(missing)
        hole = int(self._random.choice(holes)) if len(holes) else None
        return self._people(hole) if self._random.random() < 0.5 else self._stretch(hole)

    def _people(self, hole: int | None) -> Flags:
        order = self._random.permutation(len(self._model.facts.people))
        if hole is not None:
            order = order[np.argsort(~self._model.allowed[order, hole], kind="stable")]
        sizes = self._model.allowed.sum(axis=1)[order].cumsum()
        chosen = order[: int(np.searchsorted(sizes, OPEN)) + 1]
        return self._flags(np.isin(self.pairs[:, 0], chosen))

    def _stretch(self, hole: int | None) -> Flags:
        day = int(self._random.integers(self._days))
        if hole is not None:
            day = int(self._model.facts.kinds["day_number"].iloc[hole])
        first = day - int(self._random.integers(self._window))
        return self._between(first, first + self._window)

    def _between(self, first: int, last: int) -> Flags:
        return self._flags((self._day >= first) & (self._day < last))

    @staticmethod
    def _flags(chosen: NDArray[np.bool_]) -> Flags:
        return chosen
