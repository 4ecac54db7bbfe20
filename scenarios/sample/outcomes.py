"""What happened in the last thirteen months, week by week, and who is booked for the weeks to come."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator

WEEKS = 57
"""Thirteen months."""
USUAL_WAIT = {"general": 6.0, "insurance": 9.0, "visitor": 4.0, "call": 0.3, "enquiry": 35.0, "complaint": 400.0}
"""Minutes in a week of mean demand; waits grow with the square of the demand."""
LOST_SHARE = {"visitor": 0.01, "call": 0.04}
COMPLAINT_RATE = 0.0012
"""Complaints of a served customer in a week of mean demand."""
BOOKED_SHARE, BOOKED_DAYS = 0.06, 14
"""Of the expected customers of a service that takes appointments, and how far ahead they book."""
BOOKABLE = (("hospital", "insurance"), ("hub", "general"), ("station", "insurance"))


def outcomes(arrivals: pd.DataFrame, grid: TimeGrid, plan_start: pd.Timestamp, seed: int) -> pd.DataFrame:
    """The table `outcomes` by week; served and lost add up to the arrivals that are known."""
    first = plan_start - pd.Timedelta(weeks=WEEKS)
    recent = arrivals[arrivals["start"] >= grid.day_start(first)]
    day = grid.business_day(pd.DatetimeIndex(recent["start"]))
    week = day - pd.to_timedelta(day.day_of_week, unit="D")
    keys = ["outlet", "service", "start"]
    came = recent.assign(start=week).groupby(keys, as_index=False)["count"].sum()
    came = came[came["count"] > 0].reset_index(drop=True)
    draw = generator(seed, "sample", "outcomes")
    pressure = (came["count"] / came.groupby(["outlet", "service"])["count"].transform("mean")).to_numpy()
    pressure = pressure**2 * draw.lognormal(0.0, 0.15, len(came))
    wait = came["service"].map(USUAL_WAIT).to_numpy() * pressure
    lost = draw.binomial(
        came["count"].astype(int), np.minimum(came["service"].map(LOST_SHARE).fillna(0.0) * pressure, 0.3)
    )
    served = came["count"].to_numpy() - lost
    labels: pd.DataFrame = came[keys]
    return labels.assign(
        period="week",
        served=served,
        lost=lost.astype(float),
        wait_minutes=np.round(wait, 2),
        complaints=draw.poisson(served * COMPLAINT_RATE * pressure).astype(float),
        satisfaction=np.round(np.clip(0.955 - 0.02 * pressure + draw.normal(0, 0.01, len(came)), 0.6, 1.0), 3),
    )


def appointments(expected: pd.DataFrame, kinds: pd.Series, seed: int) -> pd.DataFrame:
    """The table `appointments`; `expected` has outlet, service, start, rate of the days to come."""
    kind = expected["outlet"].map(kinds)
    bookable = np.zeros(len(expected), dtype=bool)
    for outlet_kind, service in BOOKABLE:
        bookable |= ((kind == outlet_kind) & (expected["service"] == service)).to_numpy()
    rows = expected[bookable]
    draw = generator(seed, "sample", "appointments")
    booked = rows.assign(count=draw.poisson(rows["rate"] * BOOKED_SHARE))
    return booked.loc[booked["count"] > 0, ["outlet", "service", "start", "count"]].reset_index(drop=True)
