"""How much of each interval is taken by stretches of time: service, queueing, presence."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints


def occupied(begin: Floats, end: Floats, row: Ints, rows: int, intervals: int, grain: int) -> Floats:
    """Minutes of the stretches [begin, end) of each row that fall into each interval.

    Exact: an interval has its whole length for every stretch that began before it and has not ended, and the
    parts of those that begin or end in it. What lies beyond the last interval stands in one more column.

    Returns
    -------
    Array of shape (rows, intervals + 1).
    """
    width = intervals + 1
    running, partial = np.zeros(rows * width), np.zeros(rows * width)
    horizon = float(intervals * grain)
    for instants, sign in ((begin, 1.0), (end, -1.0)):
        column = np.minimum(instants // grain, intervals).astype(np.int64)
        cell = row * width + column
        running += sign * np.bincount(cell, minlength=rows * width)
        left = np.where(column < intervals, (column + 1) * grain - instants, horizon - instants)
        partial += sign * np.bincount(cell, left, minlength=rows * width)
    whole = np.cumsum(running.reshape(rows, width), axis=1) - running.reshape(rows, width)
    minutes: Floats = partial.reshape(rows, width)
    minutes[:, :intervals] += grain * whole[:, :intervals]
    return minutes
