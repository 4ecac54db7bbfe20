"""Which days are holidays or close to one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Flags

NEAR = 3
"""Days before and after a holiday that count as near it."""


def near(off: Flags, reach: int = NEAR) -> Flags:
    """Of days in a row, those at most `reach` days from one that is `off`."""
    flags: Flags = np.convolve(off, np.ones(2 * reach + 1), mode="full")[reach : reach + len(off)] > 0
    return flags


def holidays_and_neighbours(calendar: pd.DataFrame, reach: int = NEAR) -> pd.DatetimeIndex:
    """Days of a calendar (day, kind) that are holidays or at most `reach` days from one."""
    off = pd.DatetimeIndex(calendar.loc[calendar["kind"] == "holiday", "day"]).normalize()
    shifts = [off + pd.Timedelta(days=shift) for shift in range(-reach, reach + 1)]
    return pd.DatetimeIndex(np.unique(np.concatenate([shift.to_numpy() for shift in shifts])))
