"""The staff-planning problem of a network: needs, shift types, own people, lenders, reserve."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.values import Forecast
from optimize.requirement.values import Requirement
from optimize.shifts.values import StaffPrices, StaffProblem
from quarterhour.grid import TimeGrid
from scenarios.network.model import Network, minutes, names
from scenarios.premises import Premises
from scenarios.premises.people import People, valid_on
from scenarios.premises.travel import between_outlets, from_partners

LENDERS = 5
"""Lenders considered for one post: the nearest ones. Further ones cost travel and rarely help."""
FULL_SHIFT = 8.0
"""Hours of a full shift. A person counts for as many duties a week as full shifts fit into the contract: the
staff plan adds people up, and what many short duties would ask of single persons only the roster knows."""
STANDARD_SHIFTS = pd.DataFrame(
    [
        ("S8", "05:00", "16:00", 60, 9.0, 60, 3.0, 5.5),
        ("S6", "05:00", "17:00", 60, 6.0, 30, 2.0, 4.0),
        ("S4", "05:00", "20:00", 60, 4.0, 0, 2.0, 2.0),
        ("N8", "17:00", "23:00", 60, 9.0, 60, 3.0, 5.5),
    ],
    columns=[
        "shift",
        "earliest_start",
        "latest_start",
        "start_step",
        "hours",
        "break_minutes",
        "break_after",
        "break_before",
    ],
).assign(kinds="", break_paid=False)
"""Shifts that may be planned where the organisation names none."""


def staff_problem(
    premises: Premises, staff: People, requirement: Requirement, forecast: Forecast, grid: TimeGrid
) -> StaffProblem:
    """What `optimize.shifts` needs to know about the network as changed."""
    network, settings = premises.network, premises.network.settings
    pools = staff.posts[["outlet", "pool", "post"]]
    weekly = weekly_limits(staff)
    links = [_own_links(premises, staff, weekly), _partner_links(premises, staff)]
    return StaffProblem(
        need=requirement.pools[["outlet", "pool", "start", "people"]],
        floors=requirement.floors,
        posts=pools,
        desks=network.table("outlets")[["outlet", "desks"]].astype({"desks": int}),
        reserve=reserve(network, requirement, forecast, grid),
        shift_types=shift_types(network, grid),
        staff=own_staff(staff),
        weekly=weekly,
        links=pd.concat(links, ignore_index=True),
        prices=StaffPrices(
            settings.price_shortage, settings.price_idle, settings.price_travel, settings.unplanned_absence
        ),
        grid=grid,
        seed=settings.seed,
    )


def present_types(network: Network) -> pd.DataFrame:
    """The organisation's table of shift types, or the standard ones."""
    table = network.table("shift_types")
    return STANDARD_SHIFTS if table.empty else table


def shift_types(network: Network, grid: TimeGrid) -> pd.DataFrame:
    """The organisation's shift types by outlet (or the standard ones), times in minutes after the day cut."""
    outlets = network.table("outlets")[["outlet", "kind"]]
    both = outlets.merge(present_types(network), how="cross")
    fits = [not kinds or kind in names(kinds) for kind, kinds in zip(both["kind"], both["kinds"], strict=True)]
    both = both[np.array(fits, dtype=bool)].reset_index(drop=True)
    earliest = (both["earliest_start"].map(minutes) - grid.day_cut) % 1440
    latest = (both["latest_start"].map(minutes) - grid.day_cut) % 1440
    return pd.DataFrame(
        {
            "outlet": both["outlet"],
            "shift": both["shift"],
            "earliest_start": earliest,
            "latest_start": np.where(latest < earliest, latest + 1440, latest),
            "start_step": both["start_step"].astype(int),
            "minutes": (both["hours"].astype(float) * 60).round().astype(int),
            "break_minutes": both["break_minutes"].astype(int),
            "break_after": (both["break_after"].astype(float) * 60).round().astype(int),
            "break_before": (both["break_before"].astype(float) * 60).round().astype(int),
            "break_paid": both["break_paid"].astype(bool),
        }
    )


