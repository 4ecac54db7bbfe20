"""What a plan costs more than the base, what that is worth, and what one customer more in time costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

SAME_DEMAND = 1e-6
"""Customers expected that differ by less are the same."""


def trade(name: str, costs: pd.DataFrame, benefits: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """One row as `Comparison.trade` describes, of the plan's own costs, benefits and figures.

    Money is not set against customers where other customers are expected: those served within the promise would
    rise or fall with them.
    """
    cost = float(costs["difference"].sum())
    benefit = float(benefits["money"].sum()) if benefits["money"].notna().any() else np.nan
    bought = benefits[benefits["indicator"] == "customers_within"]
    customers = float(bought["difference"].iloc[0]) if len(bought) else np.nan
    demand = figures.loc[figures["indicator"] == "demand", "difference"]
    alike = len(demand) > 0 and bool((demand.abs() < SAME_DEMAND).all())
    clear = alike and len(bought) > 0 and bool(bought["clear"].all())
    worth = cost / customers if clear and cost * customers > 0 else np.nan
    return pd.DataFrame(
        {
            "plan": [name],
            "cost": cost,
            "benefit": benefit,
            "net": benefit - cost,
            "customers": customers,
            "money_a_customer": worth,
        }
    )
