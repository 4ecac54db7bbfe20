"""Who is there on which day, and what each may do: the people side of every operational problem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scenarios.network.model import Network
from scenarios.network.pools import able, able_elsewhere, posts_with_pools

FAR_PAST, FAR_FUTURE = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")


@dataclass(frozen=True)
class People:
    """Frames that staff planning and rostering share.

    Attributes
    ----------
    employees
        Own people with their contract's terms, trained (bool) and training_left (hours).
    posts
        outlet, post, pool, services, minimum_people, flexible.
    home
        employee, outlet, post, since, until: what each can hold at home.
    elsewhere
        The same at all other outlets.
    days
        employee, day, available (employed and not absent), hours (paid hours of the absence), kind.
    """

    employees: pd.DataFrame
    posts: pd.DataFrame
    home: pd.DataFrame
    elsewhere: pd.DataFrame
    days: pd.DataFrame


def people(network: Network, first_day: pd.Timestamp, days: int) -> People:
    """The network's own people over a horizon of business days."""
    employees = _employees(network)
    home, elsewhere = able(network), able_elsewhere(network)
    own = set(employees["employee"])
    return People(
        employees,
        posts_with_pools(network),
        home[home["employee"].isin(own)].reset_index(drop=True),
        elsewhere[elsewhere["employee"].isin(own)].reset_index(drop=True),
        _days(network, employees, first_day, days),
    )


def valid_on(holding: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """employee, outlet, post, day: each available day on which skills and certificates hold."""
    there = days.loc[days["available"], ["employee", "day"]]
    both = holding.merge(there, on="employee")
    since, until = both["since"].fillna(FAR_PAST), both["until"].fillna(FAR_FUTURE)
    kept = (both["day"] >= since) & (both["day"] <= until)
    return both.loc[kept, ["employee", "outlet", "post", "day"]].reset_index(drop=True)


def _employees(network: Network) -> pd.DataFrame:
    table = network.table("employees")
    own = table[table["partner"] == ""]
    terms = network.table("contracts").drop(columns="name")
    joined = own.merge(terms, on="contract", how="left", validate="many_to_one")
    left = (network.settings.training_hours - joined["training_hours"].astype(float)).clip(lower=0.0)
    return joined.assign(trained=left == 0.0, training_left=left)


def _days(network: Network, employees: pd.DataFrame, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    horizon = pd.DataFrame({"day": pd.date_range(first_day, periods=days, unit="us")})
    grid = employees[["employee", "first_day", "last_day"]].merge(horizon, how="cross")
    begun = grid["first_day"].isna() | (grid["first_day"] <= grid["day"])
    ended = grid["last_day"].notna() & (grid["last_day"] < grid["day"])
    absent = absence_days(network, first_day, days)
    marked = grid[["employee", "day"]].merge(absent, on=["employee", "day"], how="left", validate="one_to_one")
    away = marked["kind"].notna()
    return marked.assign(
        available=(begun & ~ended & ~away).to_numpy(),
        hours=marked["hours"].fillna(0.0),
        kind=marked["kind"].fillna(""),
    )


def absence_days(network: Network, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    """employee, day, kind, hours: absences within the horizon, one row a day, while people are employed."""
    terms = network.table("employees")[["employee", "first_day", "last_day"]]
    table = network.table("absences").merge(
        terms, on="employee", suffixes=("", "_employed"), validate="many_to_one"
    )
    last_day = first_day + pd.Timedelta(days=days - 1)
    inside = table[(table["last_day"] >= first_day) & (table["first_day"] <= last_day)]
    begin = inside["first_day"].where(inside["first_day"] > first_day, first_day)
    end = inside["last_day"].where(inside["last_day"] < last_day, last_day)
    length = (end - begin).dt.days.to_numpy() + 1
    rows = np.repeat(np.arange(len(inside)), length)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(length) - length, length)
    day = begin.iloc[rows].reset_index(drop=True) + pd.to_timedelta(offset, unit="D")
    expanded = inside.iloc[rows].reset_index(drop=True)
    gone = (expanded["first_day_employed"] > day) | (expanded["last_day_employed"] < day)
    found = pd.DataFrame(
        {
            "employee": expanded["employee"],
            "day": day.astype("datetime64[us]"),
            "kind": expanded["kind"],
            "hours": expanded["hours_a_day"].astype(float).where(expanded["kind"] != "unpaid", 0.0),
        }
    )
    return found[~gone.to_numpy()].reset_index(drop=True)
