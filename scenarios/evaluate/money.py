"""Paid hours and money, each hour once, from segments and contracts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, differ
from scenarios.evaluate.people import own_segments

DAYS_A_MONTH = 365.25 / 12


def check_money(facts: Facts) -> Iterator[Finding]:
    """Hours by person and week, pay, partners, travel, outlets, and the total."""
    expected: dict[str, float] = {}
    if facts.has("roster"):
        hours = _hours(facts)
        yield from _stated_hours(facts, hours)
        expected |= _pay(facts, hours) | _partners(facts)
    elif facts.has("staff"):
        costs = facts.table("staff_costs")
        items = costs[~costs["item"].isin(["shortage", "idle", "reserve"])].groupby("item")["money"].sum()
        expected |= {f"staff_{item}": float(money) for item, money in items.items()}
    outlets = facts.network.table("outlets")
    kept = outlets[~outlets["outlet"].isin(facts.closed)]
    expected["outlets"] = float(kept["monthly_cost"].astype(float).sum()) * facts.days / DAYS_A_MONTH
    stated = facts.table("costs").set_index("item")["money"]
    for item in sorted(set(expected) | set(stated.index)):
        ours, theirs = expected.get(item, 0.0), float(stated.get(item, 0.0))
        if differ(ours, theirs):
            yield Finding("cost", item, str(ours), str(theirs))
    indicators = facts.table("indicators").set_index("indicator")["value"]
    if differ(sum(expected.values()), float(indicators["cost_total"])):
        yield Finding("cost_total", "plan", str(sum(expected.values())), str(indicators["cost_total"]))


def _hours(facts: Facts) -> pd.DataFrame:
    """employee, week and hours by kind from the segments; unpaid breaks are nobody's hours."""
    segments = own_segments(facts)
    counted = segments[(segments["activity"] != "break") | segments["paid"]]
    length = (counted["end"] - counted["start"]).dt.total_seconds() / 3600
    kind = counted["activity"].replace("break", "paid_break")
    monday = counted["day"] - pd.to_timedelta(counted["day"].dt.day_of_week, unit="D")
    spent = pd.DataFrame({"employee": counted["employee"], "week": monday, "kind": kind, "hours": length})
    table = spent.pivot_table(index=["employee", "week"], columns="kind", values="hours", aggfunc="sum")
    kinds = ["work", "paid_break", "travel", "training", "standby", "leave"]
    hours = table.reindex(columns=kinds).fillna(0.0).reset_index()
    hours["paid"] = hours[["work", "paid_break", "travel", "training", "leave"]].sum(axis=1)
    return _with_overtime(facts, hours)


def _with_overtime(facts: Facts, hours: pd.DataFrame) -> pd.DataFrame:
    """Working time of the whole calendar week beyond the regular hours, less what was over before the plan."""
    people = facts.network.table("employees").merge(facts.network.table("contracts"), on="contract")
    terms = people.set_index("employee")[["hours_week", "hourly_rate", "overtime_factor", "standby_factor"]]
    published = facts.network.table("segments")
    begin = facts.network.grid.day_start(facts.first_day)
    before = published[(published["start"] < begin) & published["activity"].isin(["work", "travel", "training"])]
    day = facts.business_day(before["start"])
    monday = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    length = (before["end"] - before["start"]).dt.total_seconds() / 3600
    earlier = length.groupby([before["employee"], monday.rename("week")]).sum()
    key = pd.MultiIndex.from_frame(hours[["employee", "week"]])
    already = earlier.reindex(key).fillna(0.0).to_numpy()
    regular = hours["employee"].map(terms["hours_week"]).to_numpy(dtype=float)
    working = hours[["work", "travel", "training"]].sum(axis=1).to_numpy()
    over = np.maximum(already + working - regular, 0) - np.maximum(already - regular, 0)
    rate = hours["employee"].map(terms["hourly_rate"]).to_numpy(dtype=float)
    premium = hours["employee"].map(terms["overtime_factor"]).to_numpy(dtype=float) - 1
    standby = hours["employee"].map(terms["standby_factor"]).to_numpy(dtype=float)
    return hours.assign(
        overtime=over,
        pay_regular=hours["paid"] * rate,
        pay_overtime=over * rate * premium,
        pay_standby=hours["standby"] * rate * standby,
    )


def _stated_hours(facts: Facts, hours: pd.DataFrame) -> Iterator[Finding]:
    """The roster's own account, row by row."""
    stated = facts.table("roster_hours")
    kinds = ["work", "paid_break", "travel", "training", "standby", "leave", "paid", "overtime"]
    ours = hours.assign(cost=hours["pay_regular"] + hours["pay_overtime"] + hours["pay_standby"])
    both = stated.merge(ours, on=["employee", "week"], how="outer", suffixes=("_stated", "")).fillna(0.0)
    for kind in [*kinds, "cost"]:
        yield from apart(f"hours_{kind}", both, ["employee", "week"], both[kind], both[f"{kind}_stated"])


def _pay(facts: Facts, hours: pd.DataFrame) -> dict[str, float]:
    segments = facts.table("roster_segments")
    way = segments[segments["activity"] == "travel"]
    travelled = ((way["end"] - way["start"]).dt.total_seconds() / 3600).sum()
    pay = {name: float(hours[name].sum()) for name in ("pay_regular", "pay_overtime", "pay_standby")}
    return {**pay, "travel": float(travelled) * facts.network.settings.price_travel}


def _partners(facts: Facts) -> dict[str, float]:
    """What partners' people cost at the price of their offer."""
    offers = facts.network.table("partner_offers")
    names = offers["partner"] + "/" + offers["offer"]
    price = dict(zip(names, offers["price"].astype(float), strict=True))
    factor = dict(zip(names, offers["standby_factor"].astype(float), strict=True))
    segments = facts.table("roster_segments")
    hired = segments[segments["source"] == "partner"]
    money = {"partner": 0.0, "partner_standby": 0.0}
    for slot, activity, paid, start, end in zip(
        hired["employee"], hired["activity"], hired["paid"], hired["start"], hired["end"], strict=True
    ):
        offer = slot.rpartition("#")[0]
        cost = (end - start).total_seconds() / 3600 * price[offer]
        if activity == "standby":
            money["partner_standby"] += cost * factor[offer]
        elif paid:
            money["partner"] += cost
    return money
