"""Money between two days, recomputed from the segments. Shares no code with the model."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from optimize.roster.checker.breaks import NO_BREAKS, rows
from optimize.roster.checker.comparable import homes
from optimize.roster.checker.diary import past_days
from optimize.roster.checker.elapsed import hours_between
from optimize.roster.checker.evidence import View
from optimize.roster.weights import Weights

PAID = ("work", "travel", "training", "leave")
CENT = 1e-6


def budget(view: View, weights: Weights) -> pd.DataFrame:
    """Units of money, begun ones whole, that a unit costs beyond a ceiling; hard without a weight."""
    if view.problem.budgets.empty:
        return NO_BREAKS
    spent = _spent(view).groupby("home")
    daily = {home: part.groupby("day")["money"].sum() for home, part in spent}
    nothing, broken = pd.Series(dtype=float, index=pd.DatetimeIndex([])), []
    for row in view.problem.budgets.to_dict("records"):
        within = daily.get(row["outlet"], nothing).loc[row["first_day"] : row["last_day"]]
        beyond = math.ceil(within.sum() - row["most"] - CENT)
        if beyond > 0:
            broken.append({**row, "employee": "", "day": row["first_day"], "amount": float(beyond)})
    columns = ["limit", "outlet", "employee", "day", "amount", "weight"]
    table = pd.DataFrame(broken, columns=columns).astype({"weight": float})
    hard = table["weight"].isna()
    parts = [_told(table[hard], None), _told(table[~hard], table.loc[~hard, "weight"])]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _told(broken: pd.DataFrame, weight: Any) -> pd.DataFrame:
    return rows("budget", broken, "money", weight).assign(limit=broken["limit"].astype("str"))


def _spent(view: View) -> pd.DataFrame:
    """employee, home, day, money: segments by their day, duties before the horizon, overtime on its Monday."""
    own = view.segments[view.segments["employee"].isin(view.terms.index)]
    past = past_days(view)
    before = view.past.assign(activity="work", hours=view.past["worked"], paid=False)
    waits = view.past.assign(activity="standby", hours=view.past["waited"], paid=False)
    gone = past[past["activity"] == "leave"]
    gone = gone.assign(hours=hours_between(gone["start"], gone["end"]), paid=False)
    now = own.assign(hours=hours_between(own["start"], own["end"]))
    keys = ["employee", "day", "activity", "hours", "paid"]
    parts = [part[keys] for part in (now, before, waits, gone) if len(part)]
    spent = pd.concat(parts) if parts else now[keys]
    terms = view.terms.loc[spent["employee"]]
    waiting = (spent["activity"] == "standby").to_numpy()
    full = spent["activity"].isin(PAID) | ((spent["activity"] == "break") & spent["paid"].astype(bool))
    share = full.to_numpy(float) + waiting * terms["standby_factor"].to_numpy(float)
    money = spent["hours"].to_numpy(float) * share * terms["hourly_rate"].to_numpy(float)
    paid: pd.DataFrame = pd.concat([spent[["employee", "day"]].assign(money=money), _premiums(view)])
    return paid.assign(home=paid["employee"].map(homes(view.problem)))


def _premiums(view: View) -> pd.DataFrame:
    """employee, day (Monday), money: what overtime is paid beyond the ordinary rate."""
    every = view.both()
    every = every[every["employee"].isin(view.terms.index)].reset_index(drop=True)
    every["day"] = view.week(every["day"])
    weekly = every.groupby(["employee", "day"], as_index=False)["worked"].sum()
    terms = view.terms.loc[weekly["employee"]]
    over = (weekly["worked"].to_numpy(float) - terms["hours_week"].to_numpy(float)).clip(min=0)
    premium = terms["hourly_rate"].to_numpy(float) * (terms["overtime_factor"].to_numpy(float) - 1)
    premiums: pd.DataFrame = weekly[["employee", "day"]].assign(money=over * premium)
    return premiums
