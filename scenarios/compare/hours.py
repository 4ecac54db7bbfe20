"""Hours by label in two plans: what is there only now, no longer, or still."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from quarterhour.grid import hours_between
from scenarios.plan.values import Plan

SAME = 1e-9
"""Hours that differ by less are the same."""


def side_by_side(base: pd.DataFrame, now: pd.DataFrame, labels: Sequence[str], name: str) -> pd.DataFrame:
    """plan, change (added, removed, kept), the labels, hours, hours_base; both frames have labels and hours."""
    both = base.merge(now, on=list(labels), how="outer", suffixes=("_base", "")).fillna(
        {"hours_base": 0.0, "hours": 0.0}
    )
    change = np.select([both["hours_base"] == 0, both["hours"] == 0], ["added", "removed"], "kept")
    return both.assign(plan=name, change=change)[["plan", "change", *labels, "hours", "hours_base"]]


def differing(both: pd.DataFrame) -> pd.DataFrame:
    """Rows whose hours differ."""
    return both[(both["hours"] - both["hours_base"]).abs() > SAME].reset_index(drop=True)


def rostered_hours(plan: Plan, label: str, activities: Sequence[str]) -> pd.DataFrame:
    """The label (outlet or employee) and hours of the roster's segments; nothing where there is no roster."""
    if plan.roster is None:
        return pd.DataFrame({label: pd.Series(dtype="str"), "hours": pd.Series(dtype=float)})
    segments = plan.roster.segments
    chosen = segments[segments["activity"].isin(activities)]
    hours = hours_between(chosen["start"], chosen["end"])
    return chosen.assign(hours=hours).groupby(label, as_index=False)[["hours"]].sum()
