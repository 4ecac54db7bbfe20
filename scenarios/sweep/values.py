"""What a sweep found."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scenarios.plan.values import Plan


@dataclass(frozen=True)
class Swept:
    """The figures of all points that were planned, beside those of the base.

    Attributes
    ----------
    base
        The plan of the network as decided: its tables under the changes that stand.
    figures
        number, point, one column an axis, indicator, unit, value, low, high (NaN without an interval), difference
        (to the base; NaN where the base does not have the indicator).
    points
        number, point, one column an axis, state (done; failed; left: not planned when the sweep was stopped),
        seconds, error ("" but for those that failed).
    """

    base: Plan
    figures: pd.DataFrame
    points: pd.DataFrame
