"""What may be asked of a roster: why nobody is there, why this person is not, why a wish is not granted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.explain.standing import Standing
from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel, found
from quarterhour.arrays import Ints
from quarterhour.messages import Message

WISHES = ("off", "work", "early", "late")


class QuestionError(ValueError):
    """The question has no sense in this roster; `message` says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.message = Message(code, values)


@dataclass(frozen=True)
class Filled:
    """Why is nobody there: one more person on a duty than now."""

    duty: str

    def concerned(self, facts: Facts) -> Flags:
        """(P, G) pairs of which the rules' leave is part of the question."""
        kinds = facts.members.loc[facts.members["duty"] == self.duty, "kind"].to_numpy(np.int64)
        return np.isin(np.arange(len(facts.kinds)), kinds)[None, :] & np.ones((len(facts.people), 1), dtype=bool)

    def demanded(self, standing: Standing) -> Ints:
        """Rows of kinds of which one place more has to be filled."""
        return np.asarray([standing.kind(self.duty)], dtype=np.int64)

    def write(self, model: RosterModel) -> None:
        """Nothing of one person."""

    def check(self, standing: Standing) -> str | None:
        """Whether it makes sense, and the rule that forbids it whatever anybody does; see `Question`."""
        if not standing.vacant()[self.duty]:
            raise QuestionError("explain.ask_filled", duty=self.duty)
        return None


@dataclass(frozen=True)
class Served:
    """Why does this person not serve this duty."""

    employee: str
    duty: str

    def concerned(self, facts: Facts) -> Flags:
        """See `Filled`."""
        row = (facts.people["employee"] == self.employee).to_numpy()[:, None]
        return Filled(self.duty).concerned(facts) & row

    def demanded(self, standing: Standing) -> Ints:
        """None: the person may take somebody's place."""
        return np.empty(0, dtype=np.int64)

    def write(self, model: RosterModel) -> None:
        """The person takes the duty."""
        for person, kind in np.argwhere(self.concerned(model.facts)):
            take = model.take[person, kind]
            model.cp.add_bool_or([] if take is None else [take])

    def check(self, standing: Standing) -> str | None:
        """See `Filled`."""
        names = standing.names
        if ((names["employee"] == self.employee) & (names["duty"] == self.duty)).any():
            raise QuestionError("explain.ask_served", employee=self.employee, duty=self.duty)
        return None


@dataclass(frozen=True)
class Wished:
    """Why is a wish not granted: off, work, early or late on a day, asked for or not."""

    employee: str
    day: pd.Timestamp
    kind: str

    def concerned(self, facts: Facts) -> Flags:
        """See `Filled`; only a day of work may need what the rules do not allow."""
        row = (facts.people["employee"] == self.employee).to_numpy()[:, None]
        day = (facts.kinds["day"] == self.day).to_numpy()[None, :]
        return row & day & (self.kind == "work")

    def demanded(self, standing: Standing) -> Ints:
        """None."""
        return np.empty(0, dtype=np.int64)

    def write(self, model: RosterModel) -> None:
        """The day as wished for."""
        facts = model.facts
        person = int(np.flatnonzero(facts.people["employee"].to_numpy() == self.employee)[0])
        kinds = np.flatnonzero((facts.kinds["day"] == self.day).to_numpy())
        if self.kind == "work":
            model.cp.add_bool_or(found(model.take[person, kinds]))
            return
        early = facts.kinds["early"].to_numpy(bool)[kinds]
        against = {"off": np.ones(len(kinds), dtype=bool), "early": ~early, "late": early}[self.kind]
        for take in found(model.take[person, kinds[against]]):
            model.cp.add_bool_or([~take])

    def check(self, standing: Standing) -> str | None:
        """See `Filled`: what is locked, or training, stands whatever anybody does."""
        facts = standing.facts
        person, day = standing.person(self.employee), int((facts.calendar.dates == self.day).argmax())
        bound = facts.bound[(facts.bound["person"] == person) & (facts.bound["day"] == day)]
        kinds = np.flatnonzero(standing.taken[person] & (facts.kinds["day_number"] == day).to_numpy())
        early = [*bound["early"], *facts.kinds["early"].to_numpy()[kinds]]
        if self._granted(early):
            raise QuestionError("explain.ask_granted", employee=self.employee, kind=self.kind)
        if len(bound):
            return "absent" if facts.absent[person, day] else "locked"
        return None

    def _granted(self, early: list[bool]) -> bool:
        """Whether starts in the early half of the day, or not, are what was wished for."""
        wanted = {"off": not early, "work": bool(early), "early": all(early), "late": not any(early)}
        return wanted[self.kind]


Question = Filled | Served | Wished
"""`concerned`, `demanded` and `write` put it into a model; `check` raises `QuestionError` where the roster does it
already, and gives the rule that stands against it whatever anybody does, if there is one."""
