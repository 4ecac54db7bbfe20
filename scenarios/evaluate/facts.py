"""The files that an evaluation reads, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.changes import scenario_from, to_premises
from scenarios.network import Network, read_network


@dataclass(frozen=True)
class Facts:
    """A plan's tables beside the organisation's.

    Attributes
    ----------
    plan
        Content of `plan.json`.
    folder
        The plan's folder with `tables/`.
    network
        As the plan's scenario changed it.
    closed
        Outlets that the scenario closes.
    travel
        Factors on travel minutes by mode.
    """

    plan: Mapping[str, Any]
    folder: Path
    network: Network
    closed: tuple[str, ...]
    travel: Mapping[str, float]

    def has(self, stage: str) -> bool:
        """Whether the plan has that stage."""
        return stage in self.plan["stages"]

    def table(self, name: str) -> pd.DataFrame:
        """One of the plan's tables.

        Raises
        ------
        FileNotFoundError
            When the plan lacks it.
        """
        path = self.folder / "tables" / f"{name}.parquet"
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing.\nMaybe another version wrote this plan; plan again.")
        return pd.read_parquet(path)

    @property
    def first_day(self) -> pd.Timestamp:
        """First business day of the horizon."""
        return pd.Timestamp(self.plan["first_day"])

    @property
    def days(self) -> int:
        """Business days of the horizon."""
        return int(self.plan["days"])

    @property
    def grain(self) -> pd.Timedelta:
        """Length of an interval."""
        return pd.Timedelta(minutes=int(self.plan["grain"]))

    def business_day(self, instants: pd.Series) -> pd.Series:
        """The business day of each instant: the wall clock less the day cut, cut off at midnight."""
        wall = instants.dt.tz_convert(self.plan["timezone"]).dt.tz_localize(None)
        days: pd.Series = (wall - pd.Timedelta(minutes=int(self.plan["day_cut"]))).dt.normalize()
        return days


def read_facts(plan_folder: Path, network_folder: Path) -> Facts:
    """The files of a plan and of the network that it was made for."""
    plan = json.loads((plan_folder / "plan.json").read_text(encoding="utf-8"))
    scenario = scenario_from({"name": plan["name"], "changes": list(plan["changes"])})
    premises = to_premises(read_network(network_folder), scenario.changes)
    return Facts(plan, plan_folder, premises.network, premises.closed, premises.travel)
