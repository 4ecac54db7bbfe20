"""Plans side by side: figures with their differences, and what was added, removed and moved."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from quarterhour.grid import hours_between
from quarterhour.labels import require_unique
from scenarios.plan.values import Comparison, Plan

KEYS = ["indicator", "scope", "unit"]
WHERE = ["outlet", "start", "end"]
SERVING = ("work", "standby")


def compare(plans: Sequence[Plan]) -> Comparison:
    """Any number of plans; the first is the base that the others are held against.

    Raises
    ------
    ValueError
        When there are fewer than two plans, or two of one name.
    """
    names = tuple(plan.name for plan in plans)
    if len(plans) < 2:
        raise ValueError(f"{len(plans)} plan(s) can not be compared.\nMaybe give the base and at least one other.")
    if len(set(names)) < len(names):
        raise ValueError(f"two plans have one name: {', '.join(names)}.\nMaybe rename one scenario.")
    base = plans[0]
    others = plans[1:]
    return Comparison(
        names,
        _figures(plans),
        pd.concat([_outlets(base, plan) for plan in others], ignore_index=True),
        pd.concat([_segments(base, plan) for plan in others], ignore_index=True),
        _changes(plans),
    )


def _figures(plans: Sequence[Plan]) -> pd.DataFrame:
    every = pd.concat([plan.indicators.assign(plan=plan.name) for plan in plans], ignore_index=True)
    require_unique(every, [*KEYS, "plan"], "indicators")
    base = plans[0].indicators[[*KEYS, "value"]].rename(columns={"value": "base"})
    joined = every.merge(base, on=KEYS, how="left", validate="many_to_one")
    joined["difference"] = (joined["value"] - joined["base"]).where(joined["plan"] != plans[0].name)
    return joined[[*KEYS, "plan", "value", "low", "high", "difference"]]


def _outlets(base: Plan, plan: Plan) -> pd.DataFrame:
    """Hours on duty by outlet, and which outlets have none any more or have them only now."""
    both = _hours(base).merge(_hours(plan), on="outlet", how="outer", suffixes=("_base", "")).fillna(0.0)
    change = np.select([both["hours_base"] == 0, both["hours"] == 0], ["added", "removed"], "kept")
    return both.assign(plan=plan.name, change=change)[["plan", "outlet", "change", "hours", "hours_base"]]


def _hours(plan: Plan) -> pd.DataFrame:
    if plan.roster is None:
        return pd.DataFrame({"outlet": pd.Series(dtype="str"), "hours": pd.Series(dtype=float)})
    worked = plan.roster.segments[plan.roster.segments["activity"] == "work"]
    hours = hours_between(worked["start"], worked["end"])
    return worked.assign(hours=hours).groupby("outlet", as_index=False)[["hours"]].sum()


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


def _segments(base: Plan, plan: Plan) -> pd.DataFrame:
    """Duties by person and day: added, removed, or moved in place or time; unchanged ones are left out."""
    both = _duties(base).merge(
        _duties(plan), on=["employee", "day"], how="outer", suffixes=("_base", ""), indicator=True
    )
    same = (both["_merge"] == "both") & (both["outlet"] == both["outlet_base"])
    same &= (both["start"] == both["start_base"]) & (both["end"] == both["end_base"])
    kind = both["_merge"].map({"left_only": "removed", "right_only": "added", "both": "moved"})
    changed = both.assign(plan=plan.name, change=kind.astype("str"))[~same]
    columns = ["plan", "change", "employee", *WHERE, *(f"{name}_base" for name in WHERE)]
    return changed[columns].fillna({"outlet": "", "outlet_base": ""}).reset_index(drop=True)


def _changes(plans: Sequence[Plan]) -> pd.DataFrame:
    rows = [
        (plan.name, number, change["change"], json.dumps(dict(change), ensure_ascii=False, sort_keys=True))
        for plan in plans
        for number, change in enumerate(plan.changes, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["plan", "number", "change", "detail"])
    return frame.astype({"plan": "str", "number": int, "change": "str", "detail": "str"})
