"""Changes of a unit's inputs: what an option of the menu means, put to the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.roster.explain.values import Change
from optimize.roster.facts import Facts
from optimize.roster.rules import ALLOWS
from optimize.roster.rules.weekends_off import WINDOW, least_weekends_off
from optimize.roster.units import Unit
from optimize.roster.values import RosterProblem

NEWCOMER = "+"
"""Identifier of the person that the change `hire` adds."""
AGREED: Mapping[str, tuple[str, int]] = {
    "night_work": ("night_work", True),
    "standby_consent": ("standby", True),
    "split_days": ("split_days_week", 7),
    "trained": ("trained", True),
}
"""Changes that set one term of a person."""
OF_A_CONTRACT = (
    "hours_day",
    "night_work",
    "shift_length",
    "split_days",
    "split_spread",
    "split_break",
    "travel_limit",
    "standby_consent",
    "trained",
)
"""Rules that a newcomer's contract has to keep on the duty; the others are of somebody's own days."""


def changed(unit: Unit, changes: Sequence[Change]) -> Unit:
    """The unit after the changes; locked segments and guests are as they were."""
    return replace(unit, problem=with_changes(unit.problem, changes))


def with_changes(problem: RosterProblem, changes: Sequence[Change]) -> RosterProblem:
    """The problem after the changes."""
    for change in changes:
        problem = _hired(problem, change) if change.kind == "hire" else _with(problem, change)
    return problem


def _with(problem: RosterProblem, change: Change) -> RosterProblem:
    people = problem.employees.copy()
    row = people["employee"] == change.employee
    if change.kind in AGREED:
        term, value = AGREED[change.kind]
        people.loc[row, term] = value
    elif change.kind == "hours_week":
        people.loc[row, "hours_week_most"] += change.amount
    elif change.kind == "weekends_off":
        people.loc[row, "weekends_off"] -= round(change.amount)
    elif change.kind == "travel_limit":
        people.loc[row, "travel_limit"] += change.amount
    elif change.kind == "shift_length":
        term = "shift_hours_least" if change.amount < 0 else "shift_hours_most"
        people.loc[row, term] += change.amount
    elif change.kind == "able":
        return replace(problem, able=_able_too(problem.able, change.employee, change))
    else:
        raise ValueError(f"no such change: {change.kind}")
    return replace(problem, employees=people)


def _able_too(able: pd.DataFrame, employee: str, change: Change) -> pd.DataFrame:
    row = {"employee": employee, "outlet": change.outlet, "post": change.post, "until": pd.NaT, "since": pd.NaT}
    added = pd.DataFrame([row]).astype(able.dtypes.to_dict())
    return pd.concat([able, added], ignore_index=True) if len(able) else added


def _hired(problem: RosterProblem, change: Change) -> RosterProblem:
    """Somebody with the terms of `change.employee`, there on every day, able for the post alone."""
    terms = problem.employees[problem.employees["employee"] == change.employee].iloc[[0]]
    newcomer = terms.assign(employee=NEWCOMER, name=NEWCOMER, trained=True, training_left=0.0)
    newcomer[["first_day", "last_day"]] = pd.NaT
    newcomer = newcomer.astype(problem.employees.dtypes.to_dict())
    people = pd.concat([problem.employees, newcomer], ignore_index=True)
    return replace(problem, employees=people, able=_able_too(problem.able, NEWCOMER, change))


def model_contract(facts: Facts, kind: int) -> str | None:
    """The first employee on whose terms somebody new could take the duty; None where no contract fits it."""
    fits = np.ones(len(facts.people), dtype=bool)
    for rule in OF_A_CONTRACT:
        fits &= ALLOWS[rule](facts)[:, kind]
    rows = np.flatnonzero(fits)
    return str(facts.people["employee"].iloc[rows[0]]) if len(rows) else None


def weekends_to_give(facts: Facts, person: int, fewer: int) -> int:
    """By how much the term has to fall so that a window needs so many weekends off fewer."""
    windows = least_weekends_off(facts)
    if not windows:
        return 0
    size = len(windows[0][0])
    least, needed = int(facts.people["weekends_off"].iloc[person]), int(windows[0][1][person])
    falls = (fall for fall in range(least + 1) if min((least - fall) * size // WINDOW, size) <= needed - fewer)
    return next(falls, least)
