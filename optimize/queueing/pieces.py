"""Long lanes served piece by piece of time, all pieces side by side.

What happens after an instant depends on what was before only through who still waits then and who is still busy.
So all pieces of all lanes are served as if nothing were left of the piece before, then those again to which
something is carried over, and so on until nothing changes: what comes out is what `priorities.serve` gives, to
the last bit. It pays where a lane's queue is empty at most cuts: a step takes one customer of every piece.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.queueing.priorities import Serve, Starts, serve
from optimize.queueing.windows import Windows, placed
from quarterhour.arrays import Floats, Ints, Mask, spread

PASSES = 6
"""Lanes in which pieces still change after so many passes are served from end to end."""


def serve_in_pieces(
    cuts: Floats,
    lane: Ints,
    kind: Ints,
    arrival: Floats,
    handling: Floats,
    patience: Floats,
    starts: Floats,
    ends: Floats,
    pattern: Ints,
    ranks: Ints,
    reserve: Ints,
    serving: Serve | None = None,
) -> Starts:
    """As `priorities.serve`, by pieces between the `cuts` (in order of time); other parameters as there.

    `serving` serves the pieces: `priorities.serve`, or what gives the same.
    """
    lanes = starts.shape[2]
    customers = _Customers(lane, kind, arrival, handling, patience, serving or serve)
    people = Windows(starts, ends, pattern)
    if not len(cuts) or not len(lane):
        return customers.served(lane, np.arange(len(lane)), people, ranks, reserve)
    work = _Work(customers, _cut(people, cuts), cuts, lanes, ranks, reserve)
    again = np.arange((len(cuts) + 1) * lanes)
    for _ in range(PASSES):
        again = work.play(again)
        if not len(again):
            break
    found = work.starts()
    for late in np.unique(again % lanes):
        own, column = np.flatnonzero(lane == late), slice(late, late + 1)
        alone = Windows(starts[:, :, column], ends[:, :, column], pattern[:, :, column])
        whole = customers.served(np.zeros_like(own), own, alone, ranks, reserve)
        found.begin[own], found.pattern[own], found.person[own] = whole.begin, whole.pattern, whole.person
    return found


@dataclass(frozen=True, eq=False)
class _Customers:
    """Who comes, by lane and arrival."""

    lane: Ints
    kind: Ints
    arrival: Floats
    handling: Floats
    patience: Floats
    serving: Serve

    def served(self, lane: Ints, chosen: Ints, people: Windows, ranks: Ints, reserve: Ints) -> Starts:
        """Some of them, each in a lane of `people`."""
        asked = self.kind[chosen], self.arrival[chosen], self.handling[chosen], self.patience[chosen]
        return self.serving(lane, *asked, people.starts, people.ends, people.pattern, ranks, reserve)


def _cut(windows: Windows, cuts: Floats) -> Windows:
    """Windows cut where a piece ends, a lane a piece: number of the piece x lanes + lane."""
    lanes = windows.starts.shape[2]
    _, person, lane = at = np.nonzero(windows.ends > windows.starts)
    begin, end, row = windows.starts[at], windows.ends[at], windows.pattern[at]
    first, last = np.searchsorted(cuts, begin, side="right"), np.searchsorted(cuts, end, side="left")
    which, piece = spread(first, last + 1)
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    begin, end = np.maximum(begin[which], edges[piece]), np.minimum(end[which], edges[piece + 1])
    count = (len(cuts) + 1) * lanes
    return placed(piece * lanes + lane[which], person[which], begin, end, row[which], count)


class _Work:
    """What became of customers in each piece when it was served last, and what is carried from piece to piece.

    Rows are those of `piece` and `who`: a customer is in a row of his own piece, and of each that he is carried
    into.
    """

    def __init__(
        self, customers: _Customers, windows: Windows, cuts: Floats, lanes: int, ranks: Ints, reserve: Ints
    ) -> None:
        self.customers, self.windows, self.lanes, self.tastes = customers, windows, lanes, (ranks, reserve)
        self.until = np.repeat(np.append(cuts, np.inf), lanes)
        self.own = np.searchsorted(cuts, customers.arrival, side="right") * lanes + customers.lane
        self.carried = np.empty(0, dtype=np.int64)
        self.busy = np.full(windows.starts.shape[1:], -np.inf)
        self.piece, self.who = self.carried, self.carried
        self.begin, self.pattern, self.person = np.empty(0), self.carried, self.carried

    def play(self, again: Ints) -> Ints:
        """Serve these pieces (ascending) with what is carried into them; those into which other things are now."""
        count = len(self.customers.lane)
        into, carried = np.divmod(self.carried, count)
        own, more = np.flatnonzero(np.isin(self.own, again)), np.isin(into, again)
        piece = np.concatenate([self.own[own], into[more]])
        who = np.concatenate([own, carried[more]])
        order = np.lexsort((who, piece))
        piece, who = piece[order], who[order]
        begin = np.maximum(self.windows.starts[:, :, again], self.busy[:, again])
        people = Windows(begin, self.windows.ends[:, :, again], self.windows.pattern[:, :, again])
        found = self.customers.served(np.searchsorted(again, piece), who, people, *self.tastes)
        kept = ~np.isin(self.piece, again)
        self.piece, self.who = np.append(self.piece[kept], piece), np.append(self.who[kept], who)
        self.begin = np.append(self.begin[kept], found.begin)
        self.pattern = np.append(self.pattern[kept], found.pattern)
        self.person = np.append(self.person[kept], found.person)
        return self._carry(count)

    def _carry(self, count: int) -> Ints:
        """Take over what is left of each piece into the next one; the pieces for which that is something else."""
        still = ~self._settled & np.isfinite(self.until[self.piece])
        carried = np.unique((self.piece[still] + self.lanes) * count + self.who[still])
        served = np.isfinite(self.begin)
        ends = self.begin[served] + self.customers.handling[self.who[served]]
        latest = self.busy.copy()
        np.maximum.at(latest, (self.person[served], self.piece[served]), ends)
        busy = np.full_like(self.busy, -np.inf)
        busy[:, self.lanes :] = latest[:, : -self.lanes]
        busy[:, self.lanes :][latest[:, : -self.lanes] <= self.until[: -self.lanes]] = -np.inf
        other = np.setxor1d(carried, self.carried) // count
        changed = np.union1d(other, np.flatnonzero((busy != self.busy).any(axis=0)))
        self.carried, self.busy = carried, busy
        return changed

    @property
    def _settled(self) -> Mask:
        """Rows of customers who are served in the piece, or have left by its end."""
        waits = self.until[self.piece] - self.customers.arrival[self.who]
        settled: Mask = np.isfinite(self.begin) | (waits > self.customers.patience[self.who])
        return settled

    def starts(self) -> Starts:
        """What becomes of each customer in the end."""
        count = len(self.customers.lane)
        begin = np.where(np.isfinite(self.customers.patience), np.nan, np.inf)
        pattern, person = np.full(count, -1), np.zeros(count, dtype=np.int64)
        served = np.isfinite(self.begin)
        who = self.who[served]
        begin[who], pattern[who], person[who] = self.begin[served], self.pattern[served], self.person[served]
        return Starts(begin, pattern, person)
