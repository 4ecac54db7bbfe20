"""What a stored roster costs: points by rule, by person and by week, breaks of hard rules first.

Everything is the checker's (`optimize.roster.checker`), which knows nothing of the model. Points are amount x
weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from optimize.roster.checker import check
from optimize.roster.values import RosterProblem
from optimize.roster.weights import Weights


@dataclass(frozen=True)
class Score:
    """Points of a roster.

    Attributes
    ----------
    breaks
        As `check` gives them, with points; hard ones first, then the dearest.
    rules
        rule, hard, breaks (number), amount, unit, points.
    people
        employee ("" for what is nobody's, as holes), rule, breaks, points; the dearest person first.
    weeks
        week (Monday), rule, breaks, points; what is counted over the horizon stands in its first week.
    """

    breaks: pd.DataFrame
    rules: pd.DataFrame
    people: pd.DataFrame
    weeks: pd.DataFrame

    @property
    def points(self) -> float:
        """All points together."""
        return float(self.breaks["points"].sum())

    @property
    def hard(self) -> int:
        """Breaks of hard rules."""
        return int(self.breaks["hard"].sum())


def score(problem: RosterProblem, segments: pd.DataFrame, weights: Weights | None = None) -> Score:
    """Take a roster's cost apart; `segments` as in `Roster`."""
    breaks = check(problem, segments, weights)
    breaks = breaks.assign(points=breaks["amount"] * breaks["weight"])
    breaks = breaks.sort_values(["hard", "points"], ascending=False, kind="stable").reset_index(drop=True)
    week = breaks["day"] - pd.to_timedelta(breaks["day"].dt.day_of_week, unit="D")
    figures = {"breaks": ("points", "size"), "points": ("points", "sum")}
    rules = breaks.groupby(["rule", "hard", "unit"], as_index=False).agg(amount=("amount", "sum"), **figures)
    people = breaks.groupby(["employee", "rule"], as_index=False).agg(**figures)
    whole = people.groupby("employee")["points"].transform("sum")
    people = people.assign(whole=whole).sort_values(
        ["whole", "employee", "points"], ascending=[False, True, False]
    )
    return Score(
        breaks=breaks,
        rules=rules.sort_values(["hard", "points"], ascending=False, kind="stable")[
            ["rule", "hard", "breaks", "amount", "unit", "points"]
        ].reset_index(drop=True),
        people=people.drop(columns="whole").reset_index(drop=True),
        weeks=breaks.assign(week=week).groupby(["week", "rule"], as_index=False).agg(**figures),
    )
