"""A small network with a row or more in every table, as texts and numbers that files would hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

SETTINGS = {
    "name": "Riverside",
    "timezone": "Asia/Shanghai",
    "country": "CN",
    "grain": "30",
    "plan_start": "2026-03-02",
    "budget": "1500000.5",
}


def settings(**values: str) -> pd.DataFrame:
    """The settings table; a value of "" leaves a key out."""
    merged = {**SETTINGS, **values}
    return pd.DataFrame([(key, value) for key, value in merged.items() if value], columns=["key", "value"])


def arrivals() -> pd.DataFrame:
    """Two weeks of half hours for two series, one of them with an unknown count, and ten days of a third."""
    starts = pd.date_range("2026-02-02 09:00", "2026-02-15 16:30", freq="30min")
    starts = starts[(starts.hour >= 9) & (starts.hour < 17)]
    frames = [
        pd.DataFrame(
            {
                "outlet": outlet,
                "service": "enquiry",
                "start": starts.strftime("%Y-%m-%d %H:%M"),
                "count": (np.arange(len(starts)) * step % 11).astype(str),
            }
        )
        for outlet, step in (("A", 3), ("B", 7))
    ]
    frames[0].loc[5, "count"] = ""
    days = pd.date_range("2026-02-02", periods=10).strftime("%Y-%m-%d")
    frames.append(pd.DataFrame({"outlet": "A", "service": "complaint", "start": days, "count": "12"}))
    return pd.concat(frames, ignore_index=True)


def tables() -> dict[str, pd.DataFrame]:
    """Every table, valid as it is."""
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    rows: dict[str, tuple[list[str], Sequence[tuple[object, ...]]]] = {
        "outlets": (
            ["outlet", "name", "kind", "latitude", "longitude", "desks", "monthly_cost", "opened"],
            [
                ("A", "=中心站", "station", 30.1, 120.30000000000004, 6, 0.1 + 0.2, "2019-05-01"),
                ("B", "'quoted'", "scenic", 30.2, 120.4, 4, 9000, ""),
                ("C", "热线", "call_desk", "", "", 10, 100, ""),
            ],
        ),
        "outlet_kinds": (["kind", "least_monthly_volume"], [("station", 900.5), ("hub", 400)]),
        "opening_hours": (
            ["outlet", "weekday", "opens", "closes"],
            [("A", day, "09:00", "17:00") for day in week]
            + [("A", "holiday", "10:00", "14:00")]
            + [("B", day, "09:00", "12:00") for day in week]
            + [("B", day, "13:00", "02:00") for day in week]
            + [("C", day, "00:00", "24:00") for day in week],
        ),
        "closures": (["outlet", "first_day", "last_day", "reason"], [("B", "2026-03-10", "2026-03-12", "repair")]),
        "services": (
            [
                "service",
                "name",
                "kind",
                "handling_minutes",
                "patience_minutes",
                "promise",
                "promise_minutes",
                "promise_share",
            ],
            [
                ("enquiry", "咨询", "immediate", 6.5, 20, "mean_wait", 10, ""),
                ("complaint", "投诉", "deferred", 25, "", "settled_within", 1440, 0.95),
            ],
        ),
        "posts": (
            ["outlet", "post", "services", "skills", "certificates", "minimum_people"],
            [
                ("A", "counter", "enquiry", "desk", "", 1),
                ("A", "care", "complaint;enquiry", "desk;care", "mediator", 0),
                ("B", "counter", "enquiry", "desk", "", 1),
                ("C", "line", "enquiry;complaint", "voice", "", 0),
            ],
        ),
        "equipment": (["equipment", "outlet", "kind", "count", "lendable"], [("E1", "A", "terminal", 2, "yes")]),
        "appointments": (
            ["outlet", "service", "start", "count"],
            [("A", "enquiry", "2026-03-02 09:30", 3)],
        ),
        "outcomes": (
            ["outlet", "service", "start", "period", "served", "satisfaction"],
            [("A", "enquiry", "2026-02-01", "month", 812, 0.93)],
        ),
        "events": (
            ["event", "name", "first_day", "last_day", "outlets"],
            [("e1", "灯会", "2026-03-03", "2026-03-05", "A;B")],
        ),
        "adjustments": (
            ["adjustment", "outlet", "service", "first_day", "last_day", "uplift", "author", "reason", "made_on"],
            [
                ("k1", "A", "enquiry", "2026-03-03", "2026-03-05", 0.2, "张三", "灯会", "2026-02-20"),
                ("k2", "A", "", "2026-03-05", "2026-03-05", -0.1, "李四", "rain", "2026-03-01"),
            ],
        ),
        "regressors": (
            ["regressor", "outlet", "day", "value"],
            [
                ("rain", "", "2026-02-02", 0.5),
                ("rain", "", "2026-02-03", 0),
                ("rain", "B", "2026-02-03", 2.5),
            ],
        ),
        "holidays": (["day", "name", "kind"], [("2026-03-20", "店庆", "holiday")]),
        "employees": (
            ["employee", "name", "outlet", "skills", "contract", "standby", "first_day", "last_day", "tags"],
            [
                ("001", "张三", "A", "desk;care", "full", "yes", "2020-01-01", "", "parent;driver"),
                ("002", "李四", "A", "desk", "full", "no", "", "", ""),
                ("003", "王五", "B", "desk;care", "part", "yes", "", "2027-12-31", "parent"),
                ("004", "赵六", "C", "voice", "full", "no", "", "", ""),
            ],
        ),
        "certificates": (
            ["employee", "certificate", "valid_from", "expires"],
            [("001", "mediator", "2024-01-01", "2026-12-31"), ("003", "mediator", "", "")],
        ),
        "contracts": (["contract", "hours_week", "hours_week_most"], [("full", 40, 44), ("part", 20, 24)]),
        "shift_types": (
            ["shift", "kinds", "earliest_start", "latest_start", "hours", "break_minutes"],
            [("day", "station;scenic", "08:00", "10:00", 8.5, 30)],
        ),
        "work_rules": (
            ["name", "rule", "who", "value", "period", "days", "least", "most", "what", "then", "weight"],
            [
                ("nights", "nights_in_period", "contract", "part", "rolling", 28, "", 4, "", "", ""),
                ("parents", "no_succession", "tag", "parent", "", "", "", "", "late", "early", 20),
                ("desk", "duties_in_period", "outlet", "A", "month", "", "", 10, "counter", "", 5),
            ],
        ),
        "rotations": (
            ["name", "who", "value", "cycle", "anchor", "weight"],
            [
                ("early", "employee", "001", "E E E E E O O", "2026-03-02", 5),
                ("part", "contract", "part", "* * O", "2026-03-01", ""),
            ],
        ),
        "cover_limits": (
            ["name", "outlet", "post", "weekday", "from", "to", "least", "most", "weight"],
            [("noon", "A", "counter", "mon", "11:00", "13:00", 1, 2, 20)],
        ),
        "budgets": (
            ["name", "outlet", "period", "most", "weight"],
            [("march", "A", "month", 60000.5, 2), ("week", "A", "week", 20000, "")],
        ),
        "requests": (["employee", "day", "kind"], [("001", "2026-03-07", "off")]),
        "absences": (
            ["employee", "first_day", "last_day", "kind"],
            [("002", "2026-03-02", "2026-03-04", "leave"), ("002", "2026-03-05", "2026-03-05", "sick")],
        ),
        "roster_ledger": (
            ["employee", "day", "nights"],
            [("001", "2026-03-02", 1.5), ("002", "2026-03-02", -1.5)],
        ),
        "pairs": (["employee", "other", "kind"], [("002", "001", "mentor")]),
        "segments": (
            ["employee", "start", "end", "outlet", "post", "activity"],
            [
                ("001", "2026-02-27 09:00", "2026-02-27 13:00", "A", "counter", "work"),
                ("001", "2026-02-27 13:00", "2026-02-27 13:30", "A", "", "break"),
            ],
        ),
        "attendance": (
            ["employee", "day", "planned_minutes", "worked_minutes"],
            [("001", "2026-02-27", 480, 470)],
        ),
        "partners": (["partner", "name", "latitude", "longitude"], [("P", "邻县", 30.3, 120.5)]),
        "partner_offers": (
            ["partner", "offer", "skills", "people", "price"],
            [("P", "desk", "desk", 3, 65)],
        ),
        "zones": (
            ["zone", "kind", "latitude", "longitude", "residents", "children", "elderly"],
            [("Z1", "urban", 30.11, 120.31, 4200, 600, 900), ("Z2", "rural", 30.4, 120.6, 800, 90, 300)],
        ),
        "sites": (["site", "latitude", "longitude"], [("S1", 30.15, 120.35)]),
        "key_places": (
            ["place", "name", "kind", "latitude", "longitude"],
            [("K1", "医院", "hospital", 30.1, 120.3)],
        ),
        "road_nodes": (["node", "latitude", "longitude"], [("n1", 30.1, 120.3), ("n2", 30.2, 120.4)]),
        "roads": (["from_node", "to_node", "metres", "oneway"], [("n1", "n2", 14700.5, "yes")]),
        "travel_times": (
            ["origin", "destination", "mode", "minutes"],
            [("Z1", "A", "walk", 11.5), ("P", "B", "drive", 42)],
        ),
        "vehicles": (["vehicle", "outlet"], [("V1", "A")]),
        "stock": (["outlet", "item", "on_hand"], [("A", "forms", 1200)]),
    }
    frames = {name: pd.DataFrame(data, columns=columns) for name, (columns, data) in rows.items()}
    return {"settings": settings(), "arrivals": arrivals(), **frames}


def write_raw(frames: dict[str, pd.DataFrame], folder: Path) -> Path:
    """The tables as a person would have them: plain CSV, nothing guarded or normalised."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.astype(object).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8")
    return folder
