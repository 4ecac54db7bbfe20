"""The randomised probability transform: uniform where the distribution that was told is right.

F(y - 1) + u P(y) of a count y with u uniform (Smith 1985; Czado, Gneiting & Held 2009, Biometrics 65); F(y) of a
value that is measured. Whole numbers jump over the edges of a range; the transform does not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from forecast.arrays import Array, Flags


def randomised_transform(
    cumulative: Callable[[Array], Array], actual: Array, counted: Flags, uniform: Array
) -> Array:
    """The transform of each point, NaN where nothing is known.

    Parameters
    ----------
    cumulative
        P(count <= k) of an array of counts k, which takes half a count to its upper side, as `Margins` tells it.
    counted
        By series (first axis): whether values are whole numbers.
    uniform
        Draws from (0, 1), one a point.
    """
    whole = counted.reshape(-1, *[1] * (actual.ndim - 1))
    value = np.nan_to_num(actual)
    count = np.where(whole, np.rint(value), value - 0.5)
    at = cumulative(count)
    below = np.where(count > 0, cumulative(np.maximum(count - 1, 0)), 0.0)
    result: Array = np.where(whole, below + uniform * (at - below), at)
    return np.where(np.isfinite(actual), result, np.nan)


def inside(transform: Array, nominal: float) -> Flags:
    """Whether what came fell into the central range that should hold `nominal` of all."""
    tail = (1 - nominal) / 2
    flags: Flags = (transform >= tail) & (transform <= 1 - tail)
    return flags
