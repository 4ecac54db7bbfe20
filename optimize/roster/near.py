"""A roster near another one: units that nothing touched keep their names, the others begin from theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, Flags
from optimize.roster.commitments import bind
from optimize.roster.facts import Facts, kinds_of
from optimize.roster.moved import with_moved
from optimize.roster.units import Start, Unit, split
from optimize.roster.values import Roster, RosterProblem
from quarterhour.arrays import Ints

ALIKE = 0.5
"""Share of duties that two rosters must have in common for one to be a start for the other (measured: .8 is slower
and hardly better)."""


@dataclass(frozen=True)
class Before:
    """A roster that is known.

    Attributes
    ----------
    start
        What everybody had, and what was left open.
    units
        What each unit was made from, as a digest by the unit's name.
    """

    start: Start
    units: Mapping[str, str]

    @classmethod
    def of(cls, problem: RosterProblem, roster: Roster) -> Before:
        """The answer to a problem as something to begin from."""
        given = roster.segments.loc[roster.segments["duty"] != "", ["employee", "duty"]].drop_duplicates()
        taken = given.merge(problem.duties.drop(columns="people"), on="duty", validate="many_to_one")
        left = roster.holes[["duty"]].merge(problem.duties, on="duty", validate="one_to_one")
        bound = bind(problem, Calendar(problem.grid, problem.first_day, problem.days))
        start = Start(taken.drop(columns="duty"), left.drop(columns=["duty", "people"]))
        return cls(start, {unit.name: unit.own_digest for unit in split(bound)})

    def begin(self, unit: Unit) -> Unit:
        """The unit as it is where nothing touched it, and with what its people had where something did."""
        if self.units.get(unit.name) == unit.own_digest:
            return unit
        had, left = self.start.taken, self.start.left
        theirs = had["employee"].isin(unit.problem.employees["employee"])
        own = (left["outlet"] == unit.name) | (left["lender"] == unit.name)
        return replace(unit, start=Start(had[theirs].reset_index(drop=True), left[own].reset_index(drop=True)))


@dataclass(frozen=True)
class Known:
    """What people of a unit had before, in its terms.

    Attributes
    ----------
    person, kind
        Of each duty that was taken: rows; the kind is -1 where it is gone.
    left
        Kinds of the duties that had open places, likewise.
    """

    facts: Facts
    start: Start
    person: Ints
    kind: Ints
    left: Ints

    @classmethod
    def of(cls, facts: Facts, start: Start) -> Known:
        """From `Unit.start`."""
        rows = pd.Series(np.arange(len(facts.people)), index=facts.people["employee"])
        person = rows.reindex(start.taken["employee"]).to_numpy(np.int64)
        kind = kinds_of(facts, pd.concat([start.taken, start.left], ignore_index=True))
        return cls(facts, start, person, kind[: len(person)], kind[len(person) :])

    @property
    def left_open(self) -> Flags:
        """(G,) kinds of duty that had open places."""
        left = np.zeros(len(self.facts.kinds), dtype=bool)
        left[self.left[self.left >= 0]] = True
        return left

    @property
    def filled(self) -> Flags:
        """(G,) kinds of duty all of whose places were filled."""
        filled: Flags = self._places <= np.bincount(self.kind[self.kind >= 0], minlength=len(self.facts.kinds))
        return filled

    def roster(self, allowed: Flags) -> Flags | None:
        """(P, G) the pairs that are still there, and open places given to whoever had what is most like them.

        A pair is still there with the duty, a place on it, and leave of the rules for it. None where what comes of
        it is less than `ALIKE` of the places, or of what was taken: a first roster is the better start then.
        """
        kept = with_moved(self.facts, allowed, self._still_there(allowed), self.person, self.start.taken)
        alike = kept.sum() >= ALIKE * max(len(self.start.taken), int(self._places.sum()))
        return kept if alike else None

    def _still_there(self, allowed: Flags) -> Flags:
        known = self.kind >= 0
        pairs = pd.DataFrame({"person": self.person[known], "kind": self.kind[known]}).drop_duplicates()
        pairs = pairs[allowed[pairs["person"], pairs["kind"]]].sort_values(["kind", "person"])
        pairs = pairs[pairs.groupby("kind").cumcount().to_numpy() < self._places[pairs["kind"]]]
        found = np.zeros(allowed.shape, dtype=bool)
        found[pairs["person"], pairs["kind"]] = True
        return found

    @property
    def _places(self) -> Ints:
        return self.facts.kinds["people"].to_numpy(np.int64)
