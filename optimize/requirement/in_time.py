"""How sure it is that deferred work is settled in time, whatever chance brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from quarterhour.arrays import Floats, Ints, Mask

EVERY = 1e-6
"""Where less than this share may be late, every item is said to be settled in time."""


@dataclass(frozen=True)
class Room:
    """What work of one service meets in each lane; matrices (position, lane), work in person-intervals.

    Attributes
    ----------
    arrived
        Own work arrived by the end of each interval.
    until
        Open intervals passed when work that arrives at the end of each falls due.
    free
        Time of people that other work leaves on average.
    before, scatter
        Mean and variance of the work that comes before it.
    people
        There.
    job
        Mean and variance of one job, by lane.
    in_hand
        Mean and variance of what is left of a customer in hand that must be finished first, by lane.
    """

    arrived: Floats
    until: Floats
    free: Floats
    before: Floats
    scatter: Floats
    people: Ints
    job: tuple[Floats, Floats]
    in_hand: tuple[Floats, Floats]


def share_in_time(room: Room, usable: Mask) -> Floats:
    """Least share of the work arriving at each interval's end that is settled in time: 1 where it is every item.

    With one line and no idling, a job that comes at t and falls due at d is late only if for some s before t the
    work of (s, t], what comes before it in (s, d], the job itself and a customer in hand are more than people can
    do in (s, d]. That sum has the mean and variance of Poisson numbers of jobs, and the tail of a lognormal
    variable with these (Fenton 1960): jobs are lognormal, and sums of few are skewed. The chances are added up
    over some beginnings s, the horizon's once: neighbours nearly coincide, so more would count the same again.
    A job takes one person, so that until it is done the others' time is of no use to it.

    NaN where work falls due after the end of the horizon.
    """
    lane = np.arange(room.arrived.shape[1])
    last = usable.sum(axis=0)
    arrived, free, before, scatter = (
        _from_nothing(each)
        for each in (room.arrived, *(np.cumsum(each, axis=0) for each in (room.free, room.before, room.scatter)))
    )
    at = np.minimum(room.until, last)
    whole = np.minimum(at.astype(np.int64), len(usable) - 1)
    part = at - whole

    def by_deadline(total: Floats) -> Floats:
        reached: Floats = total[whole, lane] + part * (total[whole + 1, lane] - total[whole, lane])
        return reached

    free_by, before_by, scatter_by = by_deadline(free), by_deadline(before), by_deadline(scatter)
    (mean, variance), (left, uneven) = room.job, room.in_hand
    hands = np.maximum(room.people, 1)
    own_mean, own_variance = hands * mean + left, hands**2 * variance + uneven
    a_job = (variance + mean**2) / mean
    late = np.zeros(usable.shape)
    ends = np.arange(1, len(usable) + 1)
    before_this = ends + 1
    for back in _beginnings(len(usable)):
        begin = np.maximum(ends - back, 0)
        own, ahead = arrived[1:] - arrived[begin], before_by - before[begin]
        total = own + ahead + own_mean
        spread = own * a_job + scatter_by - scatter[begin] + own_variance
        another = (begin < before_this)[:, None]
        late += another * _beyond(free_by - free[begin] + ahead, total, spread)
        before_this = begin
    share = 1.0 - np.minimum(late, 1.0)
    share[late < EVERY] = 1.0
    share[room.until > last] = np.nan
    return share


def _from_nothing(total: Floats) -> Floats:
    return np.concatenate([np.zeros((1, total.shape[1])), total])


def _beginnings(length: int) -> list[int]:
    """How many intervals back a busy time may have begun: ever coarser, at last at the horizon's begin."""
    steps = [0, 1, 2, 3]
    while steps[-1] < length:
        steps += [2 * steps[-2], 2 * steps[-1]]
    return steps


def _beyond(limit: Floats, mean: Floats, variance: Floats) -> Floats:
    """Chance that a lognormal variable of such a mean and variance is larger."""
    square = np.log1p(variance / mean**2)
    known = (limit > 0) & (square > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (np.log(limit / mean) + square / 2.0) / np.sqrt(square)
    chance: Floats = np.where(known, ndtr(-distance), limit < mean)
    return chance
