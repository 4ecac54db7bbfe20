"""Split duties: two parts of one day's work with a long break between, in which nobody is at the post."""

from __future__ import annotations

from typing import Any

import pandas as pd

SPLIT_BREAK = pd.Timedelta(hours=3)
"""An unpaid break of this length or more parts a duty into two; a shorter one belongs to the duty."""


def parts_duty(segments: pd.DataFrame) -> pd.Series[Any]:
    """Whether each segment (start, end, activity, paid) is a break that parts its duty.

    Published segments do not tell what was paid: their breaks are taken as unpaid.
    """
    unpaid = ~segments["paid"].astype(bool) if "paid" in segments else True
    long = segments["end"] - segments["start"] >= SPLIT_BREAK
    parting: pd.Series[Any] = (segments["activity"] == "break") & long & unpaid
    return parting
