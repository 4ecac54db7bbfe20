"""Duty before the plan begins: published segments of two weeks and attendance of thirteen.

Everybody keeps the same cohort (early, late or night), the same days off and the same length of duty, and has
every other weekend off, so that rest, consecutive days, weekly hours and weekends keep the contract's rules.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.grid import MINUTES_A_DAY, TimeGrid
from quarterhour.seeds import generator
from scenarios.network.model import minutes
from scenarios.sample.opening import PATTERNS, WEEKDAYS

PUBLISHED_WEEKS = 2
ATTENDANCE_WEEKS = 13
ABSENT_SHARE = 0.03
"""Of past duties, not worked for unplanned reasons; the settings plan with the same share."""

DUTIES = {"full": (9, 5), "rotating": (9, 5), "part24": (6, 4), "evening24": (6, 4), "part20": (4, 5)}
"""Hours of a duty with its break, and most duties a week, by contract."""
LENGTHS = (9, 6, 4)
"""Hours a duty may have; where the day is shorter than the usual one, the longest that fits."""
LONG, BREAK_AFTER, BREAK = 9, 4, 1
"""Hours: a duty of nine has a break of one after four."""
SATURDAY = 5
COHORTS = ("07:00", "10:00", "14:00", "22:00")
"""When duties begin at outlets that never close."""


def past_duties(people: pd.DataFrame, drawn: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """employee, outlet, day, begin, hours: one row a duty, `begin` in minutes after the day's midnight.

    `days` has outlet, day and weekday of the open days of whole weeks. Holidays are worked at the hours of
    their weekday; none lies in the published weeks.
    """
    team = people.merge(drawn[["outlet", "hours"]], on="outlet", validate="many_to_one")
    team["place"] = team.groupby("outlet").cumcount()
    week = pd.concat([_weekday(team, number, name) for number, name in enumerate(WEEKDAYS)], ignore_index=True)
    week["worked"] = week.sort_values(["employee", "weekday"]).groupby("employee").cumcount()
    most = week["contract"].map({contract: duties for contract, (_, duties) in DUTIES.items()})
    duties = week[week["worked"] < most].merge(days, on=["outlet", "weekday"])
    begun = duties["day"] >= duties["first_day"]
    # What a night duty of the last Sunday would still do belongs to the plan.
    before = duties["begin"] + duties["hours"] * 60 <= MINUTES_A_DAY
    weeks = (duties["day"] - days["day"].min()).dt.days // 7
    free = (duties["weekday"] >= SATURDAY) & ((weeks + duties["place"] // 2) % 2 == 0)
    kept = duties[begun & (before | (duties["day"] < days["day"].max())) & ~free]
    columns = ["employee", "outlet", "day", "begin", "hours"]
    ordered: pd.DataFrame = kept.sort_values(["employee", "day"], ignore_index=True)[columns]
    return ordered


def segments(duties: pd.DataFrame, post: pd.Series, grid: TimeGrid) -> pd.DataFrame:
    """The table `segments`: work, and the break of long duties; `post` is by employee."""
    long = duties["hours"] == LONG
    whole = duties[~long].assign(offset=0, length=duties["hours"], activity="work")
    parts = [(0, BREAK_AFTER, "work"), (BREAK_AFTER, BREAK, "break"), (BREAK_AFTER + BREAK, 0, "work")]
    split = [
        duties[long].assign(offset=offset, length=length or LONG - offset, activity=activity)
        for offset, length, activity in parts
    ]
    frame = pd.concat([whole, *split], ignore_index=True).sort_values(["employee", "day", "offset"])
    midnight = frame["day"].dt.tz_localize(grid.timezone)
    start = midnight + pd.to_timedelta(frame["begin"] + frame["offset"] * 60, unit="min")
    return pd.DataFrame(
        {
            "employee": frame["employee"],
            "start": start,
            "end": start + pd.to_timedelta(frame["length"], unit="h"),
            "outlet": frame["outlet"],
            "post": frame["employee"].map(post),
            "activity": frame["activity"],
            "source": "own",
            "locked": True,
        }
    ).reset_index(drop=True)


def attendance(duties: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `attendance`: some did not come, some came late."""
    draw = generator(seed, "sample", "attendance")
    planned = (duties["hours"] - BREAK * (duties["hours"] == LONG)).to_numpy() * 60
    absent = draw.random(len(duties)) < ABSENT_SHARE
    late = np.where(draw.random(len(duties)) < 0.06, draw.integers(2, 25, len(duties)), 0) * ~absent
    return pd.DataFrame(
        {
            "employee": duties["employee"],
            "day": duties["day"],
            "planned_minutes": planned,
            "worked_minutes": np.where(absent, 0, planned - late),
            "late_minutes": late,
        }
    )


def _weekday(team: pd.DataFrame, number: int, name: str) -> pd.DataFrame:
    """Who works on that weekday, from when on and how long."""
    days = team["hours"].map(lambda pattern: len(_open_days(pattern))).to_numpy()
    index = team["hours"].map(lambda pattern: _open_days(pattern).get(name, -1)).to_numpy()
    # Two days off in a row, moving through the week from one member of the team to the next.
    off = (index - team["place"].to_numpy()) % days < days - 5
    there = team[(index >= 0) & ~off].copy()
    opens, length = zip(*(_window(pattern, name) for pattern in there["hours"]), strict=True)
    usual = there["contract"].map({contract: hours for contract, (hours, _) in DUTIES.items()}).to_numpy()
    room = np.minimum(np.array(length) / 60, usual)
    hours = np.select([room >= hours for hours in LENGTHS], LENGTHS, default=0)
    early = (there["place"] % 2 == 0).to_numpy()
    begin = np.array(opens) + np.where(early, 0, np.array(length) - hours * 60)
    always = (there["hours"] == "always").to_numpy()
    cohort = np.array([minutes(time) for time in COHORTS])[there["place"] % len(COHORTS)]
    people: pd.DataFrame = there[["employee", "outlet", "contract", "first_day", "place"]]
    return people.assign(weekday=number, begin=np.where(always, cohort, begin), hours=hours)


def _open_days(pattern: str) -> dict[str, int]:
    """The place of each weekday among those on which the pattern is open."""
    return {name: place for place, name in enumerate(day for day in WEEKDAYS if day in PATTERNS[pattern])}


def _window(pattern: str, weekday: str) -> tuple[int, int]:
    """Minutes after midnight at which it opens, and minutes open."""
    opens, closes = (minutes(time) for time in PATTERNS[pattern][weekday])
    return opens, (closes - opens - 1) % MINUTES_A_DAY + 1
