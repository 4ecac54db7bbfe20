"""The people that deferred work needs on top of what the pool has to spare."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints, Mask

_WHOLE = 1e-9
"""Rounding noise in sums of work must not call a person."""


def extra_people(
    arrived: Floats, due: Floats, spare: Floats, usable: Mask, follows: Mask, stay: int
) -> tuple[Ints, Floats]:
    """Whole people for work with deadlines, and the work they and the spare capacity get done.

    For each lane: find x_t in {0, 1, ..} (extra people in interval t) and done work W_t, such that

        D_t <= W_t <= A_t,    W_t - W_(t-1) <= z_t + x_t,    0 <= W_t - W_(t-1)

    with A arrived, D due and z spare work, all cumulative but z. First the least peak h = max x_t is found
    by bisection. With peak h, L_t = max(D_t, L_(t+1) - z_(t+1) - h) is the least work that must be done by t.
    Then, forward in time, spare capacity is used as soon as there is work; people are called only when W
    would fall below L, and stay for `stay` intervals and on while a full interval of work waits, or until the
    outlet closes. Nobody is sent away for less than `stay` intervals between two calls, after opening or before
    closing, so changes of head-count are few and what chance leaves over is not left until the next call.

    Parameters
    ----------
    arrived, due
        Cumulative work by the end of each interval, in person-intervals, shape (intervals, lanes).
    spare
        Capacity left in each interval, in people.
    usable, follows
        Whether the interval exists in its lane, and whether it continues the one before.
    stay
        For how many intervals people who are called stay at least.
    """
    peak = _least_peak(arrived, due, spare, usable)
    least = _must_be_done(due, spare + np.where(usable, peak, 0))
    extra = without_gaps(_called(arrived, least, spare, usable, follows, stay), usable, follows, stay)
    return extra, work_off(arrived, spare + extra)


def _called(arrived: Floats, least: Floats, spare: Floats, usable: Mask, follows: Mask, stay: int) -> Ints:
    """People called so that the work done never falls below `least`."""
    extra = np.zeros(arrived.shape, dtype=np.int64)
    so_far, present = np.zeros(arrived.shape[1]), np.zeros(arrived.shape[1], dtype=np.int64)
    leave_at = np.zeros(arrived.shape[1], dtype=np.int64)
    for t in range(len(arrived)):
        waiting = np.maximum(arrived[t] - so_far, 0.0)
        by_spare = np.minimum(spare[t], waiting)
        forced = np.ceil(least[t] - so_far - by_spare - _WHOLE).clip(0)
        useful = np.floor(waiting - by_spare + _WHOLE)
        there = np.where(follows[t], present, 0)
        leave_at = np.where(forced > there, t + stay, leave_at)
        staying = np.where(t < leave_at, there, np.minimum(there, useful))
        present = np.where(usable[t], np.maximum(forced, staying), 0).astype(np.int64)
        so_far = so_far + np.minimum(by_spare + present, waiting)
        extra[t] = present
    return extra


def without_gaps(people: Ints, usable: Mask, follows: Mask, stay: int) -> Ints:
    """Of all stretches of `stay` intervals of the opening around one, the least of the most people in each.

    Of an opening that is shorter, its most. In the words of morphology: closed by a flat line of that length.
    """
    opening: Ints = np.cumsum(usable & ~follows, axis=0, dtype=np.int64)
    filled = np.full_like(people, np.iinfo(np.int64).max)
    size = len(people)
    for shift in range(stay):
        most = np.zeros_like(people)
        whole = np.ones(people.shape, dtype=bool)
        for step in range(stay):
            other = np.arange(size) - shift + step
            inside = (other >= 0) & (other < size)
            at = np.clip(other, 0, size - 1)
            same = inside[:, None] & usable[at] & (opening[at] == opening)
            most = np.maximum(most, np.where(same, people[at], 0))
            whole &= same
        filled = np.where(whole, np.minimum(filled, most), filled)
    return np.where(usable, np.where(filled < np.iinfo(np.int64).max, filled, _most(people, opening)), 0)


def _most(people: Ints, opening: Ints) -> Ints:
    """The most people of each cell's opening."""
    key = opening * people.shape[1] + np.arange(people.shape[1])
    most = np.zeros(int(key.max(initial=0)) + 1, dtype=np.int64)
    np.maximum.at(most, key, people)
    answer: Ints = most[key]
    return answer


def work_off(arrived: Floats, capacity: Floats) -> Floats:
    """Cumulative work done when all capacity is used as soon as there is work."""
    done, so_far = np.zeros_like(arrived), np.zeros(arrived.shape[1])
    for t in range(len(arrived)):
        so_far = so_far + np.minimum(capacity[t], np.maximum(arrived[t] - so_far, 0.0))
        done[t] = so_far
    return done


def _must_be_done(due: Floats, capacity: Floats) -> Floats:
    """Least cumulative work by the end of each interval from which all later deadlines can be met."""
    least = due.copy()
    for t in range(len(due) - 2, -1, -1):
        least[t] = np.maximum(due[t], least[t + 1] - capacity[t + 1])
    return least


def _least_peak(arrived: Floats, due: Floats, spare: Floats, usable: Mask) -> Ints:
    """Least whole number of extra people, the same in all intervals, with which all deadlines can be met."""
    steps = np.diff(due, axis=0, prepend=np.zeros((1, due.shape[1])))
    high: Ints = np.ceil((steps - spare).max(axis=0, initial=0.0) - _WHOLE).clip(0).astype(np.int64)
    low = np.zeros_like(high)
    while (low < high).any():
        middle = (low + high) // 2
        capacity = spare + np.where(usable, middle, 0)
        least = _must_be_done(due, capacity)
        enough = (least <= arrived + _WHOLE).all(axis=0) & (least[0] <= capacity[0] + _WHOLE)
        high = np.where(enough, middle, high)
        low = np.where(enough, low, np.minimum(middle + 1, high))
    return high
