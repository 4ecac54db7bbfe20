"""Which part of a roster is opened for improvement while the rest stands still."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.pairs import tied
from quarterhour.arrays import Ints

OPEN, MOST_OPEN = 200, 800
"""Decisions opened at a time, at first and at most."""

WIDER, NARROWER = 1.15, 0.85
"""Steps of that number (measured: units of 8 to 15 people whose last hole needs many at once are filled with 450,
in larger units 200 gain more while everything still gains)."""

UNEVEN_SHARE = 0.3
"""Share of draws that open comparable people of whom some had more than others, while there are any."""


class Neighbourhoods:
    """Draws sets of decisions: some people over the whole horizon, or everybody (or many) over some days.

    Both kinds turn to holes first while there are any: people who may fill one, days around one. A third kind
    opens comparable people of whom some had more than others. Decisions about duties that others keep filled do
    not count, as nothing can be decided there.
    """

    def __init__(self, model: RosterModel, random: np.random.Generator) -> None:
        self.pairs = np.argwhere(model.allowed)
        self._open = float(OPEN)
        self._allowed, self._random = model.allowed, random
        self._places = model.facts.kinds["people"].to_numpy(np.int64)
        self._day = model.facts.kinds["day_number"].to_numpy(np.int64)
        self._days = model.facts.calendar.days
        self._bands = model.bands
        pairs = [pair for kind in ("together", "mentor") for pair in tied(model.facts, kind)]
        self._tied = [both for pair in pairs for both in ((pair.first, pair.second), (pair.second, pair.first))]

    @property
    def whole(self) -> bool:
        """Whether everything fits into one neighbourhood."""
        return len(self.pairs) <= OPEN

    def learn(self, *, better: bool, solved: bool) -> None:
        """Open more once a neighbourhood was solved and gave nothing, less where it was too much to solve."""
        if not solved:
            self._open = max(self._open * NARROWER, OPEN / 2)
        elif not better:
            self._open = min(self._open * WIDER, MOST_OPEN)

    def draw(self, taken: Flags) -> Flags:
        """One neighbourhood of the roster `taken`, as flags of `pairs`."""
        missing = self._places - taken.sum(axis=0)
        holes = np.flatnonzero(missing)
        hole = int(self._random.choice(holes)) if len(holes) else None
        people = self._people(hole, taken)
        if self._bands and self._random.random() < UNEVEN_SHARE:
            uneven = self._uneven(taken, missing)
            if uneven is not None:
                return uneven
        if self._random.random() < 0.5:
            kinds = np.ones(len(self._day), dtype=bool)
            return self._flags(people[: self._fitting(people, kinds, taken, missing)], kinds)
        length = self._days
        kinds = self._window(hole, length)
        while length > 1 and self._fitting(people, kinds, taken, missing) < len(people):
            length = max(1, length * 2 // 3)
            kinds = self._window(hole, length)
        return self._flags(people[: self._fitting(people, kinds, taken, missing)], kinds)

    def _uneven(self, taken: Flags, missing: Ints) -> Flags | None:
        """Two comparable people far apart and others of their group, all days; None where all is even.

        Which two is drawn with some chance, as the two furthest apart may have nothing to exchange.
        """
        reached = [band.shifts + SCALE * (taken[band.members] @ band.counts) for band in self._bands]
        beyond = np.asarray([max(int(had.max() - had.min()) - SCALE, 0) for had in reached], dtype=float)
        if not beyond.any():
            return None
        chosen = int(self._random.choice(len(beyond), p=beyond / beyond.sum()))
        had = reached[chosen] + self._random.uniform(-SCALE, SCALE, len(reached[chosen]))
        order = np.argsort(had)
        middle = self._random.permutation(order[1:-1])
        members = self._bands[chosen].members[np.concatenate([order[-1:], order[:1], middle])]
        kinds = np.ones(len(self._day), dtype=bool)
        return self._flags(members[: self._fitting(members, kinds, taken, missing)], kinds)

    def _people(self, hole: int | None, taken: Flags) -> Ints:
        """A random order; at a hole two who may fill it and are off that day go first, then others who may."""
        order = self._random.permutation(len(self._allowed))
        if hole is None:
            return order
        able = self._allowed[order, hole]
        off = able & ~taken[order][:, self._day == self._day[hole]].any(axis=1)
        first = off & (off.cumsum() <= 2)
        return order[np.lexsort((~able, ~first))]

    def _window(self, hole: int | None, length: int) -> Flags:
        """Kinds of duty on some days in a row, around the hole where there is one."""
        day = int(self._random.integers(self._days)) if hole is None else int(self._day[hole])
        first = day - int(self._random.integers(length))
        window: Flags = (self._day >= first) & (self._day < first + length)
        return window

    def _fitting(self, people: Ints, kinds: Flags, taken: Flags, missing: Ints) -> int:
        """How many of `people`, in order, can be opened within the decisions to be opened; two at least."""
        order = people[:, None], np.flatnonzero(kinds)[None, :]
        freed = missing[kinds] + taken[order].cumsum(axis=0)
        allowed = self._allowed[:, kinds]
        opened = np.asarray([allowed[people[: n + 1]][:, freed[n] > 0].sum() for n in range(len(people))])
        return max(2, int(np.searchsorted(opened, self._open, side="right")))

    def _flags(self, people: Ints, kinds: Flags) -> Flags:
        others = [other for one, other in self._tied if one in people]
        chosen: Flags = np.isin(self.pairs[:, 0], [*people, *others]) & kinds[self.pairs[:, 1]]
        return chosen
