"""Travel minutes between everything that has a place: zones, outlets, sites, key places, partners.

A ready matrix wins over roads, roads over the straight line with its detour factor. A scenario's factors
slow all of them alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.travel import minutes, overlay, straight_line
from scenarios.network.model import Network
from scenarios.premises.premises import Premises
from scenarios.premises.roads import roads_of, speed_of

MODES = ("walk", "drive")


def places(network: Network) -> pd.DataFrame:
    """place, table, latitude, longitude of everything on the map; what has no coordinates is absent."""
    keys = {"outlets": "outlet", "sites": "site", "zones": "zone", "partners": "partner", "key_places": "place"}
    frames = [
        network.table(table)[[key, "latitude", "longitude"]].rename(columns={key: "place"}).assign(table=table)
        for table, key in keys.items()
    ]
    return pd.concat(frames, ignore_index=True).dropna(subset=["latitude", "longitude"]).reset_index(drop=True)


def travel_minutes(
    premises: Premises, origins: pd.DataFrame, destinations: pd.DataFrame, mode: str, limit: float
) -> pd.DataFrame:
    """origin, destination, minutes of one mode up to `limit` minutes; frames as `places` gives them."""
    factor = premises.travel.get(mode, 1.0)
    network = premises.network
    found = _by_roads(network, origins, destinations, mode, limit / factor)
    found = _overlay(network, found, origins, destinations, mode, limit / factor)
    return found.assign(minutes=found["minutes"] * factor).reset_index(drop=True)


def between_outlets(premises: Premises) -> pd.DataFrame:
    """outlet, other, minutes by car between all outlets that have a place."""
    outlets = _of(premises.network, "outlets")
    found = travel_minutes(premises, outlets, outlets, "drive", _reach(premises.network))
    found = found[found["origin"] != found["destination"]]
    return found.rename(columns={"origin": "outlet", "destination": "other"}).reset_index(drop=True)


def from_partners(premises: Premises) -> pd.DataFrame:
    """partner, outlet, minutes by car."""
    network = premises.network
    found = travel_minutes(premises, _of(network, "partners"), _of(network, "outlets"), "drive", _reach(network))
    return found.rename(columns={"origin": "partner", "destination": "outlet"})


def from_place(premises: Premises, outlet: str, place: tuple[float, float]) -> pd.DataFrame:
    """outlet, other, minutes by car from where an outlet was, to all other outlets."""
    network = premises.network
    origin = pd.DataFrame({"place": [outlet], "latitude": [place[0]], "longitude": [place[1]]})
    outlets = _of(network, "outlets")
    others = outlets[outlets["place"] != outlet].reset_index(drop=True)
    found = travel_minutes(premises, origin, others, "drive", _reach(network))
    return found.rename(columns={"origin": "outlet", "destination": "other"}).reset_index(drop=True)


def off_road(premises: Premises, places: pd.DataFrame, mode: str) -> pd.DataFrame:
    """place, mode, metres, reason, mend of places that do not meet the road of a mode: they reach nothing by it.

    `places` has place, latitude, longitude. `metres` to the nearest road is NaN where a place has no coordinates.
    Places with coordinates and minutes of their own in the ready matrix are not listed; where no roads are known,
    only those without coordinates are.
    """
    network = premises.network
    roads = roads_of(network, mode)
    located = places[["latitude", "longitude"]].notna().all(axis=1).to_numpy()
    if roads is None:
        snapped = pd.DataFrame({"place": places["place"], "metres": np.nan, "snapped": located})
    else:
        snapped = roads.meet(places, network.settings.detour_factor)
    matrix = network.table("travel_times")
    ready = matrix[matrix["mode"] == mode]
    known = places["place"].isin(ready["origin"]) | places["place"].isin(ready["destination"])
    lost = ~snapped["snapped"].to_numpy(dtype=bool) & ~(known.to_numpy() & located)
    found = pd.DataFrame(
        {
            "place": places["place"],
            "mode": mode,
            "metres": snapped["metres"].to_numpy(),
            "reason": np.where(located, "coverage.off_road", "coverage.no_coordinates"),
            "mend": np.where(located, "coverage.check_place", "coverage.give_place"),
        }
    ).astype({"place": "str", "mode": "str", "reason": "str", "mend": "str"})
    return found[lost].reset_index(drop=True)


def _of(network: Network, table: str) -> pd.DataFrame:
    every = places(network)
    return every[every["table"] == table].reset_index(drop=True)


def _reach(network: Network) -> float:
    return max(network.settings.surge_minutes, network.settings.transfer_reach_minutes)


def _by_roads(
    network: Network, origins: pd.DataFrame, destinations: pd.DataFrame, mode: str, limit: float
) -> pd.DataFrame:
    detour, roads = network.settings.detour_factor, roads_of(network, mode)
    if roads is None:
        return straight_line(origins, destinations, speed_kmh=speed_of(network, mode), detour=detour, limit=limit)
    snapped = [roads.meet(side, detour) for side in (origins, destinations)]
    return minutes(roads.graph, snapped[0], snapped[1], limit=limit)


def _overlay(
    network: Network,
    found: pd.DataFrame,
    origins: pd.DataFrame,
    destinations: pd.DataFrame,
    mode: str,
    limit: float,
) -> pd.DataFrame:
    """The organisation's own matrix wins over what was computed."""
    matrix = network.table("travel_times")
    ready = matrix[
        (matrix["mode"] == mode)
        & matrix["origin"].isin(origins["place"])
        & matrix["destination"].isin(destinations["place"])
    ][["origin", "destination", "minutes"]]
    return overlay(found, ready, limit=limit)
