"""More customers, or fewer, than the paths say: what-if surges of a rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.horizon import Horizon

EVERYWHERE = "*"


@dataclass(frozen=True)
class Surge:
    """A factor on the rates of arrival at an outlet, or at all (`EVERYWHERE`), in a stretch of time.

    Attributes
    ----------
    start, end
        Zone-aware; the intervals that begin in [start, end).
    """

    outlet: str
    factor: float
    start: pd.Timestamp
    end: pd.Timestamp

    def __post_init__(self) -> None:
        if not 0 <= self.factor <= 100:
            raise ValueError(
                f"the factor of a surge is {self.factor}.\nMaybe a number from 0 to 100; 1 is as usual."
            )
        if pd.isna(self.start) or pd.isna(self.end):
            raise ValueError("a surge has no start or no end.\nMaybe a time was left out.")
        if self.start >= self.end:
            raise ValueError(f"a surge ends at {self.end}, before it starts.\nMaybe start and end are exchanged.")


def surge_factors(surges: Sequence[Surge], outlet: str, horizon: Horizon) -> Floats:
    """Factor by interval of the horizon at an outlet; surges that overlap multiply."""
    factor = np.ones(horizon.count)
    for surge in surges:
        if surge.outlet in (EVERYWHERE, outlet):
            inside = (horizon.starts >= surge.start) & (horizon.starts < surge.end)
            factor = np.where(inside, factor * surge.factor, factor)
    return factor
