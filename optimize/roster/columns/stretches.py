"""Stretches of a calendar: lengths and working time of stints, weekends that they touch, prices of days off."""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.problem import Ids, Problem
from optimize.roster.columns.stints import NEVER, Kinds, Table


def weekends_begun(problem: Problem) -> Ids:
    """Weekends from the first day on, up to each day."""
    begins = (problem.weekend >= 0) & np.diff(problem.weekend, prepend=-1).astype(bool)
    return np.concatenate([[0], begins.cumsum()])


def stint_options(kinds: Kinds, longest: int, most: Ids) -> tuple[Ids, Ids]:
    """Lengths of stints, shortest first, and what each can use in them, within the most there is of each."""
    lengths, used = [], []
    reached = {(0,) * len(most)}
    needs = {tuple(row) for row in kinds.needs.tolist()}
    for length in range(1, longest + 1):
        sums = {tuple(map(int.__add__, before, more)) for before in reached for more in needs}
        reached = {total for total in sums if all(map(int.__le__, total, most.tolist()))}
        used += sorted(reached)
        lengths += [length] * len(reached)
    return np.array(lengths, dtype=np.int64), np.array(used, dtype=np.int64).reshape(-1, len(most))


def weekends_touched(weekend: Ids, longest: int) -> Ids:
    """Length x first day: weekends that a stint touches."""
    days = len(weekend)
    touched = np.zeros((longest + 1, days), dtype=np.int64)
    for length in range(1, longest + 1):
        for first in range(days):
            inside = weekend[first : first + length]
            touched[length, first] = len(set(inside[inside >= 0].tolist()))
    return touched


def most_used(gain: Ids, rest: int) -> Ids:
    """What stints can use at most, of something of which they use `gain`, up to each day.

    Gain is length x first day. Two rows of days + 1: where a stint may begin, and where one has just ended.
    """
    longest, days = len(gain) - 1, gain.shape[1]
    ready, ended = np.zeros((2, days + 1), dtype=np.int64)
    for day in range(1, days + 1):
        length = np.arange(1, min(longest, day) + 1)
        ended[day] = (ready[day - length] + gain[length, day - length]).max()
        ready[day] = max(ready[day - 1], ended[day - rest] if day > rest else 0)
    return np.stack([ready, ended])


def most_left(gain: Ids, rest: int) -> Ids:
    """The same from each day on."""
    longest, days = len(gain) - 1, gain.shape[1]
    ready, ended = np.zeros((2, days + 1), dtype=np.int64)
    for day in range(days - 1, -1, -1):
        length = np.arange(1, min(longest, days - day) + 1)
        after = np.minimum(day + length + rest, days)
        ready[day] = max(ready[day + 1], (gain[length, day] + ready[after]).max())
    ended[:] = ready[np.minimum(np.arange(days + 1) + rest, days)]
    return np.stack([ready, ended])


def rest_prices(offs: Ids, rest: int) -> Table:
    """First day x person: the price of that many days off, as far as the days go; `NEVER` at most.

    `offs` is the price of all days before each day off.
    """
    days = len(offs) - 1
    last = np.minimum(np.arange(days) + rest, days)
    return np.asarray(np.minimum(offs[last] - offs[:-1], NEVER), dtype=np.int32)
