"""First come, first served, by people with on-windows: many lanes side by side, one customer of each at a time."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints

NEVER = float(np.finfo(np.float64).max)
"""When somebody without a further window can begin; below infinity, so that it compares like a time."""


def serve(lane: Ints, arrival: Floats, handling: Floats, patience: Floats, starts: Floats, ends: Floats) -> Floats:
    """When each customer's service begins: NaN for those who leave, infinite for those nobody ever serves.

    As `could_begin`, for those who are still there then.
    """
    begin = could_begin(lane, arrival, handling, patience, starts, ends)
    with np.errstate(invalid="ignore"):
        return np.where(begin - arrival <= patience, begin, np.nan)


def could_begin(
    lane: Ints, arrival: Floats, handling: Floats, patience: Floats, starts: Floats, ends: Floats
) -> Floats:
    """When each customer's service begins or, of those who leave before, would have begun; infinite for never.

    Each lane is one queue with its own people. A customer who arrives at a goes, after all who came before,
    to the person who can begin first (of equals: the first in order). A person can begin at time t when the
    customer before is finished and t lies in an on-window, start <= t < end. A customer in hand at the end of
    a window is finished; the next window keeps its start, so an overrun shortens the break. Where a person is
    to serve everybody who came before closing, the window's end is infinite. A customer whose wait would
    exceed the patience leaves, and the people's times are as if he had not come: for first come, first served
    that is exact. The recursion is Kiefer and Wolfowitz's (1955), with windows.

    Step i takes the i-th customer of every lane that has one. Lanes with more customers stand first, so each
    step works on a leading block.

    Parameters
    ----------
    lane
        Lane of each customer; customers are sorted by lane, and by arrival within it.
    arrival, handling, patience
        In one unit of time; patience is infinite for those who never leave.
    starts, ends
        On-windows in order of time, shape (windows, people, lanes). A window with end <= start is empty.
    """
    _, people, lanes = starts.shape
    counts = np.bincount(lane, minlength=lanes)
    busiest = np.argsort(-counts, kind="stable")
    rank = np.empty(lanes, dtype=np.int64)
    rank[busiest] = np.arange(lanes)
    position = np.arange(len(lane)) - np.repeat(np.cumsum(counts) - counts, counts)
    active = np.bincount(position, minlength=1)
    first = np.cumsum(active) - active
    slot = first[position] + rank[lane]
    came, takes, stays = (_placed(slot, values) for values in (arrival, handling, patience))
    clock = _Windows(*(times.transpose(0, 2, 1)[:, busiest] for times in (starts, ends)))
    ready, end, row = clock.ready.reshape(-1), clock.end.reshape(-1), np.arange(lanes) * people
    some_leave = bool(np.isfinite(stays).any())
    began = np.empty_like(came)
    for block, size in zip(first.tolist(), active.tolist(), strict=True):
        now = slice(block, block + size)
        a = came[now]
        who = clock.first_able(a) + row[:size]
        since = ready.take(who)
        start = np.maximum(since, a)
        over = (start >= end.take(who)).nonzero()[0]
        if over.size:
            clock.move_on(over, a)
            who[over] = clock.first_able(a[over], over) + row[over]
            since[over] = ready.take(who[over])
            start[over] = np.maximum(since[over], a[over])
        until = start + takes[now]
        ready[who] = np.where(start - a <= stays[now], until, since) if some_leave else until
        began[now] = start
    answer: Floats = began[slot]
    answer[answer >= NEVER] = np.inf
    return answer


def _placed(slot: Ints, values: Floats) -> Floats:
    placed = np.empty_like(values)
    placed[slot] = values
    return placed


class _Windows:
    """Everybody's present window and when they are ready, shape (lanes, people).

    A window that is over is left when its person would be the next to begin: until then it hides nobody, as who
    moves on can begin later only.
    """

    def __init__(self, starts: Floats, ends: Floats) -> None:
        nothing = np.full((1, *starts.shape[1:]), NEVER)
        self.ready, self.end = starts[0].copy(), ends[0].copy()
        self.begin_at = np.concatenate([starts, nothing]).ravel()
        self.end_at = np.concatenate([ends, np.full_like(nothing, np.inf)]).ravel()
        self.at = np.arange(self.ready.size)

    def first_able(self, came: Floats, lanes: Ints | None = None) -> Ints:
        """Who can begin first with customers who come then, in the first lanes or in some."""
        ready = self.ready[: len(came)] if lanes is None else self.ready[lanes]
        person: Ints = np.maximum(ready, came[:, None]).argmin(axis=1)
        return person

    def move_on(self, lanes: Ints, came: Floats) -> None:
        """Move everybody in some lanes whose window is over to the first one in which they can begin."""
        ready, end = self.ready.reshape(-1), self.end.reshape(-1)
        row, person = np.nonzero(np.maximum(self.ready[lanes], came[lanes, None]) >= self.end[lanes])
        who, arrival = lanes[row] * self.ready.shape[1] + person, came[lanes[row]]
        while len(who):
            at = self.at[who] + self.ready.size
            begin, over = np.maximum(ready[who], self.begin_at[at]), self.end_at[at]
            self.at[who], ready[who], end[who] = at, begin, over
            still = np.maximum(begin, arrival) >= over
            who, arrival = who[still], arrival[still]
