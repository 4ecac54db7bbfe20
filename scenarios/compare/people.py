"""Who is on the roster only now, no longer, or for other hours."""

from __future__ import annotations

import pandas as pd

from scenarios.compare.hours import differing, rostered_hours, side_by_side
from scenarios.compare.segments import SERVING
from scenarios.plan.values import Plan


def people(base: Plan, plan: Plan) -> pd.DataFrame:
    """As `Comparison.people` describes; partners' slots count as people."""
    before, now = (rostered_hours(each, "employee", SERVING) for each in (base, plan))
    return differing(side_by_side(before, now, ["employee"], plan.name))
