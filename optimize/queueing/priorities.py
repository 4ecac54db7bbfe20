"""Several kinds of customers, taken by priority by people with on-windows: many lanes side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from optimize.queueing.first_come import NEVER
from quarterhour.arrays import Floats, Ints

NOT_TAKEN = -1
"""Rank of a kind that a pattern does not take."""


@dataclass(frozen=True)
class Starts:
    """When and by whom each customer is served, in their order.

    Attributes
    ----------
    begin
        When service begins: NaN for those who leave, infinite for those nobody ever serves.
    pattern
        Pattern of the window in which the person serving them began; -1 for those not served.
    person
        Who serves them, in the order of the windows; only where they are served.
    """

    begin: Floats
    pattern: Ints
    person: Ints


class Serve(Protocol):
    """`serve`, or what gives the same."""

    def __call__(
        self,
        lane: Ints,
        kind: Ints,
        arrival: Floats,
        handling: Floats,
        patience: Floats,
        starts: Floats,
        ends: Floats,
        pattern: Ints,
        ranks: Ints,
        reserve: Ints | None = None,
    ) -> Starts:
        """When each customer's service begins, and by whom."""


def serve(
    lane: Ints,
    kind: Ints,
    arrival: Floats,
    handling: Floats,
    patience: Floats,
    starts: Floats,
    ends: Floats,
    pattern: Ints,
    ranks: Ints,
    reserve: Ints | None = None,
) -> Starts:
    """When each customer's service begins, and by whom of which pattern.

    Each lane is a place with its own people and one queue a kind of customer, first come first served within
    the kind. Whom a person takes is a *pattern*, which may change from window to window: the kinds taken, each
    with a rank.

    - A person can begin at time t when the customer before is finished, t lies in an on-window, start <= t < end,
      and somebody waits at t whom the window's pattern takes. A customer in hand at the end of a window is
      finished; the next window keeps its start. Where everybody who came before closing is to be served, the
      window's end is infinite.
    - The next service is the one that can begin earliest, over all people and kinds. Of several people who
      could begin at the same time the one of least reserve does: unless said otherwise the one whose pattern
      takes the fewest kinds, so that those who take many stay free. Of equals the first in order does.
    - The person takes, of the kinds waiting that the pattern takes, the one of least rank; of equal ranks the
      one whose first customer came earlier, then the kind of lower number. Nobody in hand is put aside.
    - A customer whose wait would exceed the patience leaves, and nothing else is as if he had come.

    With one kind, one pattern and the same windows this is `first_come.serve`, to the last bit.

    A step takes one customer of every lane that has one left: its next start, or somebody who has left by then.
    Lanes with more customers stand first, so each step works on a leading block. What has passed never comes
    back: first customers and people's times only grow, so a window once left is left for good.

    Parameters
    ----------
    lane, kind
        Of each customer; customers are sorted by lane, and by arrival within it.
    arrival, handling, patience
        In one unit of time; patience is infinite for those who never leave.
    starts, ends
        On-windows in order of time, not overlapping, shape (windows, people, lanes). One with end <= start is
        empty.
    pattern
        Same shape: row of `ranks`.
    ranks
        Shape (patterns, kinds): rank of each kind, least first; `NOT_TAKEN` where it is not taken.
    reserve
        Shape (patterns): how much people of a pattern are kept free; by default the number of kinds it takes.
    """
    kinds, lanes = ranks.shape[1], starts.shape[2]
    counts = np.bincount(lane, minlength=lanes)
    busiest = np.argsort(-counts, kind="stable")
    place = np.empty(lanes, dtype=np.int64)
    place[busiest] = np.arange(lanes)
    taste = _Taste(ranks, reserve, lanes)
    queues = _Queues(place[lane] * kinds + kind, lanes, kinds, arrival, handling, patience)
    people = _People(starts[:, :, busiest], ends[:, :, busiest], pattern[:, :, busiest], taste)
    position = np.arange(len(lane)) - np.repeat(np.cumsum(counts) - counts, counts)
    for size in np.bincount(position):
        head = queues.head[:, :size]
        time, who, row = people.next(taste.earliest(head), int(size))
        which = taste.choose(head, time, row)
        people.finish(who, queues.take(which, time, row, who))
    begin = queues.begin[queues.slot]
    begin[begin >= NEVER] = np.inf
    served = np.isfinite(begin)
    return Starts(begin, np.where(served, queues.server[queues.slot], -1), queues.by[queues.slot] // max(lanes, 1))


class _Taste:
    """Whom each pattern takes, and in which order."""

    def __init__(self, ranks: Ints, reserve: Ints | None, lanes: int) -> None:
        self.kinds = [np.flatnonzero(row != NOT_TAKEN) for row in ranks]
        self.reserve = np.array([len(kinds) for kinds in self.kinds]) if reserve is None else reserve
        last = int(ranks.max(initial=0)) + 1
        self.last, self.ranks = last, np.ascontiguousarray(np.where(ranks == NOT_TAKEN, last, ranks).T)
        self.ties = any(
            len(np.unique(row[kinds])) < len(kinds) for row, kinds in zip(ranks, self.kinds, strict=True)
        )
        self.soonest = np.full((len(ranks), lanes), NEVER)

    def earliest(self, head: Floats) -> Floats:
        """Arrival of the first customer whom each pattern takes, shape (patterns, lanes of all steps)."""
        size = head.shape[1]
        for row, kinds in enumerate(self.kinds):
            target = self.soonest[row, :size]
            for number, kind in enumerate(kinds):
                np.minimum(head[kind], target if number else NEVER, out=target)
        return self.soonest

    def choose(self, head: Floats, time: Floats, row: Ints) -> Ints:
        """The kind that is taken in each lane; where nobody ever serves again, any that is left."""
        size = head.shape[1]
        which = np.zeros(size, dtype=np.int64)
        if len(head) == 1:
            return which
        least = np.full(size, self.last)
        first = np.full(size, NEVER)
        for kind, came in enumerate(head):
            rank = self.ranks[kind].take(row)
            better = rank < least
            if self.ties:
                better |= (rank == least) & (came < first) & (rank < self.last)
            better &= came <= time
            np.copyto(which, kind, where=better)
            np.copyto(least, rank, where=better)
            if self.ties:
                np.copyto(first, came, where=better)
        over = time >= NEVER
        if over.any():
            which[over] = head[:, over].argmin(axis=0)
        return which


class _Queues:
    """The queue of each kind in each lane, and what became of its customers.

    Customers lie by lane and kind, and after each queue nobody, who comes never.
    """

    def __init__(
        self, cell: Ints, lanes: int, kinds: int, arrival: Floats, handling: Floats, patience: Floats
    ) -> None:
        ordered = np.argsort(cell, kind="stable")
        self.slot = np.empty_like(ordered)
        self.slot[ordered] = np.arange(len(cell)) + cell[ordered]
        size = len(cell) + lanes * kinds
        self.came, self.takes, self.stays = np.full((3, size), NEVER)
        for placed, values in ((self.came, arrival), (self.takes, handling), (self.stays, patience)):
            placed[self.slot] = values
        self.begin, self.server, self.by = np.full(size, NEVER), np.full(size, -1), np.zeros(size, np.int64)
        length = np.bincount(cell, minlength=lanes * kinds)
        first = np.cumsum(length) - length + np.arange(lanes * kinds)
        self.first = np.ascontiguousarray(first.reshape(lanes, kinds).T)
        self.head = self.came[self.first]
        self.lanes = np.arange(lanes)

    def take(self, which: Ints, time: Floats, row: Ints, who: Ints) -> Floats:
        """Take the first customer of a kind in each lane; until when he is served, -NEVER if he has left."""
        cell = which * len(self.lanes) + self.lanes[: len(which)]
        first, head = self.first.reshape(-1), self.head.reshape(-1)
        customer = first.take(cell)
        stay = time - head.take(cell) <= self.stays.take(customer)
        self.begin[customer] = np.where(stay, time, np.nan)
        self.server[customer] = row
        self.by[customer] = who
        first[cell] = customer + 1
        head[cell] = self.came.take(customer + 1)
        until: Floats = np.where(stay, time + self.takes.take(customer), -NEVER)
        return until


class _People:
    """Everybody's present window, and when they are ready."""

    def __init__(self, starts: Floats, ends: Floats, pattern: Ints, taste: _Taste) -> None:
        _, people, self.lanes = starts.shape
        nothing = np.full((1, people, self.lanes), NEVER)
        self.begin_at = np.concatenate([starts, nothing]).ravel()
        self.end_at = np.concatenate([ends, np.full_like(nothing, np.inf)]).ravel()
        rows = np.concatenate([pattern, pattern[-1:]])
        person, lane = np.arange(people)[:, None], np.arange(self.lanes)
        self.bits = max(people - 1, 1).bit_length()
        self.cell_at = (rows * self.lanes + lane).ravel()
        self.order_at = ((taste.reserve[rows] << self.bits) + person).ravel()
        self.last = int(self.order_at.max(initial=0)) + 1
        self.at = np.arange(people * self.lanes)
        shape, one = (people, self.lanes), people * self.lanes
        self.ready, self.end, self.cell, self.order = (
            values[:one].reshape(shape).copy()
            for values in (self.begin_at, self.end_at, self.cell_at, self.order_at)
        )
        self.columns = lane

    def next(self, earliest: Floats, size: int) -> tuple[Floats, Ints, Ints]:
        """Time of the next start in each lane, the person's flat index, and the pattern of the window."""
        came = earliest.reshape(-1)
        able = np.maximum(self.ready[:, :size], came.take(self.cell[:, :size]))
        over = np.flatnonzero(able >= self.end[:, :size])
        if len(over):
            self._move_on(able, over, came)
        time = able.min(axis=0)
        order = np.where(able == time, self.order[:, :size], self.last).min(axis=0)
        who = (order & ((1 << self.bits) - 1)) * self.lanes + self.columns[:size]
        return time, who, self.cell.reshape(-1).take(who) // self.lanes

    def finish(self, who: Ints, until: Floats) -> None:
        """Keep people busy until then."""
        ready = self.ready.reshape(-1)
        ready[who] = np.maximum(ready.take(who), until)

    def _move_on(self, able: Floats, over: Ints, came: Floats) -> None:
        """Move people whose window is over to the first one in which they can begin; changes `able`."""
        flat, one = able.reshape(-1), self.ready.size
        person, lane = np.divmod(over, able.shape[1])
        who = person * self.lanes + lane
        while len(who):
            at = self.at.take(who) + one
            ready = np.maximum(self.ready.reshape(-1).take(who), self.begin_at.take(at))
            end, cell = self.end_at.take(at), self.cell_at.take(at)
            can = np.maximum(ready, came.take(cell))
            self.at[who], flat[over] = at, can
            self.ready.reshape(-1)[who], self.end.reshape(-1)[who] = ready, end
            self.cell.reshape(-1)[who], self.order.reshape(-1)[who] = cell, self.order_at.take(at)
            still = can >= end
            if not still.any():
                return
            who, over = who[still], over[still]
