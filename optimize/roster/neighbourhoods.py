"""Which part of a roster is opened for improvement while the rest stands still."""

from __future__ import annotations

import numpy as np

from optimize.linear import Numbers
from optimize.roster.calendar import Flags
from optimize.roster.columns.moves import Move, drawn
from optimize.roster.model import RosterModel
from optimize.roster.pairs import tied
from optimize.roster.uneven import Uneven
from quarterhour.arrays import Ints

WHOLE, FIRST_OPEN = 200, 100
"""Decisions that are opened at once where there are no more; at first, before a kind of neighbourhood grows."""

MOST_OPEN = 800
"""Decisions opened at most (measured: units of 8 to 15 people whose last hole needs many at once are filled with
450, in larger units 200 gain more while everything still gains)."""

EXCHANGING = 3
"""People who exchange duties (measured: three to five gain about as much, two less)."""

SPAN = 7
"""Days of a stretch of some people's duties."""

NEWLY_OPEN = 0.7
"""How often a hole is one that a known roster did not have, where there are both: what was left open there was
searched before (measured: 1,221,914 points of 1,228,151 in twenty units near a base, for the same work)."""

FIRST_EVEN, WIDER = 100, 1.4
"""Decisions that are opened for two uneven people at first, and by how much more with every try (measured: small
parts mend most for their work, large ones what small ones do not)."""

MOST_EVEN = 1000
"""Decisions of a whole group that are opened at most on all days (measured: 586 mended, 1956 and 2691 not)."""

EVERYTHING = 3
"""One of so many tries is not held to what is to be shared evenly (measured: seldom better)."""

AT_RANDOM = 0.5
"""Of a person's chance to be drawn, in shares of the mean gap: nobody stays out of play."""


class Neighbourhoods:
    """Draws sets of decisions: by what each kind has saved for its work of late, and by who is far from the bound.

    `people` are some over the whole horizon, `stretch` is more of them over a week, `days` everybody (or many)
    over one day or a few. All turn to holes first while there are any: people who may fill one, days around one.
    Decisions about duties that others keep filled do not count, as nothing can be decided there. `exchange` lets
    a few people share anew what they have and what nobody has, one who may fill a hole among them. It takes little
    work, and finds most. `even_out` is for two comparable people who are too far apart: they and others share anew
    what is to be shared evenly (weekends, nights, holidays), or everything.
    """

    def __init__(self, model: RosterModel, random: np.random.Generator) -> None:
        self.pairs = np.argwhere(model.allowed)
        self._allowed, self._random = model.allowed, random
        self._places = model.facts.kinds["people"].to_numpy(np.int64)
        self._day = model.facts.kinds["day_number"].to_numpy(np.int64)
        self._days = model.facts.calendar.days
        self._left_open = model.left_open
        self._uneven = Uneven(model, random)
        self._shared = sum((band.counts for band in model.bands), np.zeros_like(self._day)) > 0
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
        hole = self._hole(np.flatnonzero(missing))
        if self._move.name == "exchange":
            return self._exchange(hole, taken, far, missing)
        everywhere = np.ones(len(self._day), dtype=bool)
        people = self._people(hole, taken, far)
        if self._move.name == "people":
            return self._some(people, everywhere, taken, missing)
        if self._move.name == "stretch":
            return self._some(people, self._window(hole, SPAN), taken, missing)
        length, kinds = self._days, everywhere
        while length > 1 and self._fitting(people, kinds, taken, missing, self._move.size) < len(people):
            length = max(1, length * 2 // 3)
            kinds = self._window(hole, length)
        return self._some(people, kinds, taken, missing)

    def newly_open(self, taken: Flags) -> bool:
        """Whether a place is open of duties that had none open before."""
        missing = self._places - taken.sum(axis=0)
        return bool((missing[~self._left_open] > 0).any())

    def _hole(self, holes: Ints) -> int | None:
        """One of these kinds of duty, rather one that had no open place before."""
        new = holes[~self._left_open[holes]]
        if 0 < len(new) < len(holes) and self._random.random() < NEWLY_OPEN:
            holes = new
        return int(self._random.choice(holes)) if len(holes) else None

    def even_out(self, taken: Flags) -> Flags | None:
        """Two who are more than one apart, and others: days that are shared, or all; None where nobody is."""
        apart = self._uneven.draw(taken)
        if apart is None:
            return None
        others = self._random.permutation(np.setdiff1d(np.arange(len(taken)), [apart.more, apart.less]))
        people = np.concatenate([[apart.more, apart.less], others])
        everything = apart.tries % EVERYTHING == EVERYTHING - 1
        kinds = np.ones_like(self._shared) if everything else self._shared
        most = FIRST_EVEN * WIDER**apart.tries
        missing = self._places - taken.sum(axis=0)
        people = people[: self._fitting(people, kinds, taken, missing, most)]
        return self._opened(people, kinds & _free(people, taken, missing))

    def even_groups(self, taken: Flags, *, late: bool) -> list[Ints]:
        """The people of each group some of whom are too far apart, in what is `late` alone or in anything."""
        return self._uneven.groups(taken, late=late)

    def all_of(self, people: Ints, taken: Flags) -> Flags:
        """What these people have on any day, or nobody has, open to each of them.

        Where that is too much at once, only what is to be shared evenly.
        """
        free = _free(people, taken, self._places - taken.sum(axis=0))
        flags = self._opened(people, free)
        return flags if flags.sum() <= MOST_EVEN else self._opened(people, free & self._shared)

    def _exchange(self, hole: int | None, taken: Flags, far: Numbers, missing: Ints) -> Flags:
        """What a few people have, or nobody has, open to each of them: the first may fill the hole."""
        people = self._order(far)
        first = 0 if hole is None else int(np.argmax(self._allowed[people, hole]))
        people = np.concatenate([people[first : first + 1], np.delete(people, first)])[:EXCHANGING]
        return self._opened(people, _free(people, taken, missing))

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
        day = int(self._random.integers(self._days)) if hole is None else int(self._day[hole])
        first = day - int(self._random.integers(length))
        window: Flags = (self._day >= first) & (self._day < first + length)
        return window

    def _some(self, people: Ints, kinds: Flags, taken: Flags, missing: Ints) -> Flags:
        """The first of `people` whose decisions are few enough."""
        some = people[: self._fitting(people, kinds, taken, missing, self._move.size)]
        return self._opened(some, kinds & _free(some, taken, missing))

    def _opened(self, people: Ints, kinds: Flags) -> Flags:
        """These kinds of duty for people and those who are tied to them."""
        others = [other for one, other in self._tied if one in people]
        flags: Flags = np.isin(self.pairs[:, 0], [*people, *others]) & kinds[self.pairs[:, 1]]
        return flags

    def _fitting(self, people: Ints, kinds: Flags, taken: Flags, missing: Ints, most: float) -> int:
        """How many of `people`, in order, can be opened with at most so many decisions; two at least."""
        order = people[:, None], np.flatnonzero(kinds)[None, :]
        freed = missing[kinds] + taken[order].cumsum(axis=0)
        allowed = self._allowed[:, kinds]
        opened = np.asarray([allowed[people[: n + 1]][:, freed[n] > 0].sum() for n in range(len(people))])
        return max(2, int(np.searchsorted(opened, most, side="right")))


def _free(people: Ints, taken: Flags, missing: Ints) -> Flags:
    """(G,) kinds that one of these people has, or that have an open place."""
    free: Flags = taken[people].any(axis=0) | (missing > 0)
    return free
