"""Deferred work of one pool, service by service: what arrives, when it is due, and whom it calls.

Work is counted in person-intervals. An outlet's open intervals are numbered 0, 1, 2 ..; its opening clock stands
still while it is closed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from statistics import NormalDist

from scenarios.evaluate.promises import Service

KEPT_FREE = 0.25
"""Share of the opening time up to a deadline that is kept free for chance."""
LEAST_STAY = 120
"""Minutes for which people called stay at least, and for less than which nobody is sent away."""
SUREST = 0.999
"""The highest share promised that room is left for."""
NOISE = 1e-9
"""Rounding in sums of work."""


@dataclass(frozen=True)
class Hours:
    """Open intervals of one outlet.

    Attributes
    ----------
    minutes
        Elapsed minute at which each begins.
    grain
        Length in minutes.
    """

    minutes: tuple[int, ...]
    grain: int

    def follows(self, t: int) -> bool:
        """Whether the interval begins where the one before it ends."""
        return t > 0 and self.minutes[t] == self.minutes[t - 1] + self.grain

    def closing(self, t: int) -> bool:
        """Whether the outlet closes at the end of the interval."""
        return t + 1 == len(self.minutes) or not self.follows(t + 1)

    def opened_by(self, minute: float) -> float:
        """Opening minutes passed by an elapsed minute within the horizon."""
        begun = bisect_left(self.minutes, minute)
        if begun == 0:
            return 0.0
        return (begun - 1) * self.grain + min(minute - self.minutes[begun - 1], float(self.grain))


def cumulative(service: Service, rates: list[float], grain: int) -> list[float]:
    """Work arrived by the end of each interval."""
    total, arrived = 0.0, []
    for rate in rates:
        total += rate * service.handling / grain
        arrived.append(total)
    return arrived


def with_room(service: Service, rates: list[float], grain: int) -> list[float]:
    """Work planned for by the end of each interval: more than expected, by what chance may bring until a deadline.

    The customers of that time are a Poisson number, each with work of a mean and a spread; the room is that sum's
    quantile (as if normal) at the share promised.
    """
    share = min(service.share, SUREST) if service.share > 0 else 0.5
    quantile = NormalDist().inv_cdf(share)
    span = max(round(service.minutes / grain), 1)
    total, planned = 0.0, []
    for t, rate in enumerate(rates):
        customers = sum(rates[max(t - span + 1, 0) : t + 1])
        mean = customers * service.handling
        deviation = math.sqrt(customers * (service.handling**2 + service.spread**2))
        factor = 1.0 + quantile * deviation / mean if mean > 0 else 1.0
        total += rate * service.handling / grain * factor
        planned.append(total)
    return planned


def due_by(hours: Hours, service: Service, arrived: list[float]) -> list[float]:
    """Work due by the end of each interval.

    Of those who arrive at the two ends of an interval the deadlines are worked out; between them it is a straight
    line. A deadline in closed hours falls to the closing before; the last part of the way to it is kept free.
    """
    corners: list[tuple[float, float]] = []
    latest = -math.inf
    for t, begin in enumerate(hours.minutes):
        for minute, opened, work in (
            (begin, t * hours.grain, arrived[t - 1] if t else 0.0),
            (begin + hours.grain, (t + 1) * hours.grain, arrived[t]),
        ):
            deadline = opened + service.minutes
            if service.clock == "clock" and minute + service.minutes <= hours.minutes[-1] + hours.grain:
                deadline = hours.opened_by(minute + service.minutes)
            latest = max(latest, opened + (deadline - opened) * (1.0 - KEPT_FREE))
            corners.append((latest, work))
    due, at = [], 0
    for t in range(len(hours.minutes)):
        end = float((t + 1) * hours.grain)
        while at < len(corners) and corners[at][0] <= end:
            at += 1
        due.append(min(_on_the_way(corners, at, end), arrived[t]))
    return due


def _on_the_way(corners: list[tuple[float, float]], at: int, end: float) -> float:
    """Work due by `end`, which lies before corner number `at` and not before the one before it."""
    if at == 0:
        return 0.0
    when, work = corners[at - 1]
    if at == len(corners):
        return work
    later, more = corners[at]
    return work + (more - work) * (end - when) / (later - when)


def must_be_done(due: list[float], capacity: list[float]) -> list[float]:
    """The least work by the end of each interval from which every later deadline can be met."""
    least = list(due)
    for t in range(len(due) - 2, -1, -1):
        least[t] = max(due[t], least[t + 1] - capacity[t + 1])
    return least


def called(
    hours: Hours, arrived: list[float], due: list[float], spare: list[float]
) -> tuple[list[int], list[float]]:
    """People called beyond those there in each interval, and the work done by its end.

    The peak is the least number with which no deadline need be missed. People come when later deadlines would
    fail without them, stay two hours, and on while a full interval of work waits, or until the outlet closes.
    Nobody is sent away for less than two hours.
    """
    peak = 0
    while not _enough(arrived, due, [free + peak for free in spare]):
        peak += 1
    least = must_be_done(due, [free + peak for free in spare])
    extra = []
    worked, present, until = 0.0, 0, 0
    for t in range(len(arrived)):
        waiting = max(arrived[t] - worked, 0.0)
        aside = min(spare[t], waiting)
        forced = max(math.ceil(least[t] - worked - aside - NOISE), 0)
        there = present if hours.follows(t) else 0
        if forced > there:
            until = t + LEAST_STAY // hours.grain
        staying = there if t < until else min(there, math.floor(waiting - aside + NOISE))
        present = max(forced, staying)
        worked += min(aside + present, waiting)
        extra.append(present)
    extra = _without_gaps(hours, extra)
    return extra, worked_off(arrived, [free + more for free, more in zip(spare, extra, strict=True)])


def _without_gaps(hours: Hours, extra: list[int]) -> list[int]:
    """Of all two hours of the opening around an interval, the least of the most people in each."""
    length = LEAST_STAY // hours.grain
    filled = list(extra)
    first = 0
    for t in range(len(extra)):
        if t > 0 and not hours.follows(t):
            first = t
        if not hours.closing(t):
            continue
        end = t + 1
        begins = range(first, max(end - length, first) + 1)
        most = {begin: max(extra[begin : min(begin + length, end)]) for begin in begins}
        for place in range(first, end):
            filled[place] = min(
                most[begin] for begin in begins if begin <= place < begin + length or end - first < length
            )
    return filled


def _enough(arrived: list[float], due: list[float], capacity: list[float]) -> bool:
    """Whether all deadlines can be met: nothing must be done before it arrives, nor faster than people can."""
    least = must_be_done(due, capacity)
    timely = all(one <= other + NOISE for one, other in zip(least, arrived, strict=True))
    return not least or (timely and least[0] <= capacity[0] + NOISE)


def worked_off(arrived: list[float], capacity: list[float]) -> list[float]:
    """Work done by the end of each interval when all capacity is used as soon as there is work."""
    done, worked = [], 0.0
    for came, free in zip(arrived, capacity, strict=True):
        worked += min(free, max(came - worked, 0.0))
        done.append(worked)
    return done


def steps(cumulated: list[float]) -> list[float]:
    """What each interval adds."""
    return [now - before for now, before in zip(cumulated, [0.0, *cumulated[:-1]], strict=True)]
