"""Days played slot by slot: who is served when, and how people and queue stand whenever a slot begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.staffing.customers import Customers
from quarterhour.arrays import Floats, Ints, Mask

CROWDED = 0.75
"""A step works on all lanes of a slot until fewer than this share go on; then on those only."""


@dataclass(frozen=True)
class Played:
    """A staffing played: waits, and the states from which any slot can be played again.

    Attributes
    ----------
    wait
        By customer's row; infinite for those who leave or are never served.
    ready
        When each person is free, shape (slots + 1, people, lanes), at the beginning of each slot.
    next
        Row of the first customer not begun, shape (slots + 1, lanes).
    """

    wait: Floats
    ready: Floats
    next: Ints


@dataclass(frozen=True)
class Day:
    """Customers, the length of a slot and how many people there can be at most.

    Person j is on in a slot where more than j people are staffed. Whoever is first in the queue goes to the
    person on who is free first (of equals: the lowest). Those who go off finish the customer in hand. In the
    last slot of a spell those on stay until everybody is served. Nothing later than a slot is needed to play
    it, so a change is played from its slot on.
    """

    customers: Customers
    grain: int
    last: Ints
    most: int

    def play(self, people: Ints) -> Played:
        """Play a staffing, shape (spells, slots)."""
        slots, lanes = people.shape[1], len(self.customers.first)
        wait = np.full(len(self.customers.arrival), np.inf)
        ready, queue = np.zeros((slots + 1, self.most, lanes)), np.zeros((slots + 1, lanes), dtype=np.int64)
        queue[0] = self.customers.first
        every = np.arange(lanes)
        for slot in range(slots):
            given = people[every // self.customers.replications, slot]
            at = np.full(lanes, slot)
            ready[slot + 1], queue[slot + 1], rows, waits = self.slot(every, at, given, ready[slot], queue[slot])
            wait[rows] = waits
        return Played(wait, ready, queue)

    def slot(
        self, lane: Ints, slot: Ints, people: Ints, ready: Floats, queue: Ints
    ) -> tuple[Floats, Ints, Ints, Floats]:
        """Play one slot of some lanes, each its own.

        Returns
        -------
        ready, queue
            At the slot's end; everybody who is free is free as of then.
        rows, waits
            Customers whose wait ended, by being served or by leaving (infinite).
        """
        begin = slot * float(self.grain)
        end = begin + self.grain
        limit = np.where(slot == self.last[lane // self.customers.replications], np.inf, end)
        on = np.arange(self.most)[:, None] < people
        queue = queue.copy()
        free = np.where(on, np.maximum(ready, begin), np.inf)
        rows, waits = [], []
        place, mine, until = np.arange(len(lane)), free, limit
        row, final = queue.copy(), ready.copy()
        while len(place):
            column = np.arange(len(place))
            came = self.customers.arrival[row]
            able = np.maximum(mine, came)
            who = able.argmin(axis=0)
            start = able[who, column]
            goes = start < until
            if not goes.any():
                break
            wait = np.subtract(start, came, out=np.full(len(came), np.inf), where=goes)
            stays = goes & (wait <= self.customers.patience[row])
            mine[who[stays], column[stays]] = (start + self.customers.handling[row])[stays]
            rows.append(row[goes])
            waits.append(np.where(stays, wait, np.inf)[goes])
            row = row + goes
            if goes.mean() < CROWDED:
                self._keep(final, queue, place, ~goes, mine, row, on)
                place, mine, until, row = place[goes], mine[:, goes], until[goes], row[goes]
        self._keep(final, queue, place, np.ones(len(place), dtype=bool), mine, row, on)
        none = np.empty(0)
        return (
            np.maximum(final, end),
            queue,
            np.concatenate([*rows, none.astype(np.int64)]),
            np.concatenate([*waits, none]),
        )

    @staticmethod
    def _keep(final: Floats, queue: Ints, place: Ints, which: Mask, mine: Floats, row: Ints, on: Mask) -> None:
        """Write down how the lanes stand that are through with the slot; changes `final` and `queue`."""
        done = place[which]
        final[:, done] = np.where(on[:, done], mine[:, which], final[:, done])
        queue[done] = row[which]
