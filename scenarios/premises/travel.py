"""Travel minutes between everything that has a place: zones, outlets, sites, key places, partners.

A ready matrix wins over roads, roads over the straight line with its detour factor. A scenario's factors
slow all of them alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.travel import Graph, minutes, overlay, snap, straight_line
from scenarios.network.model import Network
from scenarios.premises.premises import Premises

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


def _of(network: Network, table: str) -> pd.DataFrame:
    every = places(network)
    return every[every["table"] == table].reset_index(drop=True)


def _reach(network: Network) -> float:
    return max(network.settings.surge_minutes, network.settings.transfer_reach_minutes)


def _speed(network: Network, mode: str) -> float:
    return network.settings.walk_speed if mode == "walk" else network.settings.drive_speed


def _by_roads(
    network: Network, origins: pd.DataFrame, destinations: pd.DataFrame, mode: str, limit: float
) -> pd.DataFrame:
    detour, speed = network.settings.detour_factor, _speed(network, mode)
    if not (network.has("roads") and network.has("road_nodes")) or network.table("roads").empty:
        return straight_line(origins, destinations, speed_kmh=speed, detour=detour, limit=limit)
    graph = _graph(network, mode)
    nodes = network.table("road_nodes")
    snapped = [snap(side, nodes, graph, speed_kmh=speed, detour=detour) for side in (origins, destinations)]
    return minutes(graph, snapped[0], snapped[1], limit=limit)


def _graph(network: Network, mode: str) -> Graph:
    roads = network.table("roads")
    usable = roads[roads[mode].astype(bool)]
    default = _speed(network, mode)
    speed = np.full(len(usable), default) if mode == "walk" else usable["drive_speed"].fillna(default).to_numpy()
    took = usable["metres"].to_numpy(dtype=float) / 1000.0 / speed.astype(float) * 60.0
    there = pd.DataFrame({"from_node": usable["from_node"], "to_node": usable["to_node"], "minutes": took})
    both_ways = usable["oneway"].to_numpy(dtype=bool) & (mode == "drive")
    back = there[~both_ways].rename(columns={"from_node": "to_node", "to_node": "from_node"})
    return Graph.of(network.table("road_nodes")["node"], pd.concat([there, back], ignore_index=True))


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
