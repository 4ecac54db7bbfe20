"""Money by item, beside that of the base."""

from __future__ import annotations

import pandas as pd

from scenarios.plan.values import Plan


def costs(base: Plan, plan: Plan) -> pd.DataFrame:
    """As `Comparison.costs` describes; an item that a plan does not have costs it nothing."""
    before = base.costs.rename(columns={"money": "base"})
    both = before.merge(plan.costs, on="item", how="outer", sort=False).fillna({"base": 0.0, "money": 0.0})
    both = both.assign(plan=plan.name, difference=both["money"] - both["base"])
    return both[["plan", "item", "base", "money", "difference"]]
