"""Plans whose rosters are made of a few words, for what HR publishes and reads back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from scenarios.plan import Plan
from tests.api.plans import small_plan

Words = tuple[str, int, float, float, str, str, str]
"""employee, day (0 is the first), begin and end (wall-clock hours), outlet, post, activity."""


def with_roster(words: Sequence[Words], zone: str = "Asia/Shanghai", first_day: str = "2026-09-21") -> Plan:
    """The small plan with a roster of these segments, at another place and time."""
    plan = _base()
    assert plan.roster is not None
    start = pd.Timestamp(first_day)
    rows = [
        {
            "employee": employee,
            "start": moment(start, number, begin, zone),
            "end": moment(start, number, end, zone),
            "outlet": outlet,
            "post": post,
            "activity": activity,
            "source": "own" if employee.startswith(outlet) else "lent",
            "locked": False,
            "duty": f"{employee}/{number}" if activity in ("work", "break", "travel") else "",
            "day": start + pd.Timedelta(days=number),
            "paid": activity not in ("break", "standby"),
        }
        for employee, number, begin, end, outlet, post, activity in words
    ]
    segments = pd.DataFrame(rows)
    return replace(plan, roster=replace(plan.roster, segments=segments), timezone=zone, first_day=start)


@cache
def _base() -> Plan:
    return small_plan()


def moment(first_day: pd.Timestamp, number: int, hour: float, zone: str) -> pd.Timestamp:
    """A wall-clock time; the first pass of an hour that comes twice."""
    wall = first_day + pd.Timedelta(days=number) + pd.Timedelta(hours=hour)
    return wall.tz_localize(zone, ambiguous=True).as_unit("us")
