"""Own people one by one: what each holds and when, and on which days each is there.

Everything is read from the organisation's tables, person by person and day by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from scenarios.evaluate.facts import Facts

Day = pd.Timestamp
EVER = (pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01"))
"""First and last day of what carries no date."""


def words(text: str) -> tuple[str, ...]:
    """The names in a cell that holds several."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


@dataclass(frozen=True)
class Person:
    """One employee with the contract's terms.

    Attributes
    ----------
    certificates
        Name to first and last valid day.
    away
        Day of absence within the horizon to its kind and the hours that are paid on it.
    terms
        Columns of the contract: hours, factors, hourly rate.
    """

    name: str
    home: str
    partner: str
    skills: frozenset[str]
    certificates: Mapping[str, tuple[Day, Day]]
    trained: bool
    consents: bool
    travel_limit: float
    employed: tuple[Day, Day]
    away: Mapping[Day, tuple[str, float]]
    terms: Mapping[str, float] = field(hash=False)

    def span(self, skills: frozenset[str], certificates: frozenset[str]) -> tuple[Day, Day] | None:
        """First and last day on which the person meets these demands; None where never."""
        if not skills <= self.skills or not certificates <= self.certificates.keys():
            return None
        held = [EVER, *(self.certificates[name] for name in certificates)]
        since, until = max(first for first, _ in held), min(last for _, last in held)
        return None if since > until else (since, until)

    def there(self, day: Day) -> bool:
        """Employed and not absent."""
        return self.employed[0] <= day <= self.employed[1] and day not in self.away


@dataclass(frozen=True)
class Crew:
    """The network's people and its posts' demands.

    Attributes
    ----------
    demands
        (outlet, post) to the skills and certificates it asks for, in the order of the posts table.
    days
        The business days of the horizon.
    """

    people: tuple[Person, ...]
    demands: Mapping[tuple[str, str], tuple[frozenset[str], frozenset[str]]]
    days: tuple[Day, ...]

    @property
    def trained(self) -> Iterator[Person]:
        """Own people who may serve alone: those that the staff plan counts."""
        return (person for person in self.people if person.partner == "" and person.trained)

    def holds(self, person: Person, outlet: str, post: str, day: Day) -> bool:
        """Whether the person is there that day and meets the post's demands on it."""
        asked = self.demands.get((outlet, post))
        span = None if asked is None else person.span(*asked)
        return span is not None and person.there(day) and span[0] <= day <= span[1]


def read_crew(facts: Facts) -> Crew:
    """The people of the network as the plan's scenario changed it."""
    days = tuple(facts.first_day + pd.Timedelta(days=step) for step in range(facts.days))
    network = facts.network
    contracts = {row["contract"]: row for row in rows(network.table("contracts"))}
    valid: dict[str, dict[str, tuple[Day, Day]]] = {}
    for row in rows(network.table("certificates")):
        valid.setdefault(row["employee"], {})[row["certificate"]] = between(row["valid_from"], row["expires"])
    away: dict[str, dict[Day, tuple[str, float]]] = {}
    for row in rows(network.table("absences")):
        hours = 0.0 if row["kind"] == "unpaid" else float(row["hours_a_day"])
        for day in days:
            if row["first_day"] <= day <= row["last_day"]:
                away.setdefault(row["employee"], {})[day] = (row["kind"], hours)
    people = tuple(
        Person(
            name=row["employee"],
            home=row["outlet"],
            partner=row["partner"],
            skills=frozenset(words(row["skills"])),
            certificates=valid.get(row["employee"], {}),
            trained=float(row["training_hours"]) >= network.settings.training_hours,
            consents=bool(row["standby"]),
            travel_limit=float(row["travel_limit"]),
            employed=between(row["first_day"], row["last_day"]),
            away=_within(away.get(row["employee"], {}), *between(row["first_day"], row["last_day"])),
            terms={
                name: float(value)
                for name, value in contracts.get(row["contract"], {}).items()
                if name not in ("contract", "name")
            },
        )
        for row in rows(network.table("employees"))
    )
    demands = {
        (row["outlet"], row["post"]): (frozenset(words(row["skills"])), frozenset(words(row["certificates"])))
        for row in rows(network.table("posts"))
    }
    return Crew(people, demands, days)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def between(first: Any, last: Any) -> tuple[Day, Day]:
    """Two days, either of which may be blank."""
    return (
        EVER[0] if pd.isna(first) else pd.Timestamp(first),
        EVER[1] if pd.isna(last) else pd.Timestamp(last),
    )


def _within(away: Mapping[Day, tuple[str, float]], first: Day, last: Day) -> Mapping[Day, tuple[str, float]]:
    """Absences of somebody who is employed from one day to another."""
    return {day: what for day, what in away.items() if first <= day <= last}
