"""Hours of one person on each duty of a plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.clock import Numbers


def paid_hours(duties: pd.DataFrame) -> Numbers:
    """Length of the duty, less an unpaid break."""
    length = _hours(duties["start"], duties["end"])
    rest = _hours(duties["break_start"], duties["break_end"])
    rest[duties["break_paid"].to_numpy(bool)] = 0.0
    return length - rest


def way_hours(duties: pd.DataFrame) -> Numbers:
    """Travel there and back."""
    return 2 * duties["travel_minutes"].to_numpy(float) / 60


def _hours(start: pd.Series, end: pd.Series) -> Numbers:
    hours = ((end - start).dt.total_seconds() / 3600).fillna(0.0)
    return np.array(hours, dtype=np.float64)