def reserve(network: Network, requirement: Requirement, forecast: Forecast, grid: TimeGrid) -> pd.DataFrame:
    """outlet, pool, start, people: standby wanted on peak days.

    `reserve_ratio` times the people regularly on duty in the same interval of an ordinary week: the median
    over the horizon's other days of that weekday and slot, else over its other days of that slot.
    """
    settings = network.settings
    outlets = network.table("outlets")
    holders = outlets.loc[outlets["kind"].isin(settings.reserve_kinds), "outlet"]
    need = requirement.pools.loc[
        requirement.pools["outlet"].isin(holders), ["outlet", "pool", "start", "people"]
    ].reset_index(drop=True)
    starts = pd.DatetimeIndex(need["start"])
    need = need.assign(day=grid.business_day(starts), slot=grid.slot(starts))
    need["weekday"] = need["day"].dt.day_of_week
    spans = forecast.peaks.loc[forecast.peaks["lift"] >= settings.peak_lift, ["outlet", "first_day", "last_day"]]
    spread = need[["outlet", "day"]].drop_duplicates().merge(spans, on="outlet")
    spread = spread[spread["day"].between(spread["first_day"], spread["last_day"])]
    peak_days = pd.MultiIndex.from_frame(spread[["outlet", "day"]].drop_duplicates())
    is_peak = pd.MultiIndex.from_frame(need[["outlet", "day"]]).isin(peak_days)
    ordinary, peak = need[~is_peak], need[is_peak]
    same = ordinary.groupby(["outlet", "pool", "weekday", "slot"], as_index=False)[["people"]].median()
    any_day = ordinary.groupby(["outlet", "pool", "slot"], as_index=False)[["people"]].median()
    joined = peak[["outlet", "pool", "start", "weekday", "slot"]].merge(
        same, on=["outlet", "pool", "weekday", "slot"], how="left", validate="many_to_one"
    )
    joined = joined.merge(
        any_day, on=["outlet", "pool", "slot"], how="left", suffixes=("", "_any"), validate="many_to_one"
    )
    regular = joined["people"].fillna(joined["people_any"]).fillna(0.0)
    wanted = joined[["outlet", "pool", "start"]].copy()
    wanted["people"] = np.rint(settings.reserve_ratio * regular.to_numpy()).astype(int)
    return wanted[wanted["people"] > 0].reset_index(drop=True)


def own_staff(staff: People) -> pd.DataFrame:
    trained = staff.employees.loc[staff.employees["trained"], "employee"]
    there = valid_on(staff.home[staff.home["employee"].isin(trained)], staff.days)
    agrees = staff.employees.set_index("employee")["standby"].astype(bool)
    splits = staff.employees.set_index("employee")["split_days_week"].astype(int) > 0
    there = there.assign(agrees=there["employee"].map(agrees), splits=there["employee"].map(splits))
    counted = there.groupby(["outlet", "post", "day"], as_index=False).agg(
        people=("employee", "nunique"), standby=("agrees", "sum"), split=("splits", "sum")
    )
    pools = staff.posts[["outlet", "post", "pool"]]
    joined = counted.merge(pools, on=["outlet", "post"], validate="many_to_one")
    return joined[["outlet", "pool", "post", "day", "people", "standby", "split"]]


def home_pools(staff: People) -> pd.DataFrame:
    """employee, outlet, pool: the one pool of each person at home."""
    joined = staff.home.merge(staff.posts[["outlet", "post", "pool"]], on=["outlet", "post"])
    return joined[["employee", "outlet", "pool"]].drop_duplicates("employee").reset_index(drop=True)


