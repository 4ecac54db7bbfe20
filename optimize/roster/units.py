"""The partition: people of one home with all duties that only they can fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import pandas as pd

from optimize.roster.commitments import Bound
from optimize.roster.values import RosterProblem
from quarterhour.content import digest

OF_PEOPLE = (
    "able",
    "absences",
    "requests",
    "past",
    "fixed",
    "limits",
    "ledger",
    "later_absences",
    "pairs",
)
"""Tables of a problem in which each row concerns the employee who stands in it."""
OF_OUTLETS = ("cover", "budgets")
"""And those in which it concerns an outlet."""


@dataclass(frozen=True)
class Start:
    """A roster of people for duties that may be others by now.

    Attributes
    ----------
    taken
        employee and the columns of the duty that the employee had.
    left
        The columns of duties that had open places.
    """

    taken: pd.DataFrame
    left: pd.DataFrame


@dataclass(frozen=True)
class Unit:
    """One roster unit: a home outlet, or a partner whose people are named.

    Attributes
    ----------
    problem
        The problem's rows that concern this unit.
    locked
        Its people's locked segments.
    guests
        outlet, pool, start, end: trained people of others who are sure to serve there then, beside whom trainees
        of the unit may; none where it has no trainees.
    start
        A roster to begin from, where there is one.
    """

    name: str
    problem: RosterProblem
    locked: pd.DataFrame
    guests: pd.DataFrame
    start: Start | None = None

    @cached_property
    def own_digest(self) -> str:
        """The digest of all of it, taken once."""
        return digest(tuple(getattr(self, field.name) for field in fields(self)))


def home_of_duties(problem: RosterProblem) -> pd.Series:
    """The unit that fills each duty: its outlet, its lender, or "" for partner slots without names."""
    duties = problem.duties
    home = duties["lender"].where(duties["source"] != "own", duties["outlet"])
    named = set(problem.employees["partner"]) - {""}
    return home.where((duties["source"] != "partner") | home.isin(list(named)), "")


def home_of_people(problem: RosterProblem) -> pd.Series:
    """The unit of each employee: the home outlet, or the partner that employs them."""
    people = problem.employees
    return people["outlet"].where(people["partner"] == "", people["partner"])


def split(bound: Bound) -> list[Unit]:
    """All units by name; each is solved alone."""
    problem, locked = bound.problem, bound.locked
    duty_home, people_home = home_of_duties(problem), home_of_people(problem)
    guests = _guests(problem, duty_home, locked)
    home_of = pd.Series(people_home.to_numpy(), index=problem.employees["employee"])
    theirs = {name: _Shares.of(getattr(problem, name), "employee", home_of) for name in OF_PEOPLE}
    theirs |= {name: _Shares.of(getattr(problem, name), "outlet") for name in OF_OUTLETS}
    theirs |= {"duties": _Shares(problem.duties, duty_home), "employees": _Shares(problem.employees, people_home)}
    held = _Shares.of(locked, "employee", home_of)
    units = []
    for name in sorted((set(duty_home) | set(people_home)) - {""}):
        part = _part(problem, {table: shares.of_unit(name) for table, shares in theirs.items()})
        units.append(Unit(name, part, held.of_unit(name), _beside(guests, part)))
    return units


def _part(problem: RosterProblem, tables: Mapping[str, pd.DataFrame]) -> RosterProblem:
    """The problem with some of its tables replaced."""
    values: dict[str, Any] = dict(tables)
    return replace(problem, **values)


class _Shares:
    """A table's rows by the unit that they concern."""

    def __init__(self, table: pd.DataFrame, home: pd.Series) -> None:
        self.none = table.head(0).reset_index(drop=True)
        self.parts = {str(name): rows for name, rows in table.groupby(home.to_numpy(), sort=False)}

    @classmethod
    def of(cls, table: pd.DataFrame, label: str, home: pd.Series | None = None) -> _Shares:
        """By a column, or by the unit of what stands in it."""
        return cls(table, table[label] if home is None else table[label].map(home))

    def of_unit(self, name: str) -> pd.DataFrame:
        """Its rows, in their order."""
        return self.parts[name].reset_index(drop=True) if name in self.parts else self.none


def _beside(guests: pd.DataFrame, part: RosterProblem) -> pd.DataFrame:
    """The guests who matter to a unit: trainees serve at home alone, and whoever is trained needs nobody."""
    if part.employees["trained"].all():
        return guests.head(0).reset_index(drop=True)
    duties, place = part.duties, ["outlet", "pool"]
    home = duties[(duties["source"] == "own") & (duties["activity"] == "work")]
    there = pd.MultiIndex.from_frame(guests[place]).isin(pd.MultiIndex.from_frame(home[place]))
    return guests[there].reset_index(drop=True)


def _guests(problem: RosterProblem, duty_home: pd.Series, locked: pd.DataFrame) -> pd.DataFrame:
    """Partner slots (their duties are always filled) and trained people's locked work, breaks taken out."""
    duties = problem.duties[(duty_home == "") & (problem.duties["activity"] == "work")]
    broken = duties[duties["break_start"].notna()]
    whole = duties[duties["break_start"].isna()]
    place = ["outlet", "pool", "start", "end"]
    trained = set(problem.employees.loc[problem.employees["trained"], "employee"])
    serving = locked[(locked["activity"] == "work") & locked["employee"].isin(trained)]
    pools = problem.duties[["outlet", "post", "pool"]].drop_duplicates(["outlet", "post"])
    parts = [
        whole[place],
        broken.assign(end=broken["break_start"])[place],
        broken.assign(start=broken["break_end"])[place],
        serving.merge(pools, on=["outlet", "post"])[place],
    ]
    filled = [part for part in parts if len(part)]
    return (pd.concat(filled) if filled else parts[0]).reset_index(drop=True)
