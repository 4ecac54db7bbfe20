"""How large a sample network is: everything in which `sample` and `tiny` differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

HERE = Path(__file__).parent

SizeName = Literal["sample", "tiny"]


@dataclass(frozen=True)
class Town:
    """A country town; its villages lie around it. Kilometres from the city's centre."""

    name: str
    region: str
    east: float
    north: float


@dataclass(frozen=True)
class Size:
    """The measures of one sample network.

    Attributes
    ----------
    outlets
        File of the outlets: place in kilometres from the city's centre, customers of an ordinary weekday
        at `plan_start`, growth of their number a year (log), opening pattern, layout of posts.
    grain, day_cut
        As in the settings.
    first_day, plan_start, plan_weeks
        The history covers `first_day` up to the day before `plan_start`.
    streets
        North-south and east-west streets of the city's grid.
    block
        Distance between streets, km.
    arterial
        Every how many streets one is an arterial road.
    urban_zones
        Columns and rows of the lattice on which residential quarters lie.
    villages
        Villages in addition to the towns.
    urban_residents, rural_residents
        Residents in all.
    sites, places, partners, vehicles
        How many candidate sites, key places without an outlet, partners and vehicles there are.
    """

    title: str
    outlets: Path
    grain: int
    day_cut: str
    first_day: pd.Timestamp
    plan_start: pd.Timestamp
    plan_weeks: int
    streets: tuple[int, int]
    block: float
    arterial: int
    urban_zones: tuple[int, int]
    towns: tuple[Town, ...]
    villages: int
    urban_residents: int
    rural_residents: int
    sites: int
    places: int
    partners: int
    vehicles: int


TOWNS = (
    Town("青禾镇", "青禾县", 14.0, 3.0),
    Town("白鹭镇", "青禾县", 11.0, -9.0),
    Town("石桥镇", "云顶县", -3.0, -15.0),
    Town("云顶镇", "云顶县", -14.0, -6.0),
    Town("松坪镇", "云顶县", -17.0, 7.0),
    Town("双溪镇", "青禾县", 3.0, 16.0),
)

SIZES: Mapping[SizeName, Size] = {
    "sample": Size(
        title="云岫市便民服务网络",
        outlets=HERE / "outlets.csv",
        grain=30,
        day_cut="04:00",
        first_day=pd.Timestamp("2023-09-04"),
        plan_start=pd.Timestamp("2026-09-14"),
        plan_weeks=4,
        streets=(37, 29),
        block=0.25,
        arterial=4,
        urban_zones=(15, 10),
        towns=TOWNS,
        villages=54,
        urban_residents=172_000,
        rural_residents=48_000,
        sites=25,
        places=5,
        partners=4,
        vehicles=3,
    ),
    "tiny": Size(
        title="云岫小镇服务网络",
        outlets=HERE / "tiny.csv",
        grain=60,
        day_cut="00:00",
        first_day=pd.Timestamp("2025-07-14"),
        plan_start=pd.Timestamp("2026-09-14"),
        plan_weeks=1,
        streets=(7, 7),
        block=0.4,
        arterial=3,
        urban_zones=(3, 3),
        towns=(Town("青禾镇", "青禾县", 5.0, 2.0),),
        villages=2,
        urban_residents=9_000,
        rural_residents=2_500,
        sites=3,
        places=1,
        partners=1,
        vehicles=1,
    ),
}
"""The sample is a city with its countryside; tiny is three outlets that plan within seconds."""
