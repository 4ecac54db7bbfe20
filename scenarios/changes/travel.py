"""Travel: slower everywhere, or closed somewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from quarterhour.arrays import Floats, Mask
from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit
from scenarios.changes.choosing import Outlet, named, no_outlet
from scenarios.network.model import Network
from scenarios.premises import Premises
from scenarios.premises.travel import places, travel_minutes

Mode = Literal["walk", "drive"]
FAR = 240.0
"""Minutes up to which ways without roads are looked for."""
LONGEST = 10_000.0
"""Minutes that a ready matrix may state at most."""
KM = 111.195
"""Kilometres of a degree of latitude."""
TOWARDS = (("zones", "outlets"), ("zones", "sites"), ("outlets", "outlets"), ("partners", "outlets"))
"""Ways that a ready matrix may state: origins and destinations."""


class SlowerTravel(ChangeModel):
    """Travel minutes times a factor, by mode."""

    change: Literal["slower_travel"] = "slower_travel"
    factor: Annotated[float, Field(gt=0, le=20)]
    modes: tuple[Mode, ...] = ("drive",)

    def apply(self, premises: Premises) -> Premises:
        """The premises with slower travel."""
        travel = dict(premises.travel)
        for mode in dict.fromkeys(self.modes):
            travel[mode] = travel.get(mode, 1.0) * self.factor
        return replace(premises, travel=travel)


class Circle(BaseModel):
    """An area: everything within so many kilometres of an outlet or a point."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outlet: Outlet | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    radius_km: Annotated[float, Field(gt=0, le=1000)]

    @model_validator(mode="after")
    def _one_centre(self) -> Circle:
        point = self.latitude is not None and self.longitude is not None
        if (self.outlet is not None) == point or (self.latitude is None) != (self.longitude is None):
            raise PydanticCustomError("one_centre", "an outlet, or latitude and longitude")
        return self


