"""The cheapest plan that meets all targets; where none does, the one that misses least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scenarios.compare.targets import Target


def choice(verdicts: pd.DataFrame, costs: Mapping[str, float], targets: Sequence[Target]) -> pd.DataFrame:
    """All plans, the one to take first: plan, meets, cost, missed, as `Comparison.choice` describes.

    Plans that meet all targets come first, by cost; then the others, by the sum of their misses, each as a share
    of its target's value, and by cost where these are equal. A target that a plan does not tell counts as missed
    without measure, so such plans come last. `costs` has every plan's total.
    """
    asked = {target.text: target for target in targets}
    missed = [
        np.inf if np.isnan(by) else asked[text].relative(by)
        for text, by in zip(verdicts["target"], verdicts["missed_by"], strict=True)
    ]
    rows = verdicts.assign(missed=missed, meets=verdicts["verdict"].isin(["surely", "met"]))
    found = rows.groupby("plan", sort=False, as_index=False).agg(meets=("meets", "all"), missed=("missed", "sum"))
    found["cost"] = found["plan"].map(costs).astype(float)
    order = found.sort_values(["meets", "missed", "cost"], ascending=[False, True, True], kind="stable")
    told = order["missed"].where(np.isfinite(order["missed"]))
    return order.assign(missed=told)[["plan", "meets", "cost", "missed"]].reset_index(drop=True)
