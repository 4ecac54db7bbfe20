"""Short names for the arrays that every room uses, and what is done with them everywhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def spread(first: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Row numbers repeated, and for each row every number of first .. stop - 1."""
    count = np.maximum(stop - first, 0)
    row = np.repeat(np.arange(len(first)), count)
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return row, first[row] + within
