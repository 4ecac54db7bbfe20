"""The stored roster of one unit, in the unit's own arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, Flags
from optimize.roster.checker import check
from optimize.roster.commitments import Bound, bind
from optimize.roster.facts import Facts, gather
from optimize.roster.segments import lay_out
from optimize.roster.units import Unit, split
from optimize.roster.values import RosterProblem
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Standing:
    """A unit and what its people do in a stored roster.

    Attributes
    ----------
    names
        employee, duty: who is named for which duty; locked ones are not among them.
    taken
        (P, G) the same in the unit's arrays, without duties and people that are gone.
    missing
        (G) places of each kind that nobody fills.
    """

    facts: Facts
    names: pd.DataFrame
    taken: Flags
    missing: Ints

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.facts.unit

    def person(self, employee: str) -> int:
        """Row of an employee."""
        return int(np.flatnonzero(self.facts.people["employee"].to_numpy() == employee)[0])

    def kind(self, duty: str) -> int:
        """Row of the kind that a duty is of."""
        members = self.facts.members
        return int(members.loc[members["duty"] == duty, "kind"].iloc[0])

    def vacant(self) -> pd.Series[int]:
        """Places by duty that nobody is named for; those of a kind may be more."""
        members = self.facts.members.set_index("duty")
        named = self.names.groupby("duty").size().reindex(members.index).fillna(0).astype(int)
        vacant: pd.Series[int] = (members["people"] - named).clip(lower=0)
        return vacant


@dataclass(frozen=True)
class Stored:
    """A whole stored roster.

    Attributes
    ----------
    names
        employee (or slot), duty: who is named for which duty; locked ones are not among them.
    units
        The same unit by unit.
    """

    problem: RosterProblem
    bound: Bound
    names: pd.DataFrame
    units: Mapping[str, Standing]

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """Every rule that the stored roster breaks, as the checker finds it."""
        return check(self.problem, lay_out(self.bound, self.names))

    def segments(self, unit: str, names: pd.DataFrame) -> pd.DataFrame:
        """All segments with other `names` in one unit."""
        own = self.names["employee"].isin(self.units[unit].facts.people["employee"])
        return lay_out(self.bound, pd.concat([self.names[~own], names], ignore_index=True))


def stored(problem: RosterProblem, segments: pd.DataFrame) -> Stored:
    """Take a stored roster (`segments` as in `Roster`) apart."""
    calendar = Calendar(problem.grid, problem.first_day, problem.days)
    bound = bind(problem, calendar)
    named = segments[(segments["duty"] != "") & ~segments["locked"]]
    names = named[["employee", "duty"]].drop_duplicates()
    known = names[names["duty"].isin(problem.duties["duty"])].reset_index(drop=True)
    return Stored(problem, bound, known, {unit.name: stand(unit, calendar, known) for unit in split(bound)})


def stand(unit: Unit, calendar: Calendar, names: pd.DataFrame) -> Standing:
    """One unit under `names` (employee, duty), of which other units' are left out."""
    facts = gather(unit, calendar)
    theirs = names[names["employee"].isin(facts.people["employee"])].merge(facts.members, on="duty")
    rows = pd.Series(np.arange(len(facts.people)), index=facts.people["employee"])
    taken = np.zeros((len(facts.people), len(facts.kinds)), dtype=bool)
    taken[rows.reindex(theirs["employee"]).to_numpy(np.int64), theirs["kind"].to_numpy(np.int64)] = True
    missing = np.maximum(facts.kinds["people"].to_numpy(np.int64) - taken.sum(axis=0), 0)
    return Standing(facts, theirs[["employee", "duty"]].reset_index(drop=True), taken, missing)
