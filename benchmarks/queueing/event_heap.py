"""One lane's queue as events on a heap, in plain Python: what the kernel is checked against."""

from __future__ import annotations

import heapq
from collections import deque

import numpy as np

from quarterhour.arrays import Floats, Ints


def by_heap(
    lane: Ints,
    arrival: Floats,
    handling: Floats,
    patience: Floats,
    starts: Floats,
    ends: Floats,
    lanes: Ints,
) -> Floats:
    """The same queues as events on a heap, in plain Python."""
    begins = []
    for one in lanes:
        own = lane == one
        came, takes, stays = arrival[own].tolist(), handling[own].tolist(), patience[own].tolist()
        windows = [list(zip(*pair, strict=True)) for pair in zip(
            starts[:, :, one].T.tolist(), ends[:, :, one].T.tolist(), strict=True
        )]  # fmt: skip
        begin, queue, free = [np.inf] * len(came), deque[int](), set(range(len(windows)))
        events = [(time, -1, who) for who, time in enumerate(came)]
        events += [(start, -2, person) for person, days in enumerate(windows) for start, _ in days]
        heapq.heapify(events)
        while events:
            now = events[0][0]
            while events and events[0][0] == now:
                _, person, who = heapq.heappop(events)
                if person == -1:
                    queue.append(who)
                elif person >= 0:
                    free.add(person)
            while queue:
                on = min((p for p in free if any(a <= now < b for a, b in windows[p])), default=-1)
                if on < 0:
                    break
                who = queue.popleft()
                if now - came[who] > stays[who]:
                    begin[who] = np.nan
                    continue
                begin[who] = now
                free.remove(on)
                heapq.heappush(events, (now + takes[who], on, who))
        for who in queue:
            begin[who] = np.nan
        begins.append(np.array(begin))
    return np.concatenate(begins)
