"""When people whose own post has only deferred work are free to help with customers."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.stretches import Stretches


def free_stretches(there: Stretches, used: Floats, horizon: Horizon, in_hand: float = 0.0) -> Stretches:
    """What is left of stretches of presence when own work comes first in each interval.

    One after another does it, in the order of windows: the first as long as they are there, the last one needed
    at the beginning of the time there, and the others are free throughout.

    Parameters
    ----------
    there
        Presence, by replication, window and start.
    used
        People-minutes of own work, shape (replications, intervals).
    in_hand
        Minutes for which a customer in hand lasts on average: so long before own work nobody takes one any more.
    """
    start, end = there.start, there.end
    grain, last = horizon.grain, horizon.count - 1
    first = np.minimum(start // grain, last).astype(np.int64)
    until = np.minimum(np.ceil(end / grain), last + 1).astype(np.int64)
    times = np.maximum(until - first, 1)
    which = np.repeat(np.arange(len(start)), times)
    interval = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
    begin = np.maximum(start[which], interval * float(grain))
    close = np.where(interval == until[which] - 1, end[which], np.minimum(end[which], (interval + 1.0) * grain))
    group = there.replication[which] * horizon.count + interval
    order = np.argsort(group, kind="stable")
    length = (close - begin)[order]
    before = np.cumsum(length) - length
    opens = np.append(True, np.diff(group[order]) > 0)[: len(order)]
    before -= np.maximum.accumulate(np.where(opens, before, 0.0))
    begin[order] += np.clip(used.reshape(-1)[group[order]] - before, 0.0, length)
    some = begin < close
    which, begin, close = which[some], begin[some], close[some]
    if not len(which):
        return Stretches.joined([])
    opens = np.append(True, (which[1:] != which[:-1]) | (begin[1:] != close[:-1]))
    ends = np.append(opens[1:], True)
    owner, first, last = which[opens], begin[opens], close[ends]
    last = np.where(last < end[owner], last - in_hand, last)
    left = first < last
    return Stretches(there.replication[owner][left], there.window[owner][left], first[left], last[left])
