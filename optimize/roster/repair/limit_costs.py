"""What one more duty changes in the limits of people, whatever the rule: the checker's word before and after.

A limit speaks of one person alone, so one look is enough for all candidates: everybody takes the duty at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from optimize.roster.checker import View, check_limits
from optimize.roster.repair.standing import Standing
from optimize.roster.segments import lay_duties

CHANGE = ["employee", "rule", "limit", "unit", "weight"]
SMALL = 1e-6


@dataclass(frozen=True)
class LimitCosts:
    """The limits of a standing roster.

    Attributes
    ----------
    view, before
        What the checker sees of it, and the amounts of breaks by `CHANGE`.
    """

    standing: Standing
    view: View
    before: pd.Series

    @classmethod
    def load(cls, standing: Standing) -> LimitCosts:
        """Look at the limits as they stand."""
        view = View(standing.checked(), standing.segments)
        return cls(standing, view, _sums(view))

    def of(self, duty: str, employees: Collection[str]) -> pd.DataFrame:
        """employee, rule, limit, unit, weight (points a unit), amount (change; more is worse): priced limits.

        What a hard limit asks for and does not get has the price of `weights.MUST`.
        """
        theirs = self.standing.problem.limits["employee"].isin(employees)
        if not theirs.any():
            return pd.DataFrame(columns=[*CHANGE, "amount"])
        row = self.standing.own[self.standing.own["duty"] == duty]
        taken = pd.DataFrame({"employee": list(employees)}).merge(row, how="cross")
        change = _sums(self.view.with_more(lay_duties(taken))).sub(self.before, fill_value=0.0)
        told = change[change.abs() > SMALL].rename("amount").reset_index()
        return told[told["employee"].isin(employees) & (told["weight"] > 0)]


def _sums(view: View) -> pd.Series:
    return check_limits(view).groupby(CHANGE)["amount"].sum()
