"""Residents by how far the nearest point is: within 5, 10, 15 and 30 minutes, by scope."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.figures import scopes
from optimize.coverage.reach import Array, Reach

MINUTES = (5.0, 10.0, 15.0, 30.0)
"""Bands of the report; cumulative."""


def bands(reach: Reach, nearest: Array, minutes: tuple[float, ...] = MINUTES) -> pd.DataFrame:
    """scope, minutes, residents, within, share: residents whose nearest point is at most that far.

    Parameters
    ----------
    nearest
        Minutes of each zone to its nearest point, by the zone's own mode; infinite where none is in reach.

    Scopes are all, urban, rural, children, elderly and every region; `share` is NaN where nobody is in a scope.
    """
    counted = scopes(reach)
    weights = np.array(list(counted.values())).reshape(len(counted), len(nearest))
    within = weights @ (nearest[:, None] <= np.asarray(minutes)[None, :])
    total = np.repeat(weights.sum(axis=1), len(minutes))
    inside = within.ravel()
    return pd.DataFrame(
        {
            "scope": pd.Series(np.repeat(list(counted), len(minutes)), dtype="str"),
            "minutes": np.tile(minutes, len(counted)),
            "residents": total,
            "within": inside,
            "share": np.divide(inside, total, out=np.full(len(total), np.nan), where=total > 0),
        }
    )
