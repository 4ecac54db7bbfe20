"""When who is there, as the kernels take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.queueing.first_come import NEVER
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Windows:
    """On-windows of shape (windows, people, lanes), in order of time; one with end <= start is empty.

    `pattern` is the row of what the person does in it.
    """

    starts: Floats
    ends: Floats
    pattern: Ints


def placed(lane: Ints, seat: Ints, start: Floats, end: Floats, row: Ints, lanes: int) -> Windows:
    """Stretches as windows, those of each lane and seat in order of time."""
    order = np.lexsort((start, seat, lane))
    lane, seat = lane[order], seat[order]
    nth = _place_in_group(lane, seat)
    shape = (int(nth.max(initial=0)) + 1, int(seat.max(initial=0)) + 1, lanes)
    starts, ends, pattern = np.full(shape, NEVER), np.full(shape, -NEVER), np.zeros(shape, dtype=np.int64)
    at = nth, seat, lane
    starts[at], ends[at], pattern[at] = start[order], end[order], row[order]
    return Windows(starts, ends, pattern)


def _place_in_group(lane: Ints, seat: Ints) -> Ints:
    """Number of each row among those of its lane and seat, which stand together."""
    index = np.arange(len(lane))
    if not len(lane):
        return index
    begins = np.append(True, (lane[1:] != lane[:-1]) | (seat[1:] != seat[:-1]))
    place: Ints = index - np.maximum.accumulate(np.where(begins, index, 0))
    return place
