"""Every duty of the staff plan is one of the organisation's shift types, at a time and with a break it allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from scenarios.evaluate.crew import rows, words
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, where

Types = Mapping[str, list[dict[str, Any]]]
Spans = Mapping[str, list[tuple[pd.Timestamp, pd.Timestamp]]]
STANDARD = [
    ("05:00", "16:00", 60, 9.0, 60, 3.0, 5.5),
    ("05:00", "17:00", 60, 6.0, 30, 2.0, 4.0),
    ("05:00", "20:00", 60, 4.0, 0, 2.0, 2.0),
    ("17:00", "23:00", 60, 9.0, 60, 3.0, 5.5),
]
"""Where the organisation names no shift types: earliest and latest start, step in minutes, hours, minutes of
unpaid break, earliest and latest start of the break in hours after the start."""
NAMES = ["earliest_start", "latest_start", "start_step", "hours", "break_minutes", "break_after", "break_before"]


def check_shift_types(facts: Facts) -> Iterator[Finding]:
    """Length and start, break, and that the duty lies within an open span of its outlet."""
    types, opened = _types(facts), _spans(facts)
    duties = facts.table("staff_duties")
    every = rows(duties)
    fitting = [[one for one in types[duty["outlet"]] if _starts(facts, duty, one)] for duty in every]
    none = [not found for found in fitting]
    yield from where("shift_type", duties, ["duty"], none, "an allowed start and length", duties["start"])
    broken = [
        bool(found) and not any(_breaks(facts, duty, one) for one in found)
        for duty, found in zip(every, fitting, strict=True)
    ]
    yield from where("shift_break", duties, ["duty"], broken, "an allowed break", duties["break_start"])
    outside = [
        not any(first <= duty["start"] and duty["end"] <= last for first, last in opened.get(duty["outlet"], []))
        for duty in every
    ]
    yield from where("shift_open", duties, ["duty"], outside, "within opening hours", duties["start"])


def _types(facts: Facts) -> Types:
    """The shift types of each outlet by its kind."""
    table = facts.network.table("shift_types")
    named = rows(table) or [dict(zip(NAMES, one, strict=True), kinds="", break_paid=False) for one in STANDARD]
    outlets = facts.network.table("outlets")
    return {
        outlet: [one for one in named if not one["kinds"] or kind in words(one["kinds"])]
        for outlet, kind in zip(outlets["outlet"], outlets["kind"], strict=True)
    }


def _clock(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _starts(facts: Facts, duty: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Elapsed length, and the wall clock of the start counted from the day cut of the duty's day."""
    cut = int(facts.plan["day_cut"])
    wall = duty["start"].tz_convert(facts.plan["timezone"]).tz_localize(None)
    after = (wall - duty["day"]).total_seconds() / 60 - cut
    earliest = (_clock(one["earliest_start"]) - cut) % 1440
    latest = (_clock(one["latest_start"]) - cut) % 1440
    if latest < earliest:
        latest += 1440
    minutes = (duty["end"] - duty["start"]).total_seconds() / 60
    on_step = (after - earliest) % int(one["start_step"]) == 0
    long = minutes == round(float(one["hours"]) * 60)
    return bool(earliest <= after <= latest and on_step and long)


def _breaks(facts: Facts, duty: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """A break of that length and pay within its window, on the grid where that has a place there; else none."""
    length = int(one["break_minutes"])
    if duty["activity"] == "standby" or length == 0:
        return bool(pd.isna(duty["break_start"]))
    if pd.isna(duty["break_start"]) or bool(duty["break_paid"]) != bool(one["break_paid"]):
        return False
    minute = pd.Timedelta(minutes=1)
    earliest = duty["start"] + round(float(one["break_after"]) * 60) * minute
    latest = min(duty["start"] + round(float(one["break_before"]) * 60) * minute, duty["end"] - length * minute)
    begin, grain = facts.network.grid.day_start(facts.first_day), facts.grain
    on_grid = begin + -((begin - earliest) // grain) * grain
    placed = (duty["break_start"] - begin) % grain == pd.Timedelta(0)
    at_place = placed if on_grid <= latest else duty["break_start"] == earliest
    inside = earliest <= duty["break_start"] <= max(earliest, latest)
    return bool(inside and at_place and duty["break_end"] - duty["break_start"] == length * minute)


def _spans(facts: Facts) -> Spans:
    """Open spans by outlet: intervals that follow each other, and closed gaps within a business day.

    A span that is open to the end of the horizon may run on past it.
    """
    need = facts.table("requirement_pools")[["outlet", "start"]].drop_duplicates().sort_values(["outlet", "start"])
    need = need.assign(day=facts.business_day(need["start"]))
    end = facts.network.grid.day_start(facts.first_day + pd.Timedelta(days=facts.days))
    spans: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for outlet, part in need.groupby("outlet"):
        found: list[tuple[pd.Timestamp, pd.Timestamp]] = []
        last_day = None
        for start, day in zip(part["start"], part["day"], strict=True):
            if found and (found[-1][1] == start or last_day == day):
                found[-1] = (found[-1][0], start + facts.grain)
            else:
                found.append((start, start + facts.grain))
            last_day = day
        if found[-1][1] == end:
            found[-1] = (found[-1][0], end + pd.Timedelta(days=1))
        spans[str(outlet)] = found
    return spans
