"""Limits beyond the contract's terms: hours, days, nights, weekends, rests, runs and successions, as data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar


@dataclass(frozen=True)
class Limit:
    """One row of `RosterProblem.limits`: what one rule asks of one person.

    Attributes
    ----------
    person
        Row of `Facts.people`.
    days
        Length of a rolling period.
    first, last
        Day numbers from and to which the rule holds (None: open); the period itself where `period` is `dates`.
    weight
        Points a unit of the amount; None where the rule is hard.
    """

    person: int
    limit: str
    rule: str
    period: str
    days: int
    first: int | None
    last: int | None
    least: float | None
    most: float | None
    what: str
    then: str
    normal_day: float | None
    normal_week: float | None
    weight: int | None

    def holds(self, day: int) -> bool:
        """Whether what is told on that day counts."""
        late = self.first is None or day >= self.first
        return late and (self.last is None or day <= self.last)


def read_limits(frame: pd.DataFrame, employees: pd.Series, calendar: Calendar) -> tuple[Limit, ...]:
    """The rows of `RosterProblem.limits` in their order, people as rows of `employees`."""
    rows = {employee: row for row, employee in enumerate(employees)}
    first, last = calendar.day(frame["first_day"]), calendar.day(frame["last_day"])
    open_first, open_last = frame["first_day"].isna().to_numpy(), frame["last_day"].isna().to_numpy()
    return tuple(
        Limit(
            person=rows[row["employee"]],
            limit=row["limit"],
            rule=row["rule"],
            period=row["period"],
            days=int(row["days"]),
            first=None if open_first[number] else int(first[number]),
            last=None if open_last[number] else int(last[number]),
            least=_known(row["least"]),
            most=_known(row["most"]),
            what=row["what"],
            then=row["then"],
            normal_day=_known(row["normal_day"]),
            normal_week=_known(row["normal_week"]),
            weight=None if np.isnan(row["weight"]) else int(row["weight"]),
        )
        for number, row in enumerate(frame.to_dict("records"))
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
