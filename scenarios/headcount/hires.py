"""Whom to hire by when, and what it costs."""

from __future__ import annotations

import math

import pandas as pd

from scenarios.headcount.supply import lead_days
from scenarios.network.model import Network
from scenarios.plan.full_time import WEEKS_A_MONTH, own_people

COLUMNS = ["region", "skill", "month", "people", "first_day", "start_by", "late", "money_month"]


def full_time_rate(network: Network, full_time: float) -> float:
    """Mean hourly rate of the people on full-time contracts; of all contracts where nobody is."""
    people = own_people(network)
    rates = people.loc[people["hours_week"].astype(float) >= full_time, "hourly_rate"]
    rates = rates if len(rates) else network.table("contracts")["hourly_rate"]
    return float(rates.astype(float).mean())


def hires(network: Network, regions: pd.DataFrame, full_time: float) -> pd.DataFrame:
    """One row a region, skill and month that needs more whole people than all months before it.

    People of a region help each other out, so a gap is rounded up once a region and skill, and only what
    reaches half a person counts. The lead is recruiting, induction and the whole training at the full-time
    contract's pace.
    """
    settings = network.settings
    training = math.ceil(lead_days(settings, full_time, settings.training_hours))
    pay = full_time * WEEKS_A_MONTH * full_time_rate(network, full_time)
    rows = []
    for (region, skill), gaps in regions.sort_values("month").groupby(["region", "skill"], sort=True):
        hired = 0
        for month, gap in zip(gaps["month"], gaps["gap_likely"], strict=True):
            wanted = math.ceil(gap - 0.5) if gap > 0 else 0
            if wanted > hired:
                first_day = month - pd.Timedelta(days=training)
                start_by = first_day - pd.Timedelta(days=settings.hiring_days)
                more = wanted - hired
                late = start_by < network.first_day
                rows.append((region, skill, month, more, first_day, start_by, late, more * pay))
                hired = wanted
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"month": "datetime64[us]", "first_day": "datetime64[us]", "start_by": "datetime64[us]"})


def costs(
    network: Network, total: pd.DataFrame, supplied: pd.DataFrame, wanted: pd.DataFrame, full_time: float
) -> pd.DataFrame:
    """Pay by month, as `Headcount.costs` describes."""
    rate = full_time * WEEKS_A_MONTH * full_time_rate(network, full_time)
    whole = total[total["skill"] == "*"].set_index("month")
    paid = supplied.groupby("month")["pay"].sum()
    frame = pd.DataFrame({"month": whole.index, "contracted": paid.reindex(whole.index).fillna(0.0).to_numpy()})
    end = frame["month"] + pd.offsets.MonthEnd()
    # Who should have begun before today begins as soon as recruiting allows.
    soonest = network.first_day + pd.Timedelta(days=network.settings.hiring_days)
    begin = wanted["first_day"].where(wanted["first_day"] > soonest, soonest)
    frame["hires"] = [float(wanted.loc[begin <= last, "money_month"].sum()) for last in end]
    for band in ("low", "likely", "high"):
        frame[f"needed_{band}"] = whole[band].to_numpy() * rate
    return frame
