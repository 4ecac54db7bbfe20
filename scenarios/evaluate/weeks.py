"""What the own people of a pool can give in a week, added up person by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scenarios.evaluate.crew import Crew, Day, Person
from scenarios.evaluate.pools import Pools

FULL_SHIFT = 8.0
"""Hours of a full shift: a person does as many duties a week as full shifts fit into the contract."""
MONTHS_A_WEEK = 7 * 12 / 365.25
PoolWeek = tuple[str, str, Day]


@dataclass(frozen=True)
class Week:
    """One pool in one calendar week.

    Attributes
    ----------
    duties
        Most duties, standby included.
    hours, most
        Regular hours of work left, and with overtime; absence and training taken out.
    rate, overtime_factor, standby_factor
        Mean pay of an hour, and the factors on it.
    """

    duties: int
    hours: float
    most: float
    rate: float
    overtime_factor: float
    standby_factor: float


def monday(day: Day) -> Day:
    """The first day of the week."""
    return day - pd.Timedelta(days=day.weekday())


def pool_weeks(crew: Crew, pools: Pools) -> Mapping[PoolWeek, Week]:
    """All pools with trained own people, in every week that the horizon touches."""
    members: dict[tuple[str, str], list[Person]] = {}
    for person in crew.trained:
        pool = pools.home(crew, person)
        if pool is not None:
            members.setdefault((person.home, pool), []).append(person)
    weeks: dict[Day, list[Day]] = {}
    for day in crew.days:
        weeks.setdefault(monday(day), []).append(day)
    return {(*pool, week): _week(people, days) for pool, people in members.items() for week, days in weeks.items()}


def _week(people: list[Person], days: list[Day]) -> Week:
    parts = [_person(person, days) for person in people]

    def mean(term: str) -> float:
        return sum(person.terms[term] for person in people) / len(people)

    return Week(
        duties=sum(duties for duties, _, _ in parts),
        hours=sum(hours for _, hours, _ in parts),
        most=sum(most for _, _, most in parts),
        rate=mean("hourly_rate"),
        overtime_factor=mean("overtime_factor"),
        standby_factor=mean("standby_factor"),
    )


def _person(person: Person, days: list[Day]) -> tuple[int, float, float]:
    """Duties, regular hours and most hours that one person has left for work."""
    terms = person.terms
    present = sum(person.there(day) for day in days)
    absent = sum(person.away[day][1] for day in days if day in person.away)
    training = sum(person.away[day][1] for day in days if person.away.get(day, ("", 0.0))[0] == "training")
    reachable = present * terms["hours_day"]
    most = min(terms["hours_week_most"], terms["hours_month_most"] * MONTHS_A_WEEK)
    longest = min(terms["shift_hours_most"], terms["hours_day"], FULL_SHIFT)
    return (
        min(present, max(int(terms["hours_week_most"] // longest), 1)),
        min(max(terms["hours_week"] - absent, 0.0), reachable),
        min(max(most - training, 0.0), reachable),
    )
