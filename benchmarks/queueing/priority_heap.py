"""Queues with priorities as events on a heap, in plain Python: the peer of the kernel with priorities."""

from __future__ import annotations

import heapq
from collections import deque

import numpy as np

from optimize.queueing.priorities import NOT_TAKEN
from quarterhour.arrays import Floats, Ints


def heap_by_priority(
    lane: Ints,
    kind: Ints,
    arrival: Floats,
    handling: Floats,
    patience: Floats,
    starts: Floats,
    ends: Floats,
    pattern: Ints,
    ranks: Ints,
    lanes: Ints,
) -> Floats:
    """Begin of service of the customers of some lanes, as `optimize.queueing.priorities.serve` means it."""
    orders = [sorted((int(rank), number) for number, rank in enumerate(row) if rank != NOT_TAKEN) for row in ranks]
    begins = [np.empty(0)]
    for one in lanes:
        own = lane == one
        days = [
            list(zip(*(values[:, person, one].tolist() for values in (starts, ends, pattern)), strict=True))
            for person in range(starts.shape[1])
        ]
        begins.append(
            _one(
                kind[own].tolist(),
                arrival[own].tolist(),
                handling[own].tolist(),
                patience[own].tolist(),
                days,
                orders,
            )
        )
    return np.concatenate(begins)


def _one(
    kinds: list[int],
    came: list[float],
    takes: list[float],
    stays: list[float],
    days: list[list[tuple[float, float, int]]],
    orders: list[list[tuple[int, int]]],
) -> Floats:
    """One lane; ranks are distinct, so that no two kinds are of equal rank."""
    begin = [np.nan if stay < np.inf else np.inf for stay in stays]
    queues: dict[int, deque[int]] = {number: deque() for order in orders for _, number in order}
    free = set(range(len(days)))
    events = [(time, -1, who) for who, time in enumerate(came)]
    events += [(start, -2, person) for person, windows in enumerate(days) for start, _, _ in windows]
    heapq.heapify(events)
    while events:
        now = events[0][0]
        while events and events[0][0] == now:
            _, person, who = heapq.heappop(events)
            if person == -1 and kinds[who] in queues:
                queues[kinds[who]].append(who)
            elif person >= 0:
                free.add(person)
        for queue in queues.values():
            while queue and now - came[queue[0]] > stays[queue[0]]:
                queue.popleft()
        while any(queues.values()):
            able = [
                (len(orders[row]), person, row)
                for person in free
                for start, end, row in days[person]
                if start <= now < end and any(queues[number] for _, number in orders[row])
            ]
            if not able:
                break
            _, person, row = min(able)
            queue = next(queues[number] for _, number in orders[row] if queues[number])
            who = queue.popleft()
            begin[who] = now
            free.remove(person)
            heapq.heappush(events, (now + takes[who], person, who))
            while queue and now - came[queue[0]] > stays[queue[0]]:
                queue.popleft()
    return np.array(begin)
