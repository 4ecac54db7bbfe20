"""All indicators of all plans, each with its difference to the base."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from quarterhour.labels import require_unique
from scenarios.plan.values import Plan

KEYS = ["indicator", "scope", "unit"]


def figures(plans: Sequence[Plan]) -> pd.DataFrame:
    """As `Comparison.figures` describes."""
    every = pd.concat([plan.indicators.assign(plan=plan.name) for plan in plans], ignore_index=True)
    require_unique(every, [*KEYS, "plan"], "indicators")
    base = plans[0].indicators[[*KEYS, "value"]].rename(columns={"value": "base"})
    joined = every.merge(base, on=KEYS, how="left", validate="many_to_one")
    joined["difference"] = (joined["value"] - joined["base"]).where(joined["plan"] != plans[0].name)
    return joined[[*KEYS, "plan", "value", "low", "high", "difference"]]
