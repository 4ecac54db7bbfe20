"""Days on which nobody may be asked for: absence, leave, and before or after somebody's employment."""

from __future__ import annotations

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.people import own_segments


def days_away(facts: Facts) -> set[tuple[str, pd.Timestamp]]:
    """employee, day of the horizon."""
    days = pd.date_range(facts.first_day, periods=facts.days)
    segments = own_segments(facts)
    leave = segments[segments["activity"] == "leave"]
    absences = facts.network.table("absences")[["employee", "first_day", "last_day"]]
    people = facts.network.table("employees")[["employee", "first_day", "last_day"]]
    away = set(zip(leave["employee"], leave["day"], strict=True))
    for name, first, last in absences.itertuples(index=False):
        away |= {(name, day) for day in days if first <= day <= last}
    for name, first, last in people.itertuples(index=False):
        away |= {(name, day) for day in days if day < first or day > last}
    return away
