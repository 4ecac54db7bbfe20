"""What must hold on every path, whatever the draws: balanced books, Little's law, nobody idle while some wait."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints

ROUNDING = 1e-9
"""Relative; sums of some ten thousand terms."""


def balanced(arrival: Floats, handling: Floats, patience: Floats, begin: Floats, people: int) -> bool:
    """Whether one lane's path is possible, with constant people; `begin` is NaN for those who leave.

    The numbers waiting and being served are followed from event to event. They are never negative, never are more
    served than there are people, nobody waits while somebody is idle, service begins in order of arrival, all who
    came are gone in the end; and the areas below both curves are the sums of waits and of handling times (Little).
    """
    served = ~np.isnan(begin)
    over = np.where(served, begin, arrival + patience)
    done = (begin + handling)[served]
    times = np.unique(np.concatenate([arrival, over, done]))
    queue, busy = _present(arrival, over, times), _present(begin[served], done, times)
    spans = np.diff(times, append=times[-1])
    lasting = spans > 0
    return bool(
        queue.min() >= 0
        and busy.min() >= 0
        and busy.max() <= people
        and not (lasting & (queue > 0) & (busy < people)).any()
        and (np.diff(begin[served]) >= 0).all()
        and queue[-1] == 0
        and busy[-1] == 0
        and _same(float((queue * spans).sum()), float((over - arrival).sum()))
        and _same(float((busy * spans).sum()), float(handling[served].sum()))
    )


def _present(came: Floats, gone: Floats, times: Floats) -> Ints:
    """How many have come and not gone, at each time."""
    so_far = np.searchsorted(np.sort(came), times, side="right")
    there: Ints = so_far - np.searchsorted(np.sort(gone), times, side="right")
    return there


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= ROUNDING * max(1.0, abs(one), abs(other))
