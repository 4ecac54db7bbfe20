"""The people that a pool (or a post by itself) needs in each open interval of its outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenarios.evaluate.deadlines import Hours, called, cumulative, due_by, steps, with_room, worked_off
from scenarios.evaluate.in_time import Before, in_time, variance_of
from scenarios.evaluate.promises import Crowd, Service, crowd


@dataclass(frozen=True)
class Deferred:
    """One deferred service: cumulative work arrived, and the people that it calls."""

    service: Service
    arrived: list[float]
    called: list[int]

    def coming(self, grain: int) -> tuple[Service, float]:
        """The service, and how many customers of it come in all."""
        return self.service, self.arrived[-1] * grain / self.service.handling


@dataclass(frozen=True)
class Worked:
    """Time free for a deferred service in each interval, in people, and its work done by the end."""

    free: list[float]
    done: list[float]


@dataclass(frozen=True)
class Need:
    """People by open interval before desks limit them; immediate customers, and deferred services by urgency."""

    people: list[int]
    crowds: list[Crowd]
    deferred: list[Deferred]

    @property
    def load(self) -> list[float]:
        """Erlangs offered, deferred work when it arrives."""
        arriving = [steps(each.arrived) for each in self.deferred]
        return [one.load + sum(work[t] for work in arriving) for t, one in enumerate(self.crowds)]

    def settle(self, people: list[int], away: Sequence[float] = ()) -> list[list[float]]:
        """Work of each deferred service done by the end of each interval; people as in `worked`."""
        return [each.done for each in self.worked(people, away)]

    def worked(self, people: list[int], away: Sequence[float] = ()) -> list[Worked]:
        """How each deferred service fares with so many people, some of them away on work of their own.

        The most urgent is done first, in the time that immediate customers leave over; those called for a less
        urgent one are kept for it, and where people are cut they go first.
        """
        spare = _spare(people, self.crowds, away)
        cut = [asked - there for asked, there in zip(self.people, people, strict=True)]
        finished = []
        for rank, each in enumerate(self.deferred):
            later = [sum(other.called[t] for other in self.deferred[rank + 1 :]) for t in range(len(people))]
            free = [max(spare[t] - max(later[t] - cut[t], 0), 0.0) for t in range(len(people))]
            done = worked_off(each.arrived, free)
            spare = [max(left - used, 0.0) for left, used in zip(spare, steps(done), strict=True)]
            finished.append(Worked(free, done))
        return finished

    def in_time(
        self,
        hours: Hours,
        people: list[int],
        away: Sequence[float] = (),
        in_hand: Sequence[tuple[Service, float]] | None = None,
    ) -> list[list[float]]:
        """The least share of each deferred service's work that is settled in time, by interval of its coming.

        What may be in hand when work comes: customers, and less urgent work; None where that is put aside.
        """
        grain = hours.grain
        mean = [one.load + gone for one, gone in zip(self.crowds, away or [0.0] * len(people), strict=True)]
        variance = [one.variance(grain) for one in self.crowds]
        told = []
        for rank, (each, work) in enumerate(zip(self.deferred, self.worked(people, away), strict=True)):
            hand = [] if in_hand is None else [*in_hand, *(one.coming(grain) for one in self.deferred[rank + 1 :])]
            before = Before(mean, variance, hand)
            told.append(in_time(hours, each.service, each.arrived, work.free, before, people))
            mean = [one + more for one, more in zip(mean, steps(work.done), strict=True)]
            own = variance_of(each.service, steps(each.arrived), grain)
            variance = [one + more for one, more in zip(variance, own, strict=True)]
        return told


def need(
    hours: Hours,
    demand: Mapping[Service, list[float]],
    least: Sequence[int],
    asked: Sequence[int],
    away: Sequence[float] = (),
) -> Need:
    """Immediate customers (by interval the people they ask for) and people there anyway; deferred work on top.

    Some of the people may be away on work of their own.
    """
    count = len(hours.minutes)
    immediate = [service for service in demand if not service.deferred]
    crowds = [crowd(((service, demand[service][t]) for service in immediate), hours.grain) for t in range(count)]
    people = [max(one, anyway) for one, anyway in zip(asked, least, strict=True)]
    spare = _spare(people, crowds, away)
    found = []
    for service in sorted((one for one in demand if one.deferred), key=lambda one: (one.minutes, one.name)):
        arrived = cumulative(service, demand[service], hours.grain)
        planned = with_room(service, demand[service], hours.grain)
        extra, done = called(hours, planned, due_by(hours, service, planned), spare)
        people = [there + more for there, more in zip(people, extra, strict=True)]
        spare = [left + more - used for left, more, used in zip(spare, extra, steps(done), strict=True)]
        found.append(Deferred(service, arrived, extra))
    return Need(people, crowds, found)


def _spare(people: Sequence[int], crowds: Sequence[Crowd], away: Sequence[float]) -> list[float]:
    busy = away or [0.0] * len(people)
    return [max(there - one.load - gone, 0.0) for there, one, gone in zip(people, crowds, busy, strict=True)]


def share_out(people: list[int], load: list[float], least: list[int], limit: int) -> list[int]:
    """People of several groups within a limit: one by one, whoever has most beyond its load gives.

    Groups at their least give only when all are; of equals the first gives.
    """
    kept = list(people)
    while sum(kept) > limit:
        giving = [place for place in range(len(kept)) if kept[place] > least[place]]
        giving = giving or [place for place in range(len(kept)) if kept[place] > 0]
        most = max(giving, key=lambda place: kept[place] - load[place])
        kept[most] -= 1
    return kept
