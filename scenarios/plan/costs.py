"""What a plan costs in money over its horizon, each hour paid once."""

from __future__ import annotations

import pandas as pd

from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.grid import hours_between
from scenarios.network.model import Network

DAYS_A_MONTH = 365.25 / 12


def costs(
    network: Network, staff: StaffPlan | None, roster: Roster | None, closed: tuple[str, ...], days: int
) -> pd.DataFrame:
    """item, money: pay, partners, travel, outlets. The roster counts where there is one, else the staff plan."""
    items: dict[str, float] = {}
    if roster is not None:
        items |= _rostered(network, roster)
    elif staff is not None:
        money = staff.costs.groupby("item")["money"].sum()
        items |= {
            f"staff_{item}": float(value)
            for item, value in money.items()
            if item not in ("shortage", "idle", "reserve")
        }
    outlets = network.table("outlets")
    kept = outlets.loc[~outlets["outlet"].isin(closed), "monthly_cost"].astype(float).sum()
    items["outlets"] = float(kept) * days / DAYS_A_MONTH
    return pd.DataFrame({"item": pd.Series(list(items), dtype="str"), "money": list(items.values())})


def _rostered(network: Network, roster: Roster) -> dict[str, float]:
    """Pay by employee and week as the roster states it; partners and extra travel money from the segments."""
    people = network.table("employees").merge(network.table("contracts").drop(columns="name"), on="contract")
    terms = people[["employee", "hourly_rate", "overtime_factor", "standby_factor"]].rename(
        columns={"hourly_rate": "rate"}
    )
    hours = roster.hours.merge(terms, on="employee", how="left", validate="many_to_one")
    segments = roster.segments
    took = hours_between(segments["start"], segments["end"])
    travel = took[(segments["activity"] == "travel")].sum()
    return {
        "pay_regular": float((hours["paid"] * hours["rate"]).sum()),
        "pay_overtime": float((hours["overtime"] * hours["rate"] * (hours["overtime_factor"] - 1.0)).sum()),
        "pay_standby": float((hours["standby"] * hours["rate"] * hours["standby_factor"]).sum()),
        "travel": float(travel) * network.settings.price_travel,
        **_partners(network, segments.assign(hours=took)),
    }


def _partners(network: Network, segments: pd.DataFrame) -> dict[str, float]:
    """Partner slots are called `partner/offer#number`; price and standby factor are the offer's."""
    hired = segments[(segments["source"] == "partner") & (segments["paid"] | (segments["activity"] == "standby"))]
    offers = network.table("partner_offers")
    terms = offers.set_index(offers["partner"] + "/" + offers["offer"])[["price", "standby_factor"]].astype(float)
    offer = hired["employee"].str.rsplit("#", n=1).str[0]
    standby = hired["activity"] == "standby"
    money = hired["hours"] * offer.map(terms["price"])
    return {
        "partner": float(money[~standby].sum()),
        "partner_standby": float((money * offer.map(terms["standby_factor"]))[standby].sum()),
    }
