"""Deferred work in the time that immediate customers leave over, as a fluid."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats


def settle(arrival: Floats, work: Floats, capacity: Floats, grain: int) -> tuple[Floats, Floats]:
    """When each job is settled (infinite: not within the horizon), and the minutes used of each interval.

    Jobs are done in order of arrival, by all idle people together: idle time is one stream that may be cut
    anywhere and flows evenly through its interval. With K(t) the idle minutes until t, job j with work h ends
    when K reaches k_j = max(k_(j-1), K(a_j)) + h_j (Lindley 1952), though never sooner than its own handling
    time after its arrival.

    Parameters
    ----------
    arrival, work
        Minutes; sorted by arrival.
    capacity
        Idle people-minutes of each interval.
    """
    edges = np.arange(len(capacity) + 1, dtype=np.float64) * grain
    clock = np.concatenate([[0.0], np.cumsum(capacity)])
    if not len(arrival):
        return np.empty(0), np.zeros_like(capacity)
    total = np.cumsum(work)
    came = np.interp(arrival, edges, clock)
    ends = total + np.maximum.accumulate(came - (total - work))
    at = np.searchsorted(clock, ends, side="left")
    finish = np.full(len(ends), np.inf)
    known = at < len(clock)
    upper, lower = at[known], at[known] - 1
    part = (ends[known] - clock[lower]) / (clock[upper] - clock[lower])
    finish[known] = np.maximum(edges[lower] + part * grain, arrival[known] + work[known])
    finish[finish > edges[-1]] = np.inf
    turning = np.column_stack([ends - work, ends]).ravel()
    done = np.interp(clock, turning, np.column_stack([total - work, total]).ravel())
    return finish, np.diff(done)
