"""A published roster of one roster unit, ready to be asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.roster.alike import alike
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind, chains
from optimize.roster.facts import Facts, gather
from optimize.roster.inputs import check_labels
from optimize.roster.units import Unit, home_of_duties, home_of_people
from optimize.roster.values import RosterProblem
from quarterhour.arrays import Ints
from quarterhour.labels import LabelError

KEYS = ["employee", "day", "duty"]


@dataclass(frozen=True)
class Standing:
    """What one unit's people do, as published.

    Attributes
    ----------
    problem
        The unit's people, and all duties (those of others are needed to know posts and who is beside whom).
    segments
        Those of the unit's people, as `Roster.segments`.
    others
        Work of everybody else at the unit's outlets: employee, start, end, outlet, post, activity.
    cells
        One row a person, day and duty, in order: employee, day, duty, number (of the day), leaves, begins, ends,
        returns (minutes since the horizon begins, ways included in the outer two), locked.
    own
        The unit's own duties, rows of `problem.duties`.
    """

    name: str
    problem: RosterProblem
    segments: pd.DataFrame
    others: pd.DataFrame
    cells: pd.DataFrame
    own: pd.DataFrame
    calendar: Calendar

    @classmethod
    def of(cls, problem: RosterProblem, segments: pd.DataFrame, name: str) -> Standing:
        """One unit of a published roster, by the unit's name (a home outlet, or a partner whose people are named).

        Raises
        ------
        LabelError
            When nobody is at home there, or frames do not fit together.
        """
        check_labels(problem)
        people = problem.employees[home_of_people(problem) == name].reset_index(drop=True)
        if people.empty:
            raise LabelError(
                f"roster unit: nobody is at home at {name}.\nMaybe it is not an outlet with own people."
            )
        own = problem.duties[home_of_duties(problem) == name].reset_index(drop=True)
        part = replace(
            problem,
            employees=people,
            able=_theirs(problem.able, people),
            absences=_theirs(problem.absences, people),
            requests=_theirs(problem.requests, people),
            past=_theirs(problem.past, people),
            fixed=_theirs(problem.fixed, people),
            limits=_theirs(problem.limits, people),
            ledger=_theirs(problem.ledger, people),
            pairs=_theirs(problem.pairs, people),
            cover=problem.cover[problem.cover["outlet"] == name].reset_index(drop=True),
            budgets=problem.budgets[problem.budgets["outlet"] == name].reset_index(drop=True),
        )
        theirs = segments["employee"].isin(people["employee"])
        beside = segments["outlet"].isin(own["outlet"]) & (segments["activity"] == "work") & ~theirs
        skilled = set(problem.employees.loc[~problem.employees["trained"].astype(bool), "employee"])
        others = segments[beside & ~segments["employee"].isin(skilled)].reset_index(drop=True)
        mine = segments[theirs].reset_index(drop=True)
        calendar = Calendar(problem.grid, problem.first_day, problem.days)
        return cls(name, part, mine, others, cells_of(mine, calendar), own, calendar)

    def minutes(self, moment: pd.Timestamp) -> int:
        """Minutes from the beginning of the horizon to a moment."""
        return int(self.calendar.minutes(pd.Series([moment.tz_convert(self.problem.grid.timezone)]))[0])

    def facts(self, kept: pd.DataFrame, duties: pd.DataFrame) -> Facts:
        """Arrays for filling `duties` (their people are the open places) beside `kept` segments.

        `kept` are segments of the unit's people that stand; what they do counts towards every rule.
        """
        stands = kept[kept["activity"] != "leave"]
        fixed = self.problem.fixed
        bare = replace(self.problem, duties=self.problem.duties.head(0), fixed=fixed[fixed["activity"] == "leave"])
        bound = bind(bare, self.calendar).problem
        served = pd.MultiIndex.from_frame(stands[["employee", "day"]])
        away = bound.absences[~pd.MultiIndex.from_frame(bound.absences[["employee", "day"]]).isin(served)]
        asked = duties[duties["people"] > 0].reset_index(drop=True)
        problem = replace(bound, duties=asked, absences=away.reset_index(drop=True))
        unit = Unit(self.name, problem, stands.assign(chain=chains(stands)), self._guests(stands, asked))
        return gather(unit, self.calendar, self._alike)

    @cached_property
    def _alike(self) -> Ints:
        """(P,) the number of each person's group of comparable people."""
        return alike(replace(self.problem, duties=self.own))

    def checked(self) -> RosterProblem:
        """The problem as the checker takes it: the unit's duties, and the posts of others without any places."""
        theirs = ~self.problem.duties["duty"].isin(self.own["duty"])
        return replace(
            self.problem, duties=self.problem.duties.assign(people=self.problem.duties["people"].mask(theirs, 0))
        )

    def with_guests(self) -> pd.DataFrame:
        """The segments, and the work of others at the unit's outlets as locked segments of no duty."""
        guests = self.others.assign(duty="", locked=True)
        parts = [part for part in (self.segments, guests) if len(part)] or [self.segments]
        return pd.concat(parts, ignore_index=True)

    def _guests(self, locked: pd.DataFrame, duties: pd.DataFrame) -> pd.DataFrame:
        """outlet, pool, start, end: trained people who are sure to serve there then."""
        people = self.problem.employees
        skilled = people.loc[people["trained"].astype(bool), "employee"]
        serving = locked[(locked["activity"] == "work") & locked["employee"].isin(skilled)]
        place = ["outlet", "post", "start", "end"]
        parts = [part[place] for part in (serving, self.others) if len(part)]
        every = pd.concat(parts, ignore_index=True) if parts else serving[place]
        pools = self.problem.duties[["outlet", "post", "pool"]].drop_duplicates(["outlet", "post"])
        pooled = every[every["outlet"].isin(duties["outlet"])].merge(pools, on=["outlet", "post"])
        return pooled[["outlet", "pool", "start", "end"]]


def cells_of(segments: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """`Standing.cells` of some segments."""
    served = segments[segments["duty"] != ""]
    lasting = served.assign(
        leaves=calendar.minutes(served["start"]),
        returns=calendar.minutes(served["end"]),
    )
    there = lasting["activity"] != "travel"
    lasting["begins"] = lasting["leaves"].where(there, 2**40)
    lasting["ends"] = lasting["returns"].where(there, -(2**40))
    cells = lasting.groupby(KEYS, as_index=False, sort=True).agg(
        leaves=("leaves", "min"),
        begins=("begins", "min"),
        ends=("ends", "max"),
        returns=("returns", "max"),
        locked=("locked", "any"),
    )
    cells.insert(3, "number", calendar.day(cells["day"]))
    return cells


def cells_with(standing: Standing, gone: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The standing's cells with some `gone` (employee, day, duty), and those of `new` segments."""
    parts = [without(standing.cells, gone), cells_of(new, standing.calendar)]
    kept = pd.concat([part for part in parts if len(part)] or parts[:1])
    return kept.sort_values(KEYS, kind="stable").reset_index(drop=True)


def without(segments: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The segments that belong to none of the cells (employee, day, duty), in their order."""
    if cells.empty:
        return segments
    gone = pd.MultiIndex.from_frame(cells[KEYS])
    here = pd.MultiIndex.from_frame(segments[KEYS])
    return segments[~np.asarray(here.isin(gone), dtype=bool)]


def _theirs(frame: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["employee"].isin(people["employee"])].reset_index(drop=True)
