"""The consolidation study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from quarterhour.result import Proof
from scenarios.evaluate.finding import Finding


@dataclass(frozen=True)
class Consolidated:
    """Outlets under review as of a month, what may become of each, and the best joint choice.

    Attributes
    ----------
    name
        Of the scenario; "base" for none.
    as_of
        First day of the last month that counts.
    months
        Operating months in a row that make a review.
    outlets
        outlet, name, kind, region, latitude, longitude, closes (bool: the choice merges or moves it away).
    sites
        point, name, latitude, longitude, opens (bool: an outlet moves there).
    zones
        name, latitude, longitude, residents, covered (bool), minutes: once the choice is carried out.
    residents, covered
        All of them, and those in the circle today.
    floors
        scope (all; children, elderly, rural or a district where these have floors), residents, today (covered),
        least (who must stay covered), after (covered once the choice is carried out).
    review, transfers
        As in `optimize.coverage.values.Consolidation`.
    options
        The same, with why (code: what keeps the option from being chosen; "" for the chosen one) and worth_change
        (money a month if it took the chosen one's place).
    freed_together
        People freed once the choice is carried out: receivers share what single sheets round by themselves.
    others
        As in `optimize.coverage.values.Studied`.
    changes
        The choice as changes of a scenario, plain data.
    findings
        Where the independent recount disagrees; none where every figure agrees.
    """

    network: str
    name: str
    currency: str
    version: str
    as_of: pd.Timestamp
    months: int
    outlets: pd.DataFrame
    sites: pd.DataFrame
    zones: pd.DataFrame
    roads: pd.DataFrame
    residents: float
    covered: float
    floors: pd.DataFrame
    review: pd.DataFrame
    options: pd.DataFrame
    transfers: pd.DataFrame
    others: pd.DataFrame
    freed_together: float
    proofs: tuple[Proof, ...]
    changes: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
