"""A roster near another one: units that nothing touched keep their names, the others begin from theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, Flags
from optimize.roster.commitments import bind
from optimize.roster.facts import Facts, kinds_of
from optimize.roster.units import Unit, split
from optimize.roster.values import Roster, RosterProblem

ALIKE = 0.5
"""Share of duties that two rosters must have in common for one to be a start for the other (measured: .8 is slower
and hardly better)."""


@dataclass(frozen=True)
class Before:
    """A roster that is known.

    Attributes
    ----------
    taken
        employee and the columns of the duty that the employee had.
    units
        What each unit was made from, as a digest by the unit's name.
    """

    taken: pd.DataFrame
    units: Mapping[str, str]

    @classmethod
    def of(cls, problem: RosterProblem, roster: Roster) -> Before:
        """The answer to a problem as something to begin from."""
        given = roster.segments.loc[roster.segments["duty"] != "", ["employee", "duty"]].drop_duplicates()
        taken = given.merge(problem.duties.drop(columns="people"), on="duty", validate="many_to_one")
        bound = bind(problem, Calendar(problem.grid, problem.first_day, problem.days))
        return cls(taken.drop(columns="duty"), {unit.name: unit.own_digest for unit in split(bound)})

    def begin(self, unit: Unit) -> Unit:
        """The unit as it is where nothing touched it, and with what its people had where something did."""
        if self.units.get(unit.name) == unit.own_digest:
            return unit
        theirs = self.taken["employee"].isin(unit.problem.employees["employee"])
        return replace(unit, start=self.taken[theirs].reset_index(drop=True))


def as_before(facts: Facts, allowed: Flags, taken: pd.DataFrame) -> Flags | None:
    """(P, G) the pairs of `taken` that are still there: the duty, a place on it, and leave of the rules for it.

    None where these are less than `ALIKE` of the places, or of `taken`: a first roster is the better start then.
    """
    kind = kinds_of(facts, taken)
    rows = pd.Series(np.arange(len(facts.people)), index=facts.people["employee"])
    person = rows.reindex(taken["employee"]).to_numpy(np.int64)
    known = kind >= 0
    pairs = pd.DataFrame({"person": person[known], "kind": kind[known]}).drop_duplicates()
    pairs = pairs[allowed[pairs["person"], pairs["kind"]]].sort_values(["kind", "person"])
    places = facts.kinds["people"].to_numpy()
    pairs = pairs[pairs.groupby("kind").cumcount().to_numpy() < places[pairs["kind"]]]
    found = np.zeros(allowed.shape, dtype=bool)
    found[pairs["person"], pairs["kind"]] = True
    alike = len(pairs) >= ALIKE * max(len(taken), int(places.sum()))
    return found if alike else None
