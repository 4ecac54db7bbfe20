"""Whether ranges hold what they promise: the share of randomised transforms inside, and how sure that share is.

What falls on one origin stands or falls together (a storm hits every outlet), so the standard error is a block
bootstrap over origins. A set with fewer than `LEAST_BLOCKS` origins is drawn by series instead.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from benchmarks.forecast.task import LEVELS, Answer
from forecast.measures.block_error import LEAST_BLOCKS, block_error
from forecast.measures.transform import inside

STANDARD = ndtri(np.array(LEVELS))
"""The levels as quantiles of the standard normal distribution."""


@dataclass(frozen=True)
class Cover:
    """Share of the counts inside a range, and its standard error."""

    share: float
    error: float


def cover(answers: Sequence[Answer], nominal: float, seed: int = 0) -> Cover:
    """How often what came fell into the central range that should hold `nominal` of all."""
    hits: dict[Hashable, int] = {}
    points: dict[Hashable, int] = {}
    by_origin = len({answer.window.first for answer in answers}) >= LEAST_BLOCKS
    for answer in answers:
        if answer.pit is None:
            return Cover(float("nan"), float("nan"))
        block = answer.window.first if by_origin else answer.window.series
        pit = answer.pit[np.isfinite(answer.pit)]
        hits[block] = hits.get(block, 0) + int(inside(pit, nominal).sum())
        points[block] = points.get(block, 0) + len(pit)
    held, sizes = np.array(list(hits.values())), np.array(list(points.values()))
    if not sizes.sum():
        return Cover(float("nan"), float("nan"))
    return Cover(float(held.sum() / sizes.sum()), block_error(held, sizes, seed))


def transform_of_quantiles(
    quantiles: npt.NDArray[np.float64], actual: npt.NDArray[np.float64], uniform: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Randomised transform of counts under quantiles of a continuous range, with half a count to both sides.

    Between the levels known it runs as a normal distribution does; 0 below the lowest, 1 above the highest.
    """
    found = np.full(len(actual), np.nan)
    ordered = np.maximum.accumulate(np.maximum(quantiles, 0.0), axis=1)
    for place in np.flatnonzero(np.isfinite(actual)):
        y, levels = actual[place], ordered[place]
        below = 0.0 if y <= 0 else _cumulative(levels, y - 0.5)
        found[place] = below + uniform[place] * (_cumulative(levels, y + 0.5) - below)
    return found


def _cumulative(quantiles: npt.NDArray[np.float64], value: float) -> float:
    return float(ndtr(np.interp(value, quantiles, STANDARD, left=-np.inf, right=np.inf)))
