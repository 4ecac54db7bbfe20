"""How much of what arrives of a deferred service is settled by its deadline, at least, whatever chance brings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scenarios.evaluate.deadlines import Hours
from scenarios.evaluate.promises import Service

CERTAIN = 1e-6
"""Less than this may be late and it still counts as nothing."""
NORMAL = NormalDist()


@dataclass(frozen=True)
class Before:
    """Mean and variance of the work that goes before a service's in each interval, and what is in hand.

    In hand are services that share the people, with their customers an interval.
    """

    mean: Sequence[float]
    variance: Sequence[float]
    in_hand: Sequence[tuple[Service, float]]


def variance_of(service: Service, work: Sequence[float], grain: int) -> list[float]:
    """Variance of a service's work by interval, of which so much is expected."""
    factor = (service.handling**2 + service.spread**2) / service.handling / grain
    return [each * factor for each in work]


def in_time(
    hours: Hours, service: Service, arrived: list[float], free: list[float], before: Before, people: list[int]
) -> list[float]:
    """The least share of what comes at each interval's end that is settled in time; NaN where that is not seen.

    A job is late if, counted from some moment before it came, the work that came before it and what goes before
    it until its deadline, the job itself, and whatever is in hand are more than the people can do until then.
    """
    grain, count = hours.grain, len(arrived)
    job, uneven = service.handling / grain, (service.spread / grain) ** 2
    left, left_uneven = _left(before.in_hand, grain)
    own = [0.0, *arrived]
    room, ahead, scatter = (_sums(each) for each in (free, before.mean, before.variance))
    answer = []
    for t in range(count):
        due = _deadline(hours, service, t)
        if due > count:
            answer.append(math.nan)
            continue
        hands = max(people[t], 1)
        late = 0.0
        for begin in sorted({max(t + 1 - back, 0) for back in _looks_back(t + 1)}):
            first = _until(ahead, due) - ahead[begin]
            came = own[t + 1] - own[begin]
            mean = came + first + hands * job + left
            variance = came * (uneven + job**2) / job + _until(scatter, due) - scatter[begin]
            variance += hands**2 * uneven + left_uneven
            late += _more_than(_until(room, due) - room[begin] + first, mean, variance)
        answer.append(1.0 if late < CERTAIN else max(1.0 - late, 0.0))
    return answer


def _left(in_hand: Sequence[tuple[Service, float]], grain: int) -> tuple[float, float]:
    """Mean and variance of what is left of something in hand."""
    first = second = third = 0.0
    for service, rate in in_hand:
        mean, uneven = service.handling / grain, 1.0 + (service.spread / service.handling) ** 2
        first += rate * mean
        second += rate * mean**2 * uneven
        third += rate * mean**3 * uneven**3
    if first == 0.0:
        return 0.0, 0.0
    return second / (2 * first), third / (3 * first) - (second / (2 * first)) ** 2


def _deadline(hours: Hours, service: Service, t: int) -> float:
    """Open intervals passed when what comes at the end of one falls due."""
    opened, minute = float((t + 1) * hours.grain), hours.minutes[t] + hours.grain + service.minutes
    if service.clock == "clock" and minute <= hours.minutes[-1] + hours.grain:
        return hours.opened_by(minute) / hours.grain
    return (opened + service.minutes) / hours.grain


def _looks_back(count: int) -> list[int]:
    """0, 1, 2, 3, then twice the last but one and twice the last, until the whole is seen."""
    found = [0, 1, 2, 3]
    while found[-1] < count:
        found.extend((2 * found[-2], 2 * found[-1]))
    return found


def _sums(values: Sequence[float]) -> list[float]:
    total = [0.0]
    for value in values:
        total.append(total[-1] + value)
    return total


def _until(total: list[float], when: float) -> float:
    whole = min(int(when), len(total) - 2)
    return total[whole] + (when - whole) * (total[whole + 1] - total[whole])


def _more_than(limit: float, mean: float, variance: float) -> float:
    """Chance of a lognormal amount beyond a limit."""
    square = math.log1p(variance / mean**2)
    if limit <= 0 or square == 0:
        return float(limit < mean)
    return NORMAL.cdf(-(math.log(limit / mean) + square / 2) / math.sqrt(square))
