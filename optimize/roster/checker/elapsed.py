"""Elapsed time between instants, for the checker alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from quarterhour.arrays import Ints


def hours_between(starts: pd.Series[Any], ends: pd.Series[Any]) -> pd.Series[float]:
    """Elapsed hours."""
    hours: pd.Series[float] = (ends - starts).dt.total_seconds() / 3600
    return hours


def seconds(moments: pd.Series[Any]) -> Ints:
    """Zone-aware instants as whole seconds."""
    whole: Ints = moments.dt.as_unit("s").astype("int64").to_numpy()
    return whole


def uncovered(start: int, end: int, begins: Ints, ends: Ints) -> float:
    """Hours of [start, end) that lie in none of the stretches; all in seconds."""
    beside = (ends > start) & (begins < end)
    order = np.argsort(begins[beside], kind="stable")
    opens = np.append(begins[beside][order], end)
    reached = np.maximum.accumulate(np.append(start, ends[beside][order]))
    return float(np.maximum(opens - reached, 0).sum() / 3600)
