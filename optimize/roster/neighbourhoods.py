"""Which part of a roster is opened for improvement while the rest stands still."""

from __future__ import annotations

import numpy as np

from optimize.linear import Numbers
from optimize.roster.calendar import Flags
from optimize.roster.columns.moves import Move, drawn
from optimize.roster.model import SCALE, Band, RosterModel
from optimize.roster.pairs import tied
from quarterhour.arrays import Ints

WHOLE, FIRST_OPEN = 200, 100
"""Decisions that are opened at once where there are no more; at first, before a kind of neighbourhood grows."""

MOST_OPEN = 800
"""Decisions opened at most (measured: units of 8 to 15 people whose last hole needs many at once are filled with
450, in larger units 200 gain more while everything still gains)."""

EXCHANGING = 3
"""People who exchange duties (measured: three to five gain about as much, two less)."""

UNEVEN = 0.3
"""Of all exchanges, those among comparable people."""

SPAN = 7
"""Days of a stretch of some people's duties."""

AT_RANDOM = 0.5
"""Of a person's chance to be drawn, in shares of the mean gap: nobody stays out of play."""


class Neighbourhoods:
    """Draws sets of decisions: by what each kind has saved for its work of late, and by who is far from the bound.

    `people` are some over the whole horizon, `stretch` is more of them over a week, `days` everybody (or many)
    over one day or a few. All turn to holes first while there are any: people who may fill one, days around one.
    Decisions about duties that others keep filled do not count, as nothing can be decided there. `exchange` lets
    a few people share anew what they have and what nobody has: one who may fill a hole and others, or two
    comparable people, of whom one had more, and others around a day of the one's. It takes little work, and finds
    most.
    """

    def __init__(self, model: RosterModel, random: np.random.Generator) -> None:
        self.pairs = np.argwhere(model.allowed)
        self._allowed, self._random = model.allowed, random
        self._places = model.facts.kinds["people"].to_numpy(np.int64)
        self._day = model.facts.kinds["day_number"].to_numpy(np.int64)
        self._days = model.facts.calendar.days
        self._bands = model.bands
        pairs = [pair for kind in ("together", "mentor") for pair in tied(model.facts, kind)]
        self._tied = [both for pair in pairs for both in ((pair.first, pair.second), (pair.second, pair.first))]
        self._moves = [
            Move(kind, FIRST_OPEN, least=FIRST_OPEN) for kind in ("exchange", "days", "people", "stretch")
        ]
        self._move = self._moves[0]

    @property
    def whole(self) -> bool:
        """Whether everything fits into one neighbourhood."""
        return len(self.pairs) <= WHOLE

    def learn(self, saved: float, work: float, *, solved: bool) -> None:
        """What the neighbourhood drawn last saved for its work, and whether it was solved to the end."""
        self._move.learn(int(saved), work, solved)
        self._move.size = min(self._move.size, MOST_OPEN)

    def draw(self, taken: Flags, far: Numbers) -> Flags:
        """One neighbourhood of the roster `taken`, as flags of `pairs`; `far` (P,) tells whose the gap is."""
        self._move = drawn(self._moves, self._random)
        missing = self._places - taken.sum(axis=0)
        holes = np.flatnonzero(missing)
        hole = int(self._random.choice(holes)) if len(holes) else None
        if self._move.name == "exchange":
            return self._exchange(hole, taken, far, missing)
        everywhere = np.ones(len(self._day), dtype=bool)
        people = self._people(hole, taken, far)
        if self._move.name == "people":
            return self._some(people, everywhere, taken, missing)
        if self._move.name == "stretch":
            return self._some(people, self._window(hole, SPAN), taken, missing)
        length, kinds = self._days, everywhere
        while length > 1 and self._fitting(people, kinds, taken, missing) < len(people):
            length = max(1, length * 2 // 3)
            kinds = self._window(hole, length)
        return self._some(people, kinds, taken, missing)

    def _exchange(self, hole: int | None, taken: Flags, far: Numbers, missing: Ints) -> Flags:
        """What a few people have, or nobody has, open to each of them: the first may fill the hole."""
        if self._bands and self._random.random() < UNEVEN:
            return self._even_out(taken, missing)
        people = self._order(far)
        first = 0 if hole is None else int(np.argmax(self._allowed[people, hole]))
        people = np.concatenate([people[first : first + 1], np.delete(people, first)])[:EXCHANGING]
        return self._opened(people, taken[people].any(axis=0) | (missing > 0))

    def _even_out(self, taken: Flags, missing: Ints) -> Flags:
        """Two comparable people far apart and others, around a day that the one has and the other might."""
        band, more, less = self._uneven(taken)
        had = (band.counts > 0) & taken[[more, less]]
        days = np.setdiff1d(self._day[had[0]], self._day[had[1]])
        day = int(self._random.choice(days)) if len(days) else int(self._random.integers(self._days))
        others = self._random.permutation(np.setdiff1d(np.arange(len(taken)), [more, less]))
        return self._some(np.concatenate([[more, less], others]), self._around(day, 2 * SPAN), taken, missing)

    def _uneven(self, taken: Flags) -> tuple[Band, int, int]:
        """A band, and whoever of it had much and little.

        Which is drawn with some chance, as the two furthest apart may have nothing to exchange.
        """
        all_had = [band.shifts + SCALE * (taken[band.members] @ band.counts) for band in self._bands]
        beyond = np.asarray([1 + max(int(had.max() - had.min()) - SCALE, 0) for had in all_had], dtype=float)
        chosen = int(self._random.choice(len(beyond), p=beyond / beyond.sum()))
        had = all_had[chosen] + self._random.uniform(-SCALE, SCALE, len(all_had[chosen]))
        band = self._bands[chosen]
        return band, int(band.members[np.argmax(had)]), int(band.members[np.argmin(had)])

    def _people(self, hole: int | None, taken: Flags, far: Numbers) -> Ints:
        """Everybody, in order; at a hole two who may fill it and are off that day go first, then others."""
        order = self._order(far)
        if hole is None:
            return order
        able = self._allowed[order, hole]
        off = able & ~taken[order][:, self._day == self._day[hole]].any(axis=1)
        first = off & (off.cumsum() <= 2)
        return order[np.lexsort((~able, ~first))]

    def _order(self, far: Numbers) -> Ints:
        """Everybody, those who are far from the bound rather first."""
        weight = far + AT_RANDOM * far.mean() + 1.0
        return np.argsort(self._random.exponential(size=len(weight)) / weight)

    def _window(self, hole: int | None, length: int) -> Flags:
        """Kinds of duty on some days in a row, around the hole where there is one."""
        return self._around(
            int(self._random.integers(self._days)) if hole is None else int(self._day[hole]), length
        )

    def _around(self, day: int, length: int) -> Flags:
        """Kinds of duty on some days in a row with `day` among them."""
        first = day - int(self._random.integers(length))
        window: Flags = (self._day >= first) & (self._day < first + length)
        return window

    def _some(self, people: Ints, kinds: Flags, taken: Flags, missing: Ints) -> Flags:
        """The first of `people` whose decisions are few enough."""
        return self._opened(people[: self._fitting(people, kinds, taken, missing)], kinds)

    def _opened(self, people: Ints, kinds: Flags) -> Flags:
        """These kinds of duty for people and those who are tied to them."""
        others = [other for one, other in self._tied if one in people]
        flags: Flags = np.isin(self.pairs[:, 0], [*people, *others]) & kinds[self.pairs[:, 1]]
        return flags

    def _fitting(self, people: Ints, kinds: Flags, taken: Flags, missing: Ints) -> int:
        """How many of `people`, in order, can be opened within the decisions to be opened; two at least."""
        order = people[:, None], np.flatnonzero(kinds)[None, :]
        freed = missing[kinds] + taken[order].cumsum(axis=0)
        allowed = self._allowed[:, kinds]
        opened = np.asarray([allowed[people[: n + 1]][:, freed[n] > 0].sum() for n in range(len(people))])
        return max(2, int(np.searchsorted(opened, self._move.size, side="right")))