class CloseRoads(ChangeModel):
    """Roads closed: single stretches or all in an area; ways across it that no road describes take longer."""

    change: Literal["close_roads"] = "close_roads"
    roads: tuple[tuple[str, str], ...] = Field(
        (), description="Stretches by both junctions; both directions close"
    )
    area: Circle | None = None
    modes: tuple[Mode, ...] = Field(("drive",), description="For whom they are closed")
    factor: Annotated[float, Field(ge=1, le=1000)] = Field(
        2.0,
        description="Minutes of ready-made ways, and of straight lines where no roads are known, across the area",
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Stretches or an outlet that are not there, and roads of which none would be left."""
        wrong = [
            Unfit("roads", " - ".join(pair), Message("change.unknown_road", {"road": " - ".join(pair)}))
            for pair in self.roads
            if not _stretches(premises.network, [pair]).any()
        ]
        if not self.roads and self.area is None:
            wrong.append(Unfit("roads", "", Message("change.nothing_given", {"keys": "roads, area"})))
        if self.area is not None and self.area.outlet is not None:
            wrong += no_outlet(premises, "area", self.area.outlet)
        if wrong:
            return wrong
        if self.area is not None and np.isnan(self._centre(premises)).any():
            name = str(self.area.outlet)
            return [Unfit("area", name, Message("change.no_place", {"outlet": name}))]
        roads = self._roads(premises)
        if any(not roads[mode].any() for mode in self.modes if len(roads)):
            wrong.append(Unfit("area", "", Message("change.no_road_left")))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with fewer roads, and longer ways in the ready matrix."""
        tables: dict[str, pd.DataFrame] = {}
        network = premises.network
        if network.has("roads"):
            tables["roads"] = self._roads(premises)
        if self.area is not None and (network.has("travel_times") or not network.has("roads")):
            matrix = self._matrix(premises)
            tables |= {"travel_times": matrix} if len(matrix) else {}
        return premises.with_tables(**tables) if tables else premises

    def _centre(self, premises: Premises) -> Floats:
        area = self.area
        if area is None:
            raise ValueError("there is no area.")
        if area.outlet is None:
            return np.array([area.latitude, area.longitude], dtype=float)
        outlets = premises.network.table("outlets").set_index("outlet")
        found: Floats = outlets.loc[named(premises, area.outlet), ["latitude", "longitude"]].to_numpy(dtype=float)
        return found

    def _roads(self, premises: Premises) -> pd.DataFrame:
        """The stretches with those closed that are named or come into the area."""
        network = premises.network
        roads = network.table("roads")
        closed = _stretches(network, self.roads)
        if self.area is not None and len(roads):
            nodes = network.table("road_nodes").set_index("node")[["latitude", "longitude"]]
            ends = [nodes.loc[roads[end]].to_numpy(dtype=float) for end in ("from_node", "to_node")]
            closed |= _crosses(ends[0], ends[1], self._centre(premises), self.area.radius_km)
        return roads.assign(**{mode: roads[mode].astype(bool) & ~closed for mode in self.modes})

    def _matrix(self, premises: Premises) -> pd.DataFrame:
        """The ready matrix with ways across the area longer, and with such ways as no road describes."""
        network = premises.network
        matrix = network.table("travel_times")
        if not network.has("roads"):
            matrix = pd.concat([matrix, *self._ways(premises)], ignore_index=True)
            matrix = matrix.drop_duplicates(["origin", "destination", "mode"], ignore_index=True)
        longer = self._across(premises, matrix) & matrix["mode"].isin(self.modes).to_numpy()
        old = pd.MultiIndex.from_frame(network.table("travel_times")[["origin", "destination", "mode"]])
        told = pd.MultiIndex.from_frame(matrix[["origin", "destination", "mode"]]).isin(old)
        minutes = np.minimum(matrix["minutes"] * np.where(longer, self.factor, 1.0), LONGEST)
        kept = matrix.assign(minutes=minutes)[told | longer]
        return kept.sort_values(["origin", "destination", "mode"], ignore_index=True)

    def _ways(self, premises: Premises) -> list[pd.DataFrame]:
        """Straight lines between all that travel joins, without the scenario's slower travel."""
        every = places(premises.network)
        plain = replace(premises, travel={})
        found = []
        for mode in self.modes:
            for origin, destination in TOWARDS:
                ends = [every[every["table"] == name].reset_index(drop=True) for name in (origin, destination)]
                if len(ends[0]) and len(ends[1]):
                    ways = travel_minutes(plain, ends[0], ends[1], mode, FAR)
                    found.append(ways[ways["origin"] != ways["destination"]].assign(mode=mode))
        return found

    def _across(self, premises: Premises, matrix: pd.DataFrame) -> Mask:
        """Which ways lead straight through the area; those of places without coordinates do not."""
        every = places(premises.network).drop_duplicates("place").set_index("place")[["latitude", "longitude"]]
        ends = [every.reindex(matrix[end]).to_numpy(dtype=float) for end in ("origin", "destination")]
        area = self.area
        return _crosses(ends[0], ends[1], self._centre(premises), area.radius_km if area else 0.0)


def _stretches(network: Network, named_roads: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> Mask:
    """Which stretches are named, in either direction."""
    roads = network.table("roads")
    wanted = {frozenset(pair) for pair in named_roads}
    pairs = zip(roads["from_node"], roads["to_node"], strict=True)
    return np.array([frozenset(pair) in wanted for pair in pairs], dtype=bool)


def _crosses(start: Floats, end: Floats, centre: Floats, radius_km: float) -> Mask:
    """Which straight lines come within the radius of the centre, on a plane around it."""
    scale = np.array([KM, KM * np.cos(np.radians(centre[0]))])
    first, last = (start - centre) * scale, (end - centre) * scale
    way = last - first
    length = (way**2).sum(axis=1)
    along = np.divide(-(first * way).sum(axis=1), length, out=np.zeros_like(length), where=length > 0)
    nearest = first + np.clip(along, 0.0, 1.0)[:, None] * way
    within: Mask = np.hypot(nearest[:, 0], nearest[:, 1]) <= radius_km
    return within
