"""Queues told one instant after another in plain Python: what the kernels are held against."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Window = tuple[float, float, int]
"""Start, end and pattern."""


@dataclass(frozen=True)
class Customer:
    """Somebody who comes."""

    arrival: float
    kind: int
    handling: float
    patience: float


def by_instants(
    customers: Sequence[Customer],
    people: Sequence[Sequence[Window]],
    ranks: Sequence[Mapping[int, int]],
    reserve: Sequence[int] | None = None,
) -> list[tuple[float, int]]:
    """Begin of service and pattern of who serves, of each customer (sorted by arrival).

    At each instant at which anything can change, all who came stand in their queues and all who are through are
    free; then one service after another begins until nobody free finds anybody to take.
    """
    kept_free = [len(takes) for takes in ranks] if reserve is None else reserve
    instants = [customer.arrival for customer in customers]
    instants += [start for windows in people for start, end, _ in windows if start < end]
    heapq.heapify(instants)
    answer = [(math.nan if customer.patience < math.inf else math.inf, -1) for customer in customers]
    queues: dict[int, deque[int]] = {}
    free_from = [-math.inf] * len(people)
    arrived = 0
    while instants:
        now = heapq.heappop(instants)
        while arrived < len(customers) and customers[arrived].arrival <= now:
            queues.setdefault(customers[arrived].kind, deque()).append(arrived)
            arrived += 1
        for queue in queues.values():
            while queue and now - customers[queue[0]].arrival > customers[queue[0]].patience:
                queue.popleft()
        while True:
            able = []
            for person, windows in enumerate(people):
                pattern = next((row for start, end, row in windows if start <= now < end), None)
                if pattern is not None and free_from[person] <= now:
                    takes = ranks[pattern]
                    waiting = [kind for kind in takes if queues.get(kind)]
                    if waiting:
                        able.append((kept_free[pattern], person, pattern, waiting))
            if not able:
                break
            _, person, pattern, waiting = min(able)
            kind = min(waiting, key=lambda each: (ranks[pattern][each], customers[queues[each][0]].arrival, each))
            who = queues[kind].popleft()
            while queues[kind] and now - customers[queues[kind][0]].arrival > customers[queues[kind][0]].patience:
                queues[kind].popleft()
            answer[who] = (now, pattern)
            free_from[person] = now + customers[who].handling
            heapq.heappush(instants, free_from[person])
    return answer
