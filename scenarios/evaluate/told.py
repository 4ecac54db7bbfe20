"""Facts of a study that was not written as a plan: the organisation's tables beside what the study says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pandas as pd

from quarterhour.result import Proof
from scenarios.evaluate.facts import Facts
from scenarios.network import Network


@dataclass(frozen=True)
class Told(Facts):
    """Facts whose tables are at hand instead of in a folder."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        network: Network,
        closed: tuple[str, ...],
        travel: Mapping[str, float],
        tables: Mapping[str, pd.DataFrame],
        proofs: Sequence[Proof],
    ) -> Self:
        """Facts of a coverage study: the network as changed, and its answer's tables by the names of a plan's."""
        grid = network.grid
        plan = {
            "first_day": network.first_day.isoformat(),
            "days": 7 * network.settings.plan_weeks,
            "grain": grid.grain,
            "timezone": network.settings.timezone,
            "day_cut": grid.day_cut,
            "stages": {"coverage": {"proofs": [proof.as_dict() for proof in proofs]}},
        }
        return cls(plan, Path(), network, closed, travel, dict(tables))

    def table(self, name: str) -> pd.DataFrame:
        """One of the study's tables.

        Raises
        ------
        KeyError
            When the study has none of that name.
        """
        return self.tables[name]
