"""What each plan changes over its network's tables, in order."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from scenarios.plan.values import Plan


def changes(plans: Sequence[Plan]) -> pd.DataFrame:
    """As `Comparison.changes` describes."""
    rows = [
        (plan.name, number, change["change"], json.dumps(dict(change), ensure_ascii=False, sort_keys=True))
        for plan in plans
        for number, change in enumerate(plan.changes, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["plan", "number", "change", "detail"])
    return frame.astype({"plan": "str", "number": int, "change": "str", "detail": "str"})
