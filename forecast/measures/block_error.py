"""How sure a share of hits is where points fall in blocks that stand or fall together.

What falls on one origin is hit together (a storm is felt at every outlet), so blocks are drawn, not points.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from quarterhour.seeds import generator

LEAST_BLOCKS = 5
"""Origins without which blocks are series instead."""
DRAWS = 1000


def block_error(hits: npt.ArrayLike, sizes: npt.ArrayLike, seed: int) -> float:
    """Standard deviation of sum(hits) / sum(sizes) over blocks drawn with replacement; NaN for a single block."""
    hit, size = np.asarray(hits), np.asarray(sizes)
    if len(size) < 2:
        return float("nan")
    drawn = generator(seed, "blocks").integers(len(size), size=(DRAWS, len(size)))
    return float((hit[drawn].sum(axis=1) / np.maximum(size[drawn].sum(axis=1), 1)).std())
