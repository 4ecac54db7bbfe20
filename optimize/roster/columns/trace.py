"""Rosters read back from the tables of `batch`, all people at once, by which way each number was reached."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimize.roster.columns.batch import Batch, Filled
from optimize.roster.columns.problem import Flags, Ids, Rosters
from optimize.roster.columns.stints import NEVER


def traced(batch: Batch, filled: Filled) -> tuple[Ids, Ids, Rosters]:
    """Each person who has a roster, the price of the cheapest, and its days."""
    value, state = _last(batch, filled)
    none = np.empty(0, dtype=np.int64)
    stints = [(none, none, none)]
    while state.going:
        state.rest(batch, filled)
        stints.append(state.stint(batch, filled))
    rosters = np.zeros((len(value), batch.days), dtype=np.int8)
    row, first, option = (np.concatenate([part[i] for part in stints]) for i in range(3))
    length = batch.length[option]
    kinds = filled.stints.trace(length, batch.needs[option], first, state.person[row])
    for day in range(kinds.shape[1]):
        here = length > day
        rosters[row[here], first[here] + day] = kinds[here, day]
    return batch.people[state.person], value, rosters


class _State:
    """Where each roster stands on the way back from its last day.

    Attributes
    ----------
    day, used, weekends, level
        The state of the tables, and the number there.
    ready
        Whether it is one of R, else of E.
    """

    def __init__(self, person: Ids, day: Ids, used: Ids, weekends: Ids, level: Ids, ready: Flags) -> None:
        self.person, self.day, self.used, self.weekends = person, day, used, weekends
        self.level, self.ready = level, ready

    @property
    def going(self) -> bool:
        """Whether some roster still has days before."""
        return bool(((self.day > 0) | ~self.ready).any())

    def rest(self, batch: Batch, filled: Filled) -> None:
        """Back over days off, to the end of a stint or to the first day.

        A day off before is on the way as long as R less the prices of all days off before it stays the same.
        """
        on = np.flatnonzero(self.ready & (self.day > 0))
        if not len(on):
            return
        day, person = self.day[on], self.person[on]
        before = np.arange(day.max())[:, None]
        place = (before, *self.used[on, 1:].T, self.weekends[on], self.used[on, 0], person)
        target = self.level[on] - filled.offs[day, person]
        leaves = (filled.ready[place] - filled.offs[before, person] != target) & (before < day)
        until = np.where(leaves.any(axis=0), len(before) - leaves[::-1].argmax(axis=0), 0)
        self.day[on], self.level[on] = until, target + filled.offs[until, person]
        on = on[until > 0]
        self.day[on] -= batch.rest
        self.level[on] -= filled.rests[self.day[on], self.person[on]]
        self.ready[on] = False

    def stint(self, batch: Batch, filled: Filled) -> tuple[Ids, Ids, Ids]:
        """Back over one stint of each roster that ends in one: which rosters, the first day, the option."""
        row = np.flatnonzero(~self.ready)
        first = self.day[row] - batch.length[:, None]
        before = self.used[row] - batch.needs[:, None, :]
        inside = (first >= 0) & (before >= 0).all(axis=2)
        first, before = np.maximum(first, 0), np.maximum(before, 0)
        more = batch.touched[batch.length[:, None], first]
        inside &= self.weekends[row] >= more
        units, *counted = np.moveaxis(before, 2, 0)
        place = (first, *counted, np.maximum(self.weekends[row] - more, 0), units, self.person[row])
        cost = filled.costs[np.arange(len(batch.length))[:, None], first, self.person[row]]
        total = filled.ready[place].astype(np.int64) + cost
        option = (
            (inside & (total == self.level[row])).argmax(axis=0) if len(total) else np.empty(0, dtype=np.int64)
        )
        column = np.arange(len(row))
        self.level[row] -= cost[option, column]
        self.day[row], self.ready[row] = first[option, column], True
        self.used[row] -= batch.needs[option]
        self.weekends[row] -= more[option, column]
        return row, first[option, column], option


def _last(batch: Batch, filled: Filled) -> tuple[Ids, _State]:
    """The cheapest end of each person who has one."""
    after = [filled.offs[-1] - filled.offs[day] for day in (batch.days, *filled.ends)]
    tables = [filled.ready[batch.days], *filled.ends.values()]
    final = np.stack([table + rest for table, rest in zip(tables, after, strict=True)])
    axes = [np.arange(size).reshape(-1, *[1] * (final.ndim - 2 - at)) for at, size in enumerate(final.shape[1:-1])]
    amounts = [axes[-1], *axes[:-2], axes[-2]]
    least, most = (np.column_stack([used, batch.weekends]).T for used in (batch.least, batch.most))
    for amount, low, high in zip(amounts, least, most, strict=True):
        final[np.broadcast_to((amount < low) | (amount > high), final.shape)] = NEVER
    person, value, place = _cheapest(final)
    way, *counts, worked, hours = place
    day = np.array([batch.days, *filled.ends])[way]
    level = value - np.stack(after)[way, person]
    return value, _State(person, day, np.stack([hours, *counts], axis=1), worked, level, way == 0)


def _cheapest(final: NDArray[np.int64]) -> tuple[Ids, Ids, tuple[Ids, ...]]:
    """The people who have some end; the value and place (all axes but the person's) of the cheapest."""
    flat = final.reshape(-1, final.shape[-1])
    at = flat.argmin(axis=0)
    value = flat[at, np.arange(flat.shape[1])]
    person = np.flatnonzero(value < NEVER // 2)
    return person, value[person], np.unravel_index(at[person], final.shape[:-1])
