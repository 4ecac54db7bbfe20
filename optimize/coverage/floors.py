"""Who must stay covered: of all residents, of each district, and of each vulnerable group.

A floor is a share of its scope's residents, and never more than are covered today, so that whoever keeps
everything keeps every floor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.coverage.figures import scopes
from optimize.coverage.reach import Array, Reach
from quarterhour.arrays import Mask

VULNERABLE = ("children", "elderly", "rural")
WHOLE, DISTRICT, GROUP = "coverage.below_floor", "coverage.below_district_floor", "coverage.below_group_floor"


@dataclass(frozen=True, eq=False)
class Floors:
    """Scopes with a floor.

    Attributes
    ----------
    scope
        all, children, elderly, rural, or a district.
    people
        scopes x zones, residents who count.
    least
        Residents of each scope who must stay covered.
    """

    scope: tuple[str, ...]
    people: Array
    least: Array

    @classmethod
    def of(cls, reach: Reach, policy: pd.Series) -> Floors:
        """By the policy's coverage_floor, district_floor and vulnerable_floor; a missing one or NaN is none."""
        shares = {scope: float(policy.get(_setting(scope), np.nan)) for scope in scopes(reach)}
        people = np.array([of for scope, of in scopes(reach).items() if not np.isnan(shares[scope])])
        people = people.reshape(-1, len(reach.zones))
        kept = {scope: share for scope, share in shares.items() if not np.isnan(share)}
        today = people @ reach.covered(reach.role("existing"))
        return cls(tuple(kept), people, np.minimum(np.array(list(kept.values())) * people.sum(axis=1), today))

    def broken(self, covered: Mask) -> str:
        """The first scope of whom too few are in the circle, "" where all floors hold."""
        short = self.people @ covered < self.least - 1e-9
        return self.scope[int(np.argmax(short))] if short.any() else ""


def reason(scope: str) -> str:
    """The code of a broken floor, "" for none."""
    if scope == "":
        return ""
    return {"coverage_floor": WHOLE, "district_floor": DISTRICT, "vulnerable_floor": GROUP}[_setting(scope)]


def _setting(scope: str) -> str:
    """Which setting has the floor of a scope; there is none for townspeople."""
    named = {"all": "coverage_floor", "urban": "", **dict.fromkeys(VULNERABLE, "vulnerable_floor")}
    return named.get(scope, "district_floor")