def weekly_limits(staff: People) -> pd.DataFrame:
    """Hours and duties left by pool and week, absence and training taken out."""
    terms = staff.employees.set_index("employee")
    trained = staff.employees.loc[staff.employees["trained"], "employee"]
    days = staff.days[staff.days["employee"].isin(trained)]
    week = days["day"] - pd.to_timedelta(days["day"].dt.day_of_week, unit="D")
    training = days["hours"].where(days["kind"] == "training", 0.0)
    by_week = (
        days.assign(week=week, absent_hours=days["hours"], training=training)
        .groupby(["employee", "week"], as_index=False)
        .agg(present=("available", "sum"), absent_hours=("absent_hours", "sum"), training=("training", "sum"))
    )
    person = terms.loc[by_week["employee"]].reset_index()
    monthly = person["hours_month_most"].astype(float) * 7 * 12 / 365.25
    most = np.minimum(person["hours_week_most"].astype(float), monthly)
    reachable = by_week["present"] * person["hours_day"].astype(float)
    by_week["hours"] = np.minimum((person["hours_week"] - by_week["absent_hours"]).clip(lower=0.0), reachable)
    by_week["hours_most"] = np.minimum((most - by_week["training"]).clip(lower=0.0), reachable)
    longest = person[["shift_hours_most", "hours_day"]].astype(float).min(axis=1).clip(upper=FULL_SHIFT)
    full_shifts = np.maximum(person["hours_week_most"].astype(float) // longest, 1)
    by_week["duties"] = np.minimum(by_week["present"], full_shifts).astype(int)
    by_week["splits"] = np.minimum(by_week["duties"], person["split_days_week"].astype(int))
    by_week["rate"] = person["hourly_rate"].astype(float)
    by_week["overtime_factor"] = person["overtime_factor"].astype(float)
    by_week["standby_factor"] = person["standby_factor"].astype(float)
    homes = home_pools(staff)
    joined = by_week.merge(homes, on="employee", validate="many_to_one")
    weekly = joined.groupby(["outlet", "pool", "week"], as_index=False).agg(
        duties=("duties", "sum"),
        splits=("splits", "sum"),
        hours=("hours", "sum"),
        hours_most=("hours_most", "sum"),
        rate=("rate", "mean"),
        overtime_factor=("overtime_factor", "mean"),
        standby_factor=("standby_factor", "mean"),
    )
    there = days.assign(week=week)[days["available"].astype(bool)].merge(homes, on="employee")
    by_day = there.groupby(["outlet", "pool", "week", "day"], as_index=False).agg(people=("employee", "nunique"))
    best_day = by_day.groupby(["outlet", "pool", "week"], as_index=False)[["people"]].max()
    found = weekly.merge(best_day, on=["outlet", "pool", "week"], how="left", validate="one_to_one")
    return found.assign(people=found["people"].fillna(0).astype("int64"))


def _own_links(premises: Premises, staff: People, weekly: pd.DataFrame) -> pd.DataFrame:
    """People of other outlets within their travel limit, nearest lenders first, by day.

    An hour lent is priced at the higher pay of both sides: who lends to whom follows from need and travel,
    never from one outlet's people being paid less.
    """
    settings = premises.network.settings
    overhead = settings.alert_minutes + settings.preparation_minutes + settings.handover_minutes
    reach = between_outlets(premises).rename(columns={"outlet": "lender", "other": "outlet"})
    reach = reach[reach["minutes"] <= settings.surge_minutes - overhead]
    homes = home_pools(staff).rename(columns={"outlet": "lender", "pool": "lender_pool"})
    person = staff.employees.loc[
        staff.employees["trained"], ["employee", "travel_limit", "standby", "hourly_rate", "standby_factor"]
    ]
    pairs = staff.elsewhere.merge(homes, on="employee").merge(person, on="employee")
    pairs = pairs.merge(reach, on=["lender", "outlet"], validate="many_to_one")
    pairs = pairs[(pairs["minutes"] <= pairs["travel_limit"]) & ~pairs["outlet"].isin(premises.closed)]
    near = pairs[["outlet", "post", "lender", "minutes"]].drop_duplicates()
    near = near.sort_values(["outlet", "post", "minutes", "lender"])
    near = near[near.groupby(["outlet", "post"]).cumcount() < LENDERS]
    pairs = pairs.merge(near[["outlet", "post", "lender"]], on=["outlet", "post", "lender"])
    there = valid_on(pairs[["employee", "outlet", "post", "since", "until"]], staff.days)
    rows = there.merge(pairs.drop(columns=["since", "until"]), on=["employee", "outlet", "post"])
    rows = rows.merge(staff.posts[["outlet", "post", "pool"]], on=["outlet", "post"], validate="many_to_one")
    keys = ["lender", "lender_pool", "outlet", "pool", "post", "day", "standby"]
    links = rows.groupby(keys, as_index=False).agg(
        people=("employee", "nunique"),
        minutes=("minutes", "first"),
        price=("hourly_rate", "mean"),
        standby_factor=("standby_factor", "mean"),
    )
    receiving = weekly.groupby(["outlet", "pool"], as_index=False).agg(receiving=("rate", "max"))
    links = links.merge(receiving, on=["outlet", "pool"], how="left", validate="many_to_one")
    price = np.fmax(links["price"], links["receiving"])
    return _named(links.assign(kind="lent", least_minutes=0, price=price))


def _partner_links(premises: Premises, staff: People) -> pd.DataFrame:
    """What the alliance's partners offer, to every post within reach that their people can hold."""
    network, settings = premises.network, premises.network.settings
    overhead = settings.alert_minutes + settings.preparation_minutes + settings.handover_minutes
    offers = network.table("partner_offers")
    reach = from_partners(premises)
    reach = reach[reach["minutes"] <= settings.surge_minutes - overhead]
    pairs = offers.merge(reach, on="partner").merge(
        staff.posts[["outlet", "pool", "post", "skills", "certificates"]],
        on="outlet",
        suffixes=("", "_needed"),
    )
    pairs = pairs[~pairs["outlet"].isin(premises.closed)]
    fits = [
        set(skills_needed) <= set(names(skills)) and set(certificates_needed) <= set(names(certificates))
        for skills, certificates, skills_needed, certificates_needed in zip(
            pairs["skills"],
            pairs["certificates"],
            pairs["skills_needed"],
            pairs["certificates_needed"],
            strict=True,
        )
    ]
    pairs = pairs[np.array(fits, dtype=bool)].reset_index(drop=True)
    horizon = staff.days[["day"]].drop_duplicates()
    rows = pairs.merge(horizon, how="cross")
    begun = rows["first_day"].isna() | (rows["first_day"] <= rows["day"])
    over = rows["last_day"].notna() & (rows["last_day"] < rows["day"])
    rows = rows[begun & ~over].reset_index(drop=True)
    return _named(
        rows.assign(
            kind="partner",
            lender=rows["partner"] + "/" + rows["offer"],
            lender_pool="",
            standby=True,
            standby_factor=rows["standby_factor"].astype(float),
            least_minutes=(rows["least_hours"].astype(float) * 60).round().astype(int),
            people=rows["people"].astype(int),
            price=rows["price"].astype(float),
        )
    )


def _named(links: pd.DataFrame) -> pd.DataFrame:
    """Links with their stable name, in the columns of `StaffProblem.links`."""
    readiness = links["standby"].map({True: "standby", False: "work"}).astype("str")
    day = links["day"].dt.strftime("%Y-%m-%d").astype("str")
    lender = links["lender"].where(links["lender_pool"] == "", links["lender"] + "/" + links["lender_pool"])
    name = lender + ">" + links["outlet"] + ">" + links["post"] + ">" + readiness + ">" + day
    columns = [
        "link",
        "kind",
        "lender",
        "lender_pool",
        "outlet",
        "pool",
        "post",
        "day",
        "minutes",
        "people",
        "price",
        "least_minutes",
        "standby",
        "standby_factor",
    ]
    return links.assign(link=name)[columns].reset_index(drop=True)
