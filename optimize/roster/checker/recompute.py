"""Every rule recomputed from the segments alone: the evidence beside a roster. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from optimize.roster.checker.breaks import NO_BREAKS
from optimize.roster.checker.budgets import budget
from optimize.roster.checker.cover import cover_most
from optimize.roster.checker.each import EACH
from optimize.roster.checker.evidence import View
from optimize.roster.checker.limits import check_limits
from optimize.roster.checker.several import SEVERAL
from optimize.roster.checker.soft import SOFT
from optimize.roster.checker.teams import TEAMS
from optimize.roster.values import RosterProblem
from optimize.roster.weights import Weights

HARD = (*EACH, *SEVERAL)
"""Hard rules that always hold; limits and pairs are data."""


def check(problem: RosterProblem, segments: pd.DataFrame, weights: Weights | None = None) -> pd.DataFrame:
    """All breaks of rules: rule, hard, employee, day, amount, unit, weight (points a unit; 0 for hard rules, but
    `MUST` for what a hard limit asks for and does not get),
    outlet and post ("" where the rule is not of one duty), limit (the row of `limits`, "" for other rules).

    The sum of amount x weight is the objective of the roster's proofs.
    """
    view = View(problem, segments)
    priced = weights or Weights()
    found = [*_of_each(view), *_of_several(view)]
    found += [rule(view, priced) for rule in SOFT if rule.__name__ not in problem.off]
    return _sorted(found)


def check_hard(
    problem: RosterProblem, segments: pd.DataFrame, people: Collection[str] | None = None
) -> pd.DataFrame:
    """Breaks of hard rules alone, as `check` tells them.

    With `people`, rules that look at one person at a time are looked at for these alone, the others for all.
    """
    view = View(problem, segments)
    found = [*_of_each(view if people is None else _only(view, people)), *_of_several(view)]
    found += [rule(view, Weights()) for rule in (cover_most, budget)]
    table = _sorted(found)
    return table[table["hard"]].reset_index(drop=True)


def _of_each(view: View) -> list[pd.DataFrame]:
    """Rules that look at one person at a time."""
    return [*(rule(view) for rule in EACH), check_limits(view)]


def _of_several(view: View) -> list[pd.DataFrame]:
    """Rules that look at several people together."""
    tied = set(view.problem.pairs["kind"])
    return [*(rule(view) for rule in SEVERAL), *(rule(view) for rule in TEAMS if rule.__name__ in tied)]


def _only(view: View, people: Collection[str]) -> View:
    """What concerns some people alone."""

    def theirs(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["employee"].isin(people)]

    problem = view.problem
    part = replace(
        problem,
        employees=theirs(problem.employees),
        able=theirs(problem.able),
        absences=theirs(problem.absences),
        past=theirs(problem.past),
        fixed=theirs(problem.fixed),
        limits=theirs(problem.limits),
    )
    return View(part, theirs(view.segments))


def _sorted(found: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat([frame for frame in found if len(frame)] or [NO_BREAKS], ignore_index=True)
    return table.sort_values(["rule", "employee", "day"], kind="stable").reset_index(drop=True)
