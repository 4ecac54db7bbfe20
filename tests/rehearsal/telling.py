"""A pool whose office does its own jobs first, told one instant after another in plain Python."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

Stretch = tuple[float, float]


@dataclass(frozen=True)
class Item:
    """A customer, or a job where `urgency` is a number: the less, the sooner it is taken."""

    arrival: float
    handling: float
    patience: float = math.inf
    urgency: int | None = None


@dataclass
class Person:
    """Somebody at the counter or in the office, in stretches of presence."""

    office: bool
    stretches: Sequence[Stretch]
    free_from: float = field(default=-math.inf)

    def there(self, now: float) -> bool:
        """At the post."""
        return any(start <= now < end for start, end in self.stretches)

    def stays(self, now: float, runs: Sequence[Stretch]) -> bool:
        """On duty at the last closing, and not gone before the next opening: for customers who still wait."""
        passed = [number for number, (_, end) in enumerate(runs) if end <= now]
        if not passed:
            return False
        opens = [begin for begin, _ in runs if begin > runs[passed[-1]][1]]
        closing = runs[passed[-1]][1]
        return now < min(opens, default=math.inf) and any(a < closing <= b <= now for a, b in self.stretches)


def told(items: Sequence[Item], people: Sequence[Person], runs: Sequence[Stretch]) -> list[float]:
    """Begin of each item (sorted by arrival): NaN for customers who leave, infinite for those left over.

    Office people take the most urgent job that waits before any customer; the people of the counter, who stand
    first, take customers only. Who waits at the next opening is left over.
    """
    answer = [math.inf] * len(items)
    waiting: list[int] = []
    instants = [item.arrival for item in items] + [a for person in people for a, _ in person.stretches]
    instants += [b for person in people for _, b in person.stretches] + [b for _, b in runs]
    heapq.heapify(instants)
    came = 0
    while instants:
        now = heapq.heappop(instants)
        while came < len(items) and items[came].arrival <= now:
            waiting.append(came)
            came += 1
        for who in list(waiting):
            item = items[who]
            opens = min((begin for begin, _ in runs if begin > item.arrival), default=math.inf)
            if item.urgency is None and (now - item.arrival > item.patience or now >= opens):
                waiting.remove(who)
                answer[who] = math.nan if item.patience < opens - item.arrival else math.inf
        for person in people:
            if person.free_from > now or not (person.there(now) or person.stays(now, runs)):
                continue
            takes = [who for who in waiting if items[who].urgency is None]
            if person.office and person.there(now):
                jobs = [who for who in waiting if items[who].urgency is not None]
                takes = sorted(jobs, key=lambda who: (items[who].urgency, who)) or takes
            if takes:
                answer[takes[0]] = now
                person.free_from = now + items[takes[0]].handling
                waiting.remove(takes[0])
                heapq.heappush(instants, person.free_from)
    for who in waiting:
        if items[who].patience < math.inf:
            answer[who] = math.nan
    return answer
