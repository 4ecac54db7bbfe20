"""One queue, first come first served, told as events in time."""

from __future__ import annotations

import heapq
import math
from collections import deque

Window = tuple[float, float]


def by_events(
    arrivals: list[float], handling: list[float], patience: list[float], people: list[list[Window]]
) -> list[float]:
    """The same queue told as events in time: arrivals, finishes and window starts on a heap."""
    events = [(time, "arrival", who) for who, time in enumerate(arrivals)]
    events += [(start, "window", person) for person, windows in enumerate(people) for start, _ in windows]
    heapq.heapify(events)
    begin = [math.inf] * len(arrivals)
    queue: deque[int] = deque()
    free = set(range(len(people)))
    while events:
        now = events[0][0]
        while events and events[0][0] == now:
            _, kind, who = heapq.heappop(events)
            if kind == "arrival":
                queue.append(who)
            elif kind == "finish":
                free.add(who)
        while queue:
            on = [person for person in sorted(free) if any(start <= now < end for start, end in people[person])]
            if not on:
                break
            customer = queue.popleft()
            if now - arrivals[customer] > patience[customer]:
                begin[customer] = math.nan
                continue
            begin[customer] = now
            free.remove(on[0])
            heapq.heappush(events, (now + handling[customer], "finish", on[0]))
    for customer in queue:
        if patience[customer] < math.inf:
            begin[customer] = math.nan
    return begin
