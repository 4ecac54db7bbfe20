"""Hours of work by outlet, and which outlets have none any more or have them only now."""

from __future__ import annotations

import pandas as pd

from scenarios.compare.hours import rostered_hours, side_by_side
from scenarios.plan.values import Plan


def outlets(base: Plan, plan: Plan) -> pd.DataFrame:
    """As `Comparison.outlets` describes."""
    before, now = (rostered_hours(each, "outlet", ("work",)) for each in (base, plan))
    both = side_by_side(before, now, ["outlet"], plan.name)
    return both[["plan", "outlet", "change", "hours", "hours_base"]]
