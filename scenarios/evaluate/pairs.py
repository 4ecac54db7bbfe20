"""Hard pairs: kept apart, on duty together, or beside a mentor; one function a kind."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.away import days_away
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.stints import Stint, stints

Served = dict[str, list[Stint]]
"""Duties at a post in the horizon, by employee."""


def check_pairs(facts: Facts) -> Iterator[Finding]:
    """Standby and training are no duty of a pair; what was locked is nobody's choice."""
    off = set(facts.network.settings.rules_off)
    pairs = facts.network.table("pairs")
    pairs = pairs[pairs["weight"].isna() & ~pairs["kind"].isin(off)]
    if pairs.empty:
        return
    every = [stint for stint in stints(facts) if stint.day >= facts.first_day]
    served: Served = {name: [] for name in facts.network.table("employees")["employee"]}
    for stint in every:
        if stint.serves:
            served[stint.employee].append(stint)
    bound = {(stint.employee, stint.day) for stint in every if stint.held} | days_away(facts)
    for one, other, kind, first, last in zip(
        *(pairs[name] for name in ("employee", "other", "kind", "first_day", "last_day")), strict=True
    ):
        days = [
            day for day in pd.date_range(facts.first_day, periods=facts.days) if not (day < first or day > last)
        ]
        mine = [stint for stint in served[one] if stint.day in days]
        if kind == "apart":
            yield from _apart(mine, served[other])
        elif kind == "mentor":
            yield from _mentor(mine, served[other], other)
        else:
            free = [day for day in days if not {(one, day), (other, day)} & bound]
            yield from _together(free, one, other, served)


def _apart(mine: list[Stint], others: list[Stint]) -> Iterator[Finding]:
    """Never at one outlet at one time."""
    for stint in mine:
        for other in others:
            meet = any(a < d and c < b for a, b in stint.parts for c, d in other.parts)
            if meet and stint.outlet == other.outlet and not (stint.held and other.held):
                where = f"{stint.employee} {other.employee} {stint.day:%Y-%m-%d}"
                yield Finding("apart", where, "never at one outlet at one time", f"both at {stint.outlet}")


def _together(days: list[pd.Timestamp], one: str, other: str, served: Served) -> Iterator[Finding]:
    """On duty at the same times, on days on which both are free to be."""
    times = {
        (stint.employee, stint.day): ", ".join(f"{first:%H:%M} to {last:%H:%M}" for first, last in stint.parts)
        for name in (one, other)
        for stint in served[name]
    }
    for day in days:
        first, second = times.get((one, day), "off"), times.get((other, day), "off")
        if first != second:
            yield Finding("together", f"{one} {other} {day:%Y-%m-%d}", f"both {first}", second)


def _mentor(mine: list[Stint], others: list[Stint], mentor: str) -> Iterator[Finding]:
    """On duty only while the mentor is at the outlet."""
    for stint in mine:
        there = sorted(part for other in others if other.outlet == stint.outlet for part in other.parts)
        for begins, finishes in () if stint.held else stint.parts:
            reached = begins
            for first, last in there:
                reached = max(reached, last) if first <= reached else reached
            if reached < finishes:
                where = f"{stint.employee} {stint.day:%Y-%m-%d}"
                yield Finding("mentor", where, f"{mentor} beside", f"alone from {reached:%H:%M}")
