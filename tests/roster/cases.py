"""Small problems for the tests: an outlet `A` with a pool `front`, built from a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster import RosterProblem
from optimize.roster.values import LEDGER, LIMITS
from quarterhour.grid import TimeGrid

MONDAY = pd.Timestamp("2026-09-14")
ZONE = "Asia/Shanghai"

CONTRACT: Mapping[str, Any] = {
    "outlet": "A",
    "hours_day": 10.0,
    "hours_week": 40.0,
    "hours_week_most": 44.0,
    "hours_month_most": 190.0,
    "rest_hours": 11.0,
    "consecutive_days": 6,
    "weekends_off": 0,
    "night_work": True,
    "shift_hours_least": 2.0,
    "shift_hours_most": 12.0,
    "split_days_week": 0,
    "split_spread_most": 13.0,
    "split_break_least": 3.0,
    "split_break_most": 8.0,
    "hourly_rate": 40.0,
    "overtime_factor": 1.5,
    "standby_factor": 0.25,
    "standby": True,
    "travel_limit": 60.0,
    "trained": True,
    "training_left": 0.0,
    "first_day": pd.NaT,
    "last_day": pd.NaT,
    "partner": "",
}


def day(number: int) -> pd.Timestamp:
    """A business day; 0 is the first Monday, negative ones lie before the horizon."""
    return MONDAY + pd.Timedelta(days=number)


def at(number: int, hour: float, zone: str = ZONE) -> pd.Timestamp:
    """A wall-clock time; hours over 24 belong to the next civil day."""
    return (day(number) + pd.Timedelta(hours=hour)).tz_localize(zone)


def person(name: str, **terms: Any) -> dict[str, Any]:
    """An employee with the ordinary contract, but for `terms`."""
    return {"employee": name, "name": name, **CONTRACT, **terms}


def duty(name: str, number: int, begins: float, ends: float, **more: Any) -> dict[str, Any]:
    """A duty on a day between two hours, without a break unless `pause` (from, to) gives one."""
    zone = more.pop("zone", ZONE)
    pause = more.pop("pause", None)
    return {
        "duty": name,
        "outlet": "A",
        "pool": "front",
        "post": "desk",
        "day": day(number),
        "start": at(number, begins, zone),
        "end": at(number, ends, zone),
        "break_start": at(number, pause[0], zone) if pause else pd.NaT,
        "break_end": at(number, pause[1], zone) if pause else pd.NaT,
        "break_paid": False,
        "people": 1,
        "activity": "work",
        "source": "own",
        "lender": "",
        "travel_minutes": 0.0,
        **more,
    }


def stretch(
    name: str, number: int, begins: float, ends: float, activity: str = "work", **more: Any
) -> dict[str, Any]:
    """A published segment, past or locked."""
    zone = more.pop("zone", ZONE)
    place = {"outlet": "A", "post": "desk", "source": "own", **more}
    return {
        "employee": name,
        "start": at(number, begins, zone),
        "end": at(number, ends, zone),
        "activity": activity,
        **place,
    }


def limit(name: str, rule: str, period: str = "", **more: Any) -> dict[str, Any]:
    """A limit of one person, hard unless `weight` says otherwise; days are given by number."""
    blank = dict.fromkeys(("least", "most", "normal_day", "normal_week", "weight"), np.nan)
    for key in ("first_day", "last_day"):
        more[key] = day(more[key]) if key in more else pd.NaT
    plain = {"limit": rule, "days": 0, "what": "", "then": "", "law": False}
    return {"rule": rule, "employee": name, "period": period, **plain, **blank, **more}


def problem(
    people: Sequence[Mapping[str, Any]],
    duties: Sequence[Mapping[str, Any]] = (),
    *,
    able: Sequence[tuple[Any, ...]] | None = None,
    absences: Sequence[tuple[Any, ...]] = (),
    requests: Sequence[tuple[Any, ...]] = (),
    past: Sequence[Mapping[str, Any]] = (),
    fixed: Sequence[Mapping[str, Any]] = (),
    limits: Sequence[Mapping[str, Any]] = (),
    ledger: Mapping[str, Mapping[str, float]] | None = None,
    holidays: Sequence[int] = (),
    later: Sequence[tuple[str, int]] = (),
    days: int = 7,
    zone: str = ZONE,
    first: int = 0,
) -> RosterProblem:
    """A problem of `days`; everybody is able to hold every post that occurs unless `able` says otherwise.

    `able` rows: employee, outlet, post[, until[, since]]; `absences`: employee, day number, kind, hours;
    `requests`: employee, day number, kind, weight; `ledger`: what somebody had too much of, by employee; `later`:
    employee and day number of absences after the horizon.
    """
    if able is None:
        posts = sorted({(row["outlet"], row["post"]) for row in duties})
        able = [(one["employee"], *post) for one in people for post in posts]
    valid = [(*row, *[pd.NaT] * (5 - len(row))) for row in able]
    return RosterProblem(
        duties=_typed(pd.DataFrame(list(duties), columns=list(duty("", 0, 8, 9))), zone),
        employees=_typed(pd.DataFrame(list(people), columns=list(person(""))), zone),
        able=_typed(pd.DataFrame(valid, columns=["employee", "outlet", "post", "until", "since"]), zone),
        absences=_typed(_numbered(absences, ["employee", "day", "kind", "hours"]), zone),
        requests=_typed(_numbered(requests, ["employee", "day", "kind", "weight"]), zone),
        past=_typed(pd.DataFrame(list(past), columns=["employee", "start", "end", "activity"]), zone),
        fixed=_typed(pd.DataFrame(list(fixed), columns=list(stretch("", 0, 8, 9))), zone),
        grid=TimeGrid(zone, 30),
        first_day=day(first),
        days=days,
        limits=pd.DataFrame(list(limits), columns=list(LIMITS)).astype(LIMITS),
        ledger=_ledger(ledger or {}),
        holidays=pd.DataFrame({"day": pd.Series([day(number) for number in holidays], dtype="datetime64[us]")}),
        later_absences=_typed(_numbered(later, ["employee", "day"]), zone),
    )


def _ledger(balances: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    rows = [{"employee": name, **dict.fromkeys(LEDGER, 0.0), **had} for name, had in balances.items()]
    return pd.DataFrame(rows, columns=["employee", *LEDGER]).astype(
        {"employee": "str"} | dict.fromkeys(LEDGER, float)
    )


def _numbered(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([(row[0], day(row[1]), *row[2:]) for row in rows], columns=columns)


TEXTS = ["duty", "employee", "name", "outlet", "pool", "post", "activity", "source", "lender", "kind", "partner"]
NUMBERS = [name for name, value in CONTRACT.items() if isinstance(value, float)] + [
    "travel_minutes",
    "hours",
    "weight",
]
FLAGS = ["break_paid", "night_work", "standby", "trained"]
COUNTS = ["people", "consecutive_days", "weekends_off", "split_days_week"]
INSTANTS = ["start", "end", "break_start", "break_end"]
DAYS = ["day", "first_day", "last_day", "until", "since"]


def _typed(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    kinds: dict[str, Any] = dict.fromkeys(TEXTS, "str") | dict.fromkeys(NUMBERS, "float64")
    kinds |= dict.fromkeys(FLAGS, "bool") | dict.fromkeys(COUNTS, "int64")
    kinds |= dict.fromkeys(DAYS, "datetime64[us]")
    typed = frame.astype({name: kinds[name] for name in frame.columns if name in kinds})
    for name in set(INSTANTS) & set(frame.columns):
        typed[name] = (
            pd.to_datetime(frame[name], utc=True).dt.tz_convert(zone).astype(pd.DatetimeTZDtype("us", zone))
        )
    return typed


def random_problem(
    seed: int, *, people: int = 4, days: int = 9, zone: str = ZONE, limits: int | None = None
) -> RosterProblem:
    """A small problem with a bit of everything: skills, absences, wishes, past, locked duties, nights, lending.

    With `limits`, a seed too, all rules of limits for some people each.
    """
    draw = np.random.default_rng(seed)
    names = [f"e{number}" for number in range(people)]
    staff = [
        person(
            name,
            hours_week=float(draw.choice([20, 40])),
            hours_week_most=float(draw.choice([24, 44])),
            hours_month_most=float(draw.choice([40, 190])),
            consecutive_days=int(draw.integers(2, 6)),
            weekends_off=int(draw.integers(0, 5)),
            night_work=bool(draw.random() < 0.7),
            standby=bool(draw.random() < 0.5),
            trained=bool(draw.random() < 0.7),
            travel_limit=float(draw.choice([20, 60])),
            shift_hours_most=float(draw.choice([8, 12])),
            last_day=day(5) if draw.random() < 0.15 else pd.NaT,
        )
        for name in names
    ]
    duties = [_random_duty(draw, f"d{number}", int(draw.integers(days)), zone) for number in range(2 * days)]
    able = [
        (name, outlet, post, day(4) if draw.random() < 0.15 else pd.NaT)
        for name in names
        for outlet in ("A", "B")
        for post in ("desk", "cash")
        if draw.random() < 0.8
    ]
    absences = [
        (name, number, str(draw.choice(["leave", "sick", "training", "unpaid"])), float(draw.choice([4, 8])))
        for name in names
        for number in range(days)
        if draw.random() < 0.06
    ]
    wishes = [
        (name, number, str(draw.choice(["off", "work", "early", "late"])), float(draw.integers(1, 4)))
        for name in names
        for number in range(days)
        if draw.random() < 0.15
    ]
    past = [
        stretch(name, -number, 8, 16, zone=zone) for name in names for number in (1, 2, 3) if draw.random() < 0.5
    ]
    fixed = [stretch(name, int(draw.integers(days)), 9, 15, zone=zone) for name in names if draw.random() < 0.2]
    ledger = {
        name: {what: float(draw.integers(-300, 300)) / 100 for what in LEDGER}
        for name in names
        if draw.random() < 0.6
    }
    return problem(
        staff,
        duties,
        able=able,
        absences=absences,
        requests=wishes,
        past=past,
        fixed=fixed,
        limits=random_limits(np.random.default_rng(limits), names) if limits is not None else (),
        ledger=ledger,
        holidays=[2, 6, 33, 37],
        later=[(name, 37) for name in names[::3]],
        days=days,
        zone=zone,
    )


FORMS: Sequence[Mapping[str, Any]] = (
    {"rule": "hours_in_period", "period": "week", "most": [12, 20, 30], "least": [6, 8.5]},
    {"rule": "hours_in_period", "period": "rolling", "days": [2, 5], "most": [12, 20]},
    {"rule": "hours_in_period", "period": "weekend", "most": [6, 9]},
    {"rule": "hours_in_period", "period": "month", "what": ["late", "night"], "most": [8, 24], "least": [3, 20]},
    {
        "rule": "hours_in_period",
        "period": "dates",
        "first_day": [-2, 1],
        "last_day": [4],
        "least": [9],
        "most": [16],
    },
    {"rule": "overtime_in_period", "period": "day", "normal_day": [6.5], "most": [0, 1]},
    {"rule": "overtime_in_period", "period": "month", "normal_day": [6], "normal_week": [16], "most": [2, 6]},
    {"rule": "overtime_in_period", "period": "quarter", "most": [0, 3]},
    {"rule": "average_hours", "period": "rolling", "days": [14, 28], "most": [16, 24]},
    {"rule": "weekly_rest", "period": "week", "least": [35, 48]},
    {"rule": "weekly_rest", "period": "rolling", "days": [4], "least": [30]},
    {"rule": "days_in_period", "period": "week", "most": [2, 3], "least": [1, 2]},
    {"rule": "days_in_period", "period": "rolling", "days": [4], "most": [2], "last_day": [6]},
    {"rule": "days_off_in_period", "period": "week", "least": [3, 5]},
    {"rule": "days_off_in_row", "least": [2, 3]},
    {"rule": "nights_in_period", "period": "month", "most": [0, 1], "least": [1]},
    {"rule": "nights_in_row", "most": [1, 2]},
    {"rule": "duties_in_period", "period": "year", "what": ["late", "cash", "standby"], "most": [1], "least": [4]},
    {"rule": "weekends_in_period", "period": "month", "most": [0, 1]},
    {"rule": "weekends_in_row", "most": [0, 1]},
    {"rule": "whole_weekends"},
    {"rule": "no_succession", "what": ["night", "late"], "then": ["early", ""], "first_day": [0, 3]},
    {"rule": "training_in_period", "period": "week", "least": [4, 6]},
    {"rule": "rotation", "what": ["E L O", "D * O *", "N O * *"], "first_day": [0, 40]},
)
"""Every rule of limits, with values of which some bind."""


def random_limits(draw: np.random.Generator, names: Sequence[str], share: float = 0.2) -> list[dict[str, Any]]:
    """Limits of one draw of values each, hard or weighted, for some people each."""
    found = []
    for number, form in enumerate(FORMS):
        weight = float(draw.integers(1, 9)) if draw.random() < 0.75 else np.nan
        values = {
            key: draw.choice(value).item() if isinstance(value, list) else value for key, value in form.items()
        }
        if "least" in values and "most" in values and draw.random() < 0.5:
            values.pop(str(draw.choice(["least", "most"])))
        found += [
            limit(name, limit=f"r{number}", weight=weight, **values) for name in names if draw.random() < share
        ]
    return found


def _random_duty(draw: np.random.Generator, name: str, number: int, zone: str) -> dict[str, Any]:
    begins, lasts = [(8, 8), (9, 6), (13, 8), (22, 8)][draw.integers(4)]
    lent = draw.random() < 0.2
    standby = draw.random() < 0.15
    return duty(
        name,
        number,
        begins,
        begins + lasts,
        zone=zone,
        pause=None if standby or draw.random() < 0.5 else (begins + 3, begins + 4),
        post=str(draw.choice(["desk", "cash"])),
        people=int(draw.integers(1, 3)),
        activity="standby" if standby else "work",
        outlet="B" if lent else "A",
        source="lent" if lent else "own",
        lender="A" if lent else "",
        travel_minutes=30.0 if lent else 0.0,
    )
