"""One lane's queue as events on a heap, in plain Python: what the kernel is checked against."""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats, Ints
from tests.queueing.events import by_events


def by_heap(
    lane: Ints,
    arrival: Floats,
    handling: Floats,
    patience: Floats,
    starts: Floats,
    ends: Floats,
    lanes: Ints,
) -> Floats:
    """The same queues as events on a heap, in plain Python."""
    begins = []
    for one in lanes:
        own = lane == one
        came, takes, stays = arrival[own].tolist(), handling[own].tolist(), patience[own].tolist()
        windows = [list(zip(*pair, strict=True)) for pair in zip(
            starts[:, :, one].T.tolist(), ends[:, :, one].T.tolist(), strict=True
        )]  # fmt: skip
        begins.append(np.array(by_events(came, takes, stays, windows)))
    return np.concatenate(begins)
