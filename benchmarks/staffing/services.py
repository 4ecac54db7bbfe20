"""The services of the benchmark: handling times, patience and what is promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats

SHARE_TOLERANCE = 0.02
"""A promised share counts as reached within two points."""
WAIT_TOLERANCE, LEAST_WAIT_TOLERANCE = 0.05, 0.2
"""A promised mean wait counts as kept within 5%, or within 0.2 minutes where that is more."""
NEVER = 1440.0
"""Wait in minutes that stands for never being served, in means."""
SLACK = 1e-9


@dataclass(frozen=True)
class Service:
    """One immediate service.

    Attributes
    ----------
    name
        Told in the lines.
    handling, spread
        Mean and standard deviation of the handling time in minutes; lognormal.
    promise
        `share_within`: `share` of all who come are served within `minutes`; `mean_wait`: at most `minutes`.
    patience
        Mean patience in minutes, exponential; infinite where nobody leaves.
    """

    name: str
    handling: float
    spread: float
    promise: Literal["share_within", "mean_wait"]
    minutes: float
    share: float = float("nan")
    patience: float = float("inf")

    @property
    def target(self) -> float:
        """What the mean `value` of a cell's customers must reach."""
        return self.share if self.promise == "share_within" else -self.minutes

    @property
    def tolerance(self) -> float:
        """By how much a cell may fall short."""
        if self.promise == "share_within":
            return SHARE_TOLERANCE
        return max(WAIT_TOLERANCE * self.minutes, LEAST_WAIT_TOLERANCE)

    def value(self, wait: Floats) -> Floats:
        """What each customer's wait (infinite: not served) counts: 1 or 0, or the wait below zero."""
        if self.promise == "share_within":
            return (wait <= self.minutes + SLACK).astype(np.float64)
        return -np.minimum(wait, NEVER)

    def frame(self) -> pd.DataFrame:
        """The row of the table `services` of a requirement problem."""
        return pd.DataFrame(
            {
                "service": ["visit"],
                "kind": "immediate",
                "handling_minutes": self.handling,
                "handling_spread": self.spread,
                "patience_minutes": self.patience if np.isfinite(self.patience) else np.nan,
                "promise": self.promise,
                "promise_minutes": self.minutes,
                "promise_share": self.share,
                "promise_period": "interval",
                "deadline_clock": "clock",
            }
        )


CALL = Service("80% in 20 s", 3.2, 4.0, "share_within", 1 / 3, 0.8)
CALL_WITH_PATIENCE = Service("80% in 20 s, patience 10 min", 3.2, 4.0, "share_within", 1 / 3, 0.8, 10.0)
TRIAGE_MEAN = Service("mean wait 10 min", 12.0, 8.0, "mean_wait", 10.0)
TRIAGE_SHARE = Service("90% in 15 min", 12.0, 8.0, "share_within", 15.0, 0.9)
CARE = Service("care of 45 min, 80% in 20 min", 45.0, 30.0, "share_within", 20.0, 0.8)
VISIT = Service("85% in 5 min", 4.0, 3.0, "share_within", 5.0, 0.85)
"""Bank: durations and patience of the order that Brown et al. (JASA 100, 2005) found. The others are made up."""
