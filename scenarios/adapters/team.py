"""Generated staff for networks made from real demand: sized from the last weeks, without history of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.sample import staffing

SIZING_WEEKS = 8
"""Weeks before the plan whose mean week the staff is sized for."""

CONTRACTS = pd.DataFrame(
    {
        "contract": ["full", "part"],
        "name": ["Full time", "Part time"],
        "hours_day": [9.0, 8.0],
        "hours_week": [38.0, 22.0],
        "hours_week_most": [44.0, 28.0],
        "hours_month_most": [185.0, 115.0],
        "rest_hours": 11.0,
        "consecutive_days": [6, 5],
        "weekends_off": 1,
        "night_work": True,
        "shift_hours_least": 4.0,
        "shift_hours_most": [10.0, 9.0],
    }
)
"""Working-time rules of the two contracts; pay is each adapter's own."""
ORDER = ("full", "full", "full", "part", "full", "part")

SHIFT_TYPES = pd.DataFrame(
    [("D9", 9, 60), ("D8", 8, 60), ("D6", 6, 0), ("D5", 5, 0), ("D4", 4, 0)],
    columns=["shift", "hours", "break_minutes"],
).assign(earliest_start="07:00", latest_start="20:00", start_step=60, break_after=3.0, break_before=5.0)
"""Shifts on the full hour; `hours` holds the break."""

EVERY_FIFTH, HALF = 5, 2


def needed(
    arrivals: pd.DataFrame, minutes: float, grain: int, plan_start: pd.Timestamp, safety: float = staffing.SAFETY
) -> pd.DataFrame:
    """outlet, weekday, time, people: needed at the post in the mean week before `plan_start`.

    `arrivals` has outlet, start (zone-aware) and count of one service of `minutes` of handling.
    """
    wall = arrivals["start"].dt.tz_localize(None)
    recent = arrivals[(wall >= plan_start - pd.Timedelta(weeks=SIZING_WEEKS)) & (wall < plan_start)]
    start = recent["start"].dt
    week = recent.assign(weekday=start.day_of_week, time=start.hour * 60 + start.minute)
    mean = week.groupby(["outlet", "weekday", "time"], as_index=False)["count"].mean()
    erlangs = mean["count"].fillna(0.0).to_numpy(dtype=float) * minutes / grain
    people = staffing.needed(erlangs, np.ones(len(mean), dtype=bool), 1, safety)
    labels: pd.DataFrame = mean[["outlet", "weekday", "time"]]
    return labels.assign(people=people)


def desks(people: pd.DataFrame, outlets: pd.Series) -> pd.Series:
    """Half as many again as the mean week's peak needs, and one."""
    peak = people.groupby("outlet")["people"].max().reindex(outlets)
    return pd.Series(np.ceil(peak.to_numpy() * 1.5).astype(int) + 1, index=outlets.index)


def employees(people: pd.DataFrame, grain: int, skills: str) -> pd.DataFrame:
    """The table `employees`: enough contract hours for each outlet's mean week.

    One in five speaks for standby, every second one travels an hour.
    """
    weekly = CONTRACTS.set_index("contract")["hours_week"]
    rows = [
        (outlet, contract)
        for outlet, needs in people.groupby("outlet")["people"]
        for contract in staffing.team(staffing.contract_hours(needs.to_numpy(), grain), ORDER, weekly)
    ]
    team = pd.DataFrame(rows, columns=["outlet", "contract"])
    number = np.arange(len(team))
    return team.assign(
        employee=[f"E{place + 1:03d}" for place in number],
        name=[f"Person {place + 1:03d}" for place in number],
        skills=skills,
        travel_limit=np.where(number % HALF == 0, 60, 30),
        standby=number % EVERY_FIFTH == 0,
        leave_days=number % 20,
    )
