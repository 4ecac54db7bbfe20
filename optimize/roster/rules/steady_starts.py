"""Steady starts: within a week somebody's duties are all early ones or all late ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimize.roster.model import SCALE, RosterModel, found


def steady_starts(model: RosterModel) -> None:
    """Price each week of a person in which early and late duties both stand."""
    facts = model.facts
    week_of_kinds = facts.calendar.week(facts.kinds["day_number"].to_numpy())
    early_kind = facts.kinds["early"].to_numpy(bool)
    bound = facts.bound[(facts.bound["day"] >= 0) & (facts.bound["day"] < facts.calendar.days)]
    week_of_bound = facts.calendar.week(bound["day"].to_numpy())
    stand = {
        (person, week, early)
        for person, week, early in zip(bound["person"], week_of_bound, bound["early"].astype(bool), strict=True)
    }
    for week in facts.weeks:
        halves = [np.flatnonzero((week_of_kinds == week) & (early_kind == early)) for early in (True, False)]
        for person in range(len(facts.people)):
            sides: list[Any] = []
            for early, kinds in zip((True, False), halves, strict=True):
                sides.append(True if (person, week, early) in stand else _by_day(model, person, kinds))
            _mixed(model, sides)


def _by_day(model: RosterModel, person: int, kinds: NDArray[np.int64]) -> list[list[Any]]:
    """The person's literals of some kinds, those of one day together."""
    days = model.facts.kinds["day_number"].to_numpy(np.int64)[kinds]
    every = (found(model.take[person, kinds[days == day]]) for day in np.unique(days))
    return [literals for literals in every if literals]


def _mixed(model: RosterModel, sides: list[Any]) -> None:
    """One literal that is true where both sides are, as there is one duty a day."""
    cost = model.weights.steady_starts * SCALE
    if any(side == [] for side in sides):
        return
    if all(side is True for side in sides):
        model.charge(cost)
        return
    mixed = model.cp.new_bool_var("mixed")
    model.price(mixed, cost)
    marks = []
    for side in sides:
        if side is not True:
            mark = model.cp.new_bool_var("half")
            for literals in side:
                model.cp.add_at_most_one([*literals, ~mark])
            marks.append(~mark)
    model.cp.add_bool_or([*marks, mixed])
