"""The operational loop: rounds of staff plan, roster and rehearsal, of which the best is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from optimize.roster import Before
from optimize.roster.values import Roster, RosterProblem
from optimize.shifts.values import StaffPlan, StaffProblem
from quarterhour.grid import hours_between
from scenarios.plan.lessons import Lessons
from scenarios.rehearsal.values import Rehearsal

COLUMNS = {
    "round": "int64",
    "promises_kept": "float64",
    "promise_days_kept": "float64",
    "short_hours": "float64",
    "hole_hours": "float64",
    "cost": "float64",
    "kept": "bool",
}
FINE = 3
"""Decimals of the share of days on which promises are kept; finer differences do not decide."""


@dataclass(frozen=True)
class Round:
    """Staff, roster and rehearsal that go together.

    Attributes
    ----------
    lessons
        Of earlier rounds.
    problem, naming
        What the staff plan and the roster answer.
    cost
        Money over the horizon.
    """

    lessons: Lessons
    problem: StaffProblem
    staff: StaffPlan
    naming: RosterProblem
    roster: Roster
    rehearsal: Rehearsal
    cost: float

    @cached_property
    def names(self) -> Before:
        """The roster as something to begin from."""
        return Before.of(self.naming, self.roster)

    def taught(self) -> Lessons:
        """What the next round may know."""
        return self.lessons.after(self.problem, self.staff, self.roster, self.rehearsal.weak_points)


@dataclass(frozen=True)
class Start:
    """What plans near a base start from; `names` is missing where nothing starts from it, or it has no roster."""

    problem: StaffProblem
    staff: StaffPlan
    names: Before | None
    lessons: Lessons


def best(rounds: Sequence[Round]) -> int:
    """The round that keeps its promises on the largest share of days, at least cost."""
    worth = [(round(_days_kept(each), FINE), -each.cost) for each in rounds]
    return worth.index(max(worth))


def no_rounds() -> pd.DataFrame:
    """`told` of a plan without a roster."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def told(rounds: Sequence[Round], grain: int) -> pd.DataFrame:
    """Each round in figures.

    Returns
    -------
    DataFrame
        round (from 1), promises_kept, promise_days_kept (shares), short_hours (of the staff plan), hole_hours (of
        the roster), cost (money), kept (bool: the plan's).
    """
    kept = best(rounds)
    rows = [(number + 1, *_figures(each, grain), number == kept) for number, each in enumerate(rounds)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _figures(one: Round, grain: int) -> tuple[float, ...]:
    promises, holes = one.rehearsal.services["kept"], one.roster.holes
    hours = hours_between(holes["start"], holes["end"]) * holes["people"]
    kept = float(promises.mean()) if len(promises) else 1.0
    short = float(one.staff.cover["short"].sum()) * grain / 60
    return kept, _days_kept(one), short, float(hours.sum()), one.cost


def _days_kept(one: Round) -> float:
    kept = one.rehearsal.services["periods_kept"]
    return float(kept.mean()) if len(kept) else 1.0
