"""The inverse question: the least servers with which a line keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optimize.queueing.line import Line, measure, served_within
from quarterhour.arrays import Floats, Mask

TOLERANCE = 1e-9
"""Slack on a promise, in minutes and in shares: a promise met exactly is met, and a share of 1 can be met."""


@dataclass(frozen=True)
class Promise:
    """What each cell of a line promises; all that is asked must hold.

    Attributes
    ----------
    mean_wait
        Mean wait in minutes of at most this much; infinite where none is promised.
    within
        Pairs (minutes, share): share of arrivals served within the minutes, a share of NaN where a cell does
        not ask for it.
    """

    mean_wait: Floats
    within: tuple[tuple[float, Floats], ...] = field(default=())


def least_servers(line: Line, promise: Promise) -> npt.NDArray[np.int64]:
    """Least servers a cell by doubling and bisection, all cells at once; 0 where nobody comes.

    Every measure improves with each further server, so bisection finds the least one.

    Raises
    ------
    ValueError
        When a promise cannot be kept with any number of servers, such as a share above 1.
    """
    if (promise.mean_wait < 0).any() or any(minutes < 0 or (share > 1).any() for minutes, share in promise.within):
        raise ValueError("a promise is out of reach.\nMaybe its share is above 1 or its minutes are below 0.")
    comes = line.rate > 0
    high = np.where(comes, np.maximum(1, np.ceil(line.load)), 0).astype(np.int64)
    low = np.zeros_like(high)
    searching = comes & ~_keeps(line, high, promise, comes)
    while searching.any():
        low[searching] = high[searching]
        high[searching] *= 2
        searching &= ~_keeps(line, high, promise, searching)
    while (searching := high - low > 1).any():
        middle = (low + high) // 2
        kept = _keeps(line, middle, promise, searching)
        high[searching & kept] = middle[searching & kept]
        low[searching & ~kept] = middle[searching & ~kept]
    return high


def _keeps(line: Line, servers: npt.NDArray[np.int64], promise: Promise, cells: Mask) -> Mask:
    """Whether the promises hold; looked at in `cells` only, False elsewhere."""
    kept = cells.copy()
    asked = cells & np.isfinite(promise.mean_wait)
    if asked.any():
        wait = measure(line.take(asked), servers[asked]).wait
        kept[asked] &= wait <= promise.mean_wait[asked] + TOLERANCE
    for minutes, share in promise.within:
        asked = cells & ~np.isnan(share)
        if asked.any():
            within = served_within(line.take(asked), servers[asked], minutes)
            kept[asked] &= within >= share[asked] - TOLERANCE
    return kept
