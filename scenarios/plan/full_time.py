"""What a full-time person is, and how much of the contract is given at the post."""

from __future__ import annotations

import pandas as pd

from scenarios.network.model import Network
from scenarios.network.settings import Settings

WEEKS_A_MONTH = 365.25 / 12 / 7


def full_time_hours(network: Network) -> float:
    """Weekly hours of a full-time person: the most of any contract that somebody has."""
    used = network.table("contracts")
    used = used[used["contract"].isin(own_people(network)["contract"])]
    return float(used["hours_week"].max()) if len(used) else 40.0


def own_people(network: Network) -> pd.DataFrame:
    """Own employees with their contract's hours and rate."""
    table = network.table("employees")
    own = table[table["partner"] == ""]
    terms = network.table("contracts")[["contract", "hours_week", "hourly_rate"]]
    return own.merge(terms, on="contract", how="left", validate="many_to_one")


def share_at_post(settings: Settings) -> float:
    """Of contract hours: what absence, and shifts that are longer than peaks, leave for hours at the post."""
    present = (1 - settings.planned_absence) * (1 - settings.unplanned_absence)
    return settings.shift_efficiency * present
