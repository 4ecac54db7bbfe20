"""Hours that outlets lend to each other, where they differ between two plans."""

from __future__ import annotations

import pandas as pd

from quarterhour.grid import hours_between
from scenarios.compare.hours import differing, side_by_side
from scenarios.plan.values import Plan

BETWEEN = ["lender", "outlet"]


def loans(base: Plan, plan: Plan) -> pd.DataFrame:
    """As `Comparison.loans` describes."""
    both = differing(side_by_side(_lent(base), _lent(plan), BETWEEN, plan.name))
    return both[["plan", *BETWEEN, "hours", "hours_base"]]


def _lent(plan: Plan) -> pd.DataFrame:
    """lender, outlet, hours of work lent in the staff plan, breaks included."""
    if plan.staff is None:
        empty = {name: pd.Series(dtype="str") for name in BETWEEN}
        return pd.DataFrame({**empty, "hours": pd.Series(dtype=float)})
    duties = plan.staff.duties
    lent = duties[(duties["source"] == "lent") & (duties["activity"] == "work")]
    hours = hours_between(lent["start"], lent["end"]) * lent["people"]
    return lent.assign(hours=hours).groupby(BETWEEN, as_index=False)[["hours"]].sum()
