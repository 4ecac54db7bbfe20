"""The coverage problem of a network."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.values import CoverageProblem
from scenarios.network.model import Network
from scenarios.premises import Premises
from scenarios.premises.travel import places, travel_minutes

FURTHEST = 60.0
"""Minutes beyond which a point is out of reach of residents, whatever their circle."""
NEEDED = {"hub": "terminal_24h", "mall": "multilingual", "hospital": "barrier_free"}
"""Equipment that a key place's tier asks for."""


def coverage_problem(premises: Premises) -> CoverageProblem:
    """Residents, service points and minutes of the network as changed."""
    network = premises.network
    settings = network.settings
    zones = zone_table(network)
    points = point_table(premises)
    return CoverageProblem(
        zones=zones.drop(columns=["mode", "latitude", "longitude"]),
        points=points.drop(columns=["latitude", "longitude"]),
        minutes=_zone_minutes(premises, zones, points),
        key_places=_key_places(premises),
        budget=settings.budget,
        price_unserved=settings.price_resident_unserved,
        seed=settings.seed,
    )


def zone_table(network: Network) -> pd.DataFrame:
    """Residents by zone with travel mode and circle, the defaults filled in."""
    zones = network.table("zones")
    default = zones["kind"].map({"urban": "walk", "rural": "drive"}).astype("str")
    columns = ["zone", "region", "kind", "latitude", "longitude"]
    return zones[columns].assign(
        mode=zones["mode"].where(zones["mode"] != "", default),
        residents=zones["residents"].astype(int),
        children=zones["children"].astype(int),
        elderly=zones["elderly"].astype(int),
        circle_minutes=zones["circle_minutes"].astype(float).fillna(float(network.settings.circle_minutes)),
    )


def point_table(premises: Premises) -> pd.DataFrame:
    """Outlets where residents come in person, and sites; a scenario's closed outlets are left out."""
    network = premises.network
    capacity = float(network.settings.residents_per_station)
    outlets = network.table("outlets")
    standing = outlets[(outlets["kind"] != "call_desk") & ~outlets["outlet"].isin(premises.closed)]
    standing = standing.rename(columns={"outlet": "point"}).assign(role="existing", opening_cost=0.0)
    sites = network.table("sites").rename(columns={"site": "point"})
    columns = ["point", "name", "region", "role", "kind", "latitude", "longitude"]
    money = ["capacity_residents", "monthly_cost", "opening_cost"]
    both = pd.concat([standing[columns + money], sites[columns + money]], ignore_index=True)
    both = both.dropna(subset=["latitude", "longitude"])
    both[money] = both[money].astype(float)
    return both.assign(capacity_residents=both["capacity_residents"].fillna(capacity)).reset_index(drop=True)


def _zone_minutes(premises: Premises, zones: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """zone, point, minutes: each zone by its own mode, towards the point."""
    destinations = points.rename(columns={"point": "place"})
    limit = max(FURTHEST, float(zones["circle_minutes"].max()) if len(zones) else 0.0)
    found = [
        travel_minutes(premises, part.rename(columns={"zone": "place"}), destinations, str(mode), limit)
        for mode, part in zones.groupby("mode")
    ]
    if not found:
        return pd.DataFrame({"zone": pd.Series(dtype="str"), "point": pd.Series(dtype="str"), "minutes": []})
    joined = pd.concat(found, ignore_index=True)
    return joined.rename(columns={"origin": "zone", "destination": "point"})[["zone", "point", "minutes"]]


def _key_places(premises: Premises) -> pd.DataFrame:
    """Each key place with its nearest outlet on foot, and whether that has what the tier asks for."""
    network = premises.network
    named = network.table("key_places")[["place", "name", "kind"]]
    every = places(network)
    outlets = every[(every["table"] == "outlets") & ~every["place"].isin(premises.closed)]
    spots = every[every["table"] == "key_places"]
    reach = travel_minutes(premises, spots, outlets, "walk", FURTHEST)
    nearest = reach.sort_values(["origin", "minutes", "destination"]).drop_duplicates("origin")
    nearest = nearest.rename(columns={"origin": "place", "destination": "point"})
    joined = named.merge(nearest, on="place", how="left", validate="one_to_one")
    machines = network.table("equipment")
    there = set(zip(machines["outlet"], machines["kind"], strict=True))
    needed = joined["kind"].map(NEEDED).astype("str")
    point = joined["point"].fillna("")
    equipped = np.array([pair in there for pair in zip(point, needed, strict=True)], dtype=bool)
    return joined.assign(needed=needed, point=point, equipped=equipped)
