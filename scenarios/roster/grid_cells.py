"""The cells of an outlet's sheet by person and day, wherever people moved rows and columns to."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scenarios.network.findings import Findings
from scenarios.network.moments import parse_dates
from scenarios.roster.record import OUTLET_MARK
from scenarios.roster.telling import add

KEY_WITHIN = 20
"""Rows from the top among which the hidden row is looked for."""


@dataclass(frozen=True)
class Cell:
    """One cell: whose day it tells, and where it stands."""

    outlet: str
    employee: str
    day: pd.Timestamp
    text: str
    file: str
    row: int


def cells_of(rows: list[list[str]], file: str, first: int, findings: Findings) -> list[Cell]:
    """All cells under a day and beside a person; none of a sheet without the hidden row, such as the totals."""
    key = next((place for place, row in enumerate(rows[:KEY_WITHIN]) if row[0].startswith(OUTLET_MARK)), None)
    if key is None:
        return []
    days, wrong = parse_dates(pd.Series(rows[key][1:], dtype="str").str.removesuffix(" 00:00:00"))
    columns = [
        (place, day) for place, (day, bad) in enumerate(zip(days, wrong, strict=True), start=1) if day == day
    ]
    outlet = rows[key][0].removeprefix(OUTLET_MARK)
    found: list[Cell] = []
    seen: set[str] = set()
    for number, row in enumerate(rows[key + 1 :], start=first + key + 1):
        employee = row[0].strip()
        if not employee:
            for place, _ in columns:
                if row[place].strip():
                    add(findings, "roster.whose_row", file, number, "", row[place].strip())
                    break
        elif employee in seen:
            add(findings, "roster.row_twice", file, number, "", employee)
        else:
            seen.add(employee)
            found += [Cell(outlet, employee, day, row[place], file, number) for place, day in columns]
    return found
