"""Duties by person and day: added, removed, or moved in place or time."""

from __future__ import annotations

import pandas as pd

from scenarios.plan.values import Plan

WHERE = ["outlet", "start", "end"]
SERVING = ("work", "standby")


def segments(base: Plan, plan: Plan) -> pd.DataFrame:
    """As `Comparison.segments` describes; unchanged duties are left out."""
    both = _duties(base).merge(
        _duties(plan), on=["employee", "day"], how="outer", suffixes=("_base", ""), indicator=True
    )
    same = (both["_merge"] == "both") & (both["outlet"] == both["outlet_base"])
    same &= (both["start"] == both["start_base"]) & (both["end"] == both["end_base"])
    kind = both["_merge"].map({"left_only": "removed", "right_only": "added", "both": "moved"})
    changed = both.assign(plan=plan.name, change=kind.astype("str"))[~same]
    columns = ["plan", "change", "employee", *WHERE, *(f"{name}_base" for name in WHERE)]
    return changed[columns].fillna({"outlet": "", "outlet_base": ""}).reset_index(drop=True)


def _duties(plan: Plan) -> pd.DataFrame:
    """One row a person and duty: where, from when to when."""
    if plan.roster is None:
        empty = {name: pd.Series(dtype="str") for name in ("employee", "outlet")}
        times = {name: pd.Series(dtype=f"datetime64[us, {plan.timezone}]") for name in ("start", "end")}
        return pd.DataFrame({**empty, "day": pd.Series(dtype="datetime64[us]"), **times})
    served = plan.roster.segments[plan.roster.segments["activity"].isin(SERVING)]
    return served.groupby(["employee", "day"], as_index=False).agg(
        outlet=("outlet", "first"), start=("start", "min"), end=("end", "max")
    )
