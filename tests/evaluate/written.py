"""A plan of one week with a few duties of two people, as the evaluator reads it, and no solver."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.evaluate.facts import Facts
from tests.plan.fixtures import tiny

Row = dict[str, Any]
ZONE = "Asia/Shanghai"
MONDAY = pd.Timestamp("2026-09-14")
OUTLET, POST = "ST01", "counter"
_ROW = {"outlet": OUTLET, "post": POST, "activity": "work", "source": "own", "locked": False, "paid": True}


def two() -> tuple[str, str]:
    """Two people at home at one outlet."""
    people = tiny().table("employees")
    first, second = people.loc[people["outlet"] == OUTLET, "employee"].iloc[:2]
    return first, second


def duty(employee: str, day: int, begin: int, end: int, **more: object) -> Row:
    """Work on a day of the week (Monday is 0, days before it are negative) between two hours."""
    midnight = MONDAY + pd.Timedelta(days=day)
    start, stop = (midnight + pd.Timedelta(hours=hour) for hour in (begin, end))
    at = {"start": start.tz_localize(ZONE), "end": stop.tz_localize(ZONE), "day": midnight}
    return {"employee": employee, "duty": f"{employee} {day} {begin}", **_ROW, **at, **more}


def facts(
    folder: Path,
    *duties: dict[str, Any],
    told: tuple[tuple[str, str, int], ...] = (),
    **tables: list[dict[str, Any]],
) -> Facts:
    """These duties in the tiny network with some tables; `told`: limit, employee, day of rules told as broken."""
    (folder / "tables").mkdir()
    pd.DataFrame(list(duties)).to_parquet(folder / "tables" / "roster_segments.parquet")
    rules = pd.DataFrame(
        [(limit, name, MONDAY + pd.Timedelta(days=day), True) for limit, name, day in told],
        columns=["limit", "employee", "day", "hard"],
    ).astype({"hard": bool})
    rules.to_parquet(folder / "tables" / "roster_rules.parquet")
    staff = pd.DataFrame([{**duties[0], "source": "own", "people": 1}])
    staff.to_parquet(folder / "tables" / "staff_duties.parquet")
    plan = {"first_day": str(MONDAY.date()), "days": 7, "timezone": ZONE, "day_cut": 0, "grain": 30}
    network = tiny().with_tables(**{name: pd.DataFrame(rows) for name, rows in tables.items()})
    return Facts(plan, folder, network, (), {})
