"""The partition: people of one home with all duties that only they can fill."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property

import pandas as pd

from optimize.roster.commitments import Bound
from optimize.roster.values import RosterProblem
from quarterhour.content import digest


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
        employee and the columns of the duty that the employee had in a roster to begin from, where there is one.
    """

    name: str
    problem: RosterProblem
    locked: pd.DataFrame
    guests: pd.DataFrame
    start: pd.DataFrame | None = None

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
    names = sorted((set(duty_home) | set(people_home)) - {""})
    return [_unit(name, problem, locked, guests, duty_home, people_home) for name in names]


def _unit(
    name: str,
    problem: RosterProblem,
    locked: pd.DataFrame,
    guests: pd.DataFrame,
    duty_home: pd.Series,
    people_home: pd.Series,
) -> Unit:
    people = problem.employees[people_home == name].reset_index(drop=True)
    duties = problem.duties[duty_home == name].reset_index(drop=True)

    def theirs(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["employee"].isin(people["employee"])].reset_index(drop=True)

    part = replace(
        problem,
        duties=duties,
        employees=people,
        able=theirs(problem.able),
        absences=theirs(problem.absences),
        requests=theirs(problem.requests),
        past=theirs(problem.past),
        fixed=theirs(problem.fixed),
        limits=theirs(problem.limits),
        ledger=theirs(problem.ledger),
        later_absences=theirs(problem.later_absences),
        pairs=theirs(problem.pairs),
        cover=problem.cover[problem.cover["outlet"] == name].reset_index(drop=True),
        budgets=problem.budgets[problem.budgets["outlet"] == name].reset_index(drop=True),
    )
    return Unit(name, part, theirs(locked), _beside(guests, part))


def _beside(guests: pd.DataFrame, part: RosterProblem) -> pd.DataFrame:
    """The guests who matter to a unit: trainees serve at home alone, and whoever is trained needs nobody."""
    duties, place = part.duties, ["outlet", "pool"]
    home = duties[(duties["source"] == "own") & (duties["activity"] == "work")]
    if part.employees["trained"].all():
        home = home.head(0)
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
