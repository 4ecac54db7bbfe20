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
    nothing = np.full((1, people, lanes), NEVER)
    begin_at = np.concatenate([starts[:, :, busiest], nothing])
    end_at = np.concatenate([ends[:, :, busiest], np.full_like(nothing, np.inf)])
    ready, end = begin_at[0].copy(), end_at[0].copy()
    clock = _Windows(begin_at, end_at, ready, end)
    columns = np.arange(lanes)
    began = np.empty_like(came)
    for block, size in zip(first, active, strict=True):
        now = slice(block, block + size)
        a = came[now]
        able = np.maximum(ready[:, :size], a)
        over = np.flatnonzero(able >= end[:, :size])
        if len(over):
            clock.move_on(able, over, a)
        who = able.argmin(axis=0)
        at = columns[:size]
        start = able[who, at]
        stay = start - a <= stays[now]
        ready[who, at] = np.where(stay, start + takes[now], ready[who, at])
        began[now] = start
    answer: Floats = began[slot]
    answer[answer >= NEVER] = np.inf
    return answer


def _placed(slot: Ints, values: Floats) -> Floats:
    placed = np.empty_like(values)
    placed[slot] = values
    return placed


class _Windows:
    """Everybody's present window; `ready` and `end` are the caller's, and change."""

    def __init__(self, begin_at: Floats, end_at: Floats, ready: Floats, end: Floats) -> None:
        self.begin_at, self.end_at = begin_at.ravel(), end_at.ravel()
        self.ready, self.end, self.lanes, self.one = ready.ravel(), end.ravel(), ready.shape[1], ready.size
        self.at = np.arange(ready.size)

    def move_on(self, able: Floats, over: Ints, arrival: Floats) -> None:
        """Move people whose window is over (flat places in `able`) to the first in which they can begin."""
        flat = able.ravel()
        person, lane = np.divmod(over, len(arrival))
        who, came = person * self.lanes + lane, arrival[lane]
        while len(who):
            at = self.at[who] + self.one
            ready = np.maximum(self.ready[who], self.begin_at[at])
            end, start = self.end_at[at], np.maximum(ready, came)
            self.at[who], self.ready[who], self.end[who], flat[over] = at, ready, end, start
            still = start >= end
            if not still.any():
                return
            who, over, came = who[still], over[still], came[still]
