"""Hard rotations: nobody is given another duty than the cycle's, and a day that lacks its duty is told."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.away import days_away
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.stints import Stint, stints
from scenarios.evaluate.work_rules import broken_and_told, concerned


def check_rotations(facts: Facts) -> Iterator[Finding]:
    """Day by day and person by person; locked duties stand, and days of absence say nothing."""
    off = set(facts.network.settings.rules_off)
    table = facts.network.table("rotations")
    table = table[table["weight"].isna() & ~table["name"].isin(off)]
    if table.empty or "rotation" in off:
        return
    people = facts.network.table("employees")
    told, idle = broken_and_told(facts), days_away(facts)
    given: dict[tuple[str, pd.Timestamp], list[Stint]] = {}
    for stint in stints(facts):
        given.setdefault((stint.employee, stint.day), []).append(stint)
    for row in table.to_dict("records"):
        symbols = row["cycle"].replace(" ", "")
        days = [day for day in _days(facts) if not day > row["last_day"]]
        for employee in people.loc[concerned(row, people), "employee"]:
            for day in days:
                symbol = symbols[(day - row["anchor"]).days % len(symbols)]
                duties = given.get((employee, day), [])
                where = f"{row['name']} {employee} {day:%Y-%m-%d}"
                for stint in duties:
                    if not stint.held and not _fits(symbol, stint):
                        yield Finding("rotation", where, symbol, f"{stint.begins:%H:%M} to {stint.finishes:%H:%M}")
                lacks = symbol not in "O*" and not duties and (employee, day) not in idle
                if lacks and (row["name"], employee, day) not in told:
                    yield Finding("rotation_told", where, f"{symbol}, or told as missing", "nothing")


def _fits(symbol: str, stint: Stint) -> bool:
    late = not stint.early and not stint.night
    return {"E": stint.early, "L": late, "N": stint.night, "O": False}.get(symbol, True)


def _days(facts: Facts) -> pd.DatetimeIndex:
    return pd.date_range(facts.first_day, periods=facts.days)
