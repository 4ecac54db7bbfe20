"""Figures on streets counted again from a network's tables: a heap Dijkstra, brute-force doors, maximum flow.

Shares no code with the program's travel and coverage.
"""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from scenarios.network import Network

WALK_KMH, CIRCLE, ROOM = 4.8, 15.0, 5000
"""Walking speed, minutes of the circle, residents of a station."""
METRES_A_MINUTE, EARTH = WALK_KMH * 1000 / 60, 6_371_008.8
Ways = dict[str, list[tuple[str, float]]]
Doors = dict[str, tuple[str, float]]


def covered_again(network: Network, detour: float) -> int:
    """Residents with an outlet within the circle, by one heap Dijkstra from all outlets at once."""
    ways, doors = _streets(network), _doors(network, detour)
    begin: dict[str, float] = {}
    for outlet in network.table("outlets")["outlet"]:
        node, access = doors[outlet]
        begin[node] = min(begin.get(node, np.inf), access)
    best, beside = _dijkstra(ways, begin, CIRCLE), _beside(network, doors, "outlets", "outlet", detour)
    zones = network.table("zones")
    total = 0
    for zone, residents in zip(zones["zone"], zones["residents"], strict=True):
        node, access = doors[zone]
        if min(best.get(node, np.inf) + access, beside.get(zone, np.inf)) <= CIRCLE:
            total += int(residents)
    return total


def _beside(network: Network, doors: Doors, table: str, key: str, detour: float) -> dict[str, float]:
    """Minutes straight from each zone to the nearest of the places that meet the road at the same node."""
    zones, places = network.table("zones"), network.table(table)
    at: dict[str, list[npt.NDArray[np.float64]]] = {}
    for label, spot in zip(places[key], _sphere(places), strict=True):
        at.setdefault(doors[label][0], []).append(spot)
    found: dict[str, float] = {}
    for zone, spot in zip(zones["zone"], _sphere(zones), strict=True):
        near = at.get(doors[zone][0], [])
        found[zone] = min((_metres(spot, other) for other in near), default=np.inf) * detour / METRES_A_MINUTE
    return found


def _metres(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(2 * EARTH * np.arcsin(np.linalg.norm(one - other) / 2))


def placed_again(network: Network, detour: float, stations: dict[str, int]) -> int:
    """Residents who find a place at these stations (by site), by a heap Dijkstra and maximum flow."""
    ways, doors = _streets(network), _doors(network, detour)
    zones, sites = network.table("zones"), network.table("sites")
    homes, spots = _sphere(zones), dict(zip(sites["site"], _sphere(sites), strict=True))
    rows, columns = [], []
    for column, site in enumerate(stations):
        node, access = doors[site]
        best = _dijkstra(ways, {node: access}, CIRCLE)
        for row, zone in enumerate(zones["zone"]):
            at, out = doors[zone]
            straight = _metres(homes[row], spots[site]) * detour / METRES_A_MINUTE if at == node else np.inf
            if min(best.get(at, np.inf) + out, straight) <= CIRCLE:
                rows.append(row)
                columns.append(column)
    people = zones["residents"].astype(int).to_numpy()
    height, width = len(people), len(stations)
    source, sink = height + width, height + width + 1
    begin = [*np.full(height, source), *rows, *(height + np.arange(width))]
    end = [*np.arange(height), *(height + np.array(columns)), *np.full(width, sink)]
    room = [*people, *people[rows], *(ROOM * count for count in stations.values())]
    flow = sparse.csr_array((np.array(room, dtype=np.int32), (begin, end)), shape=(sink + 1, sink + 1))
    return int(csgraph.maximum_flow(flow, source, sink).flow_value)


def _streets(network: Network) -> Ways:
    """Neighbours and minutes of each road node on foot, both ways."""
    ways: Ways = {}
    roads = network.table("roads")
    for a, b, metres, walk in zip(
        roads["from_node"], roads["to_node"], roads["metres"], roads["walk"], strict=True
    ):
        if walk:
            took = metres / METRES_A_MINUTE
            ways.setdefault(a, []).append((b, took))
            ways.setdefault(b, []).append((a, took))
    return ways


def _doors(network: Network, detour: float) -> Doors:
    """Each place's road node and the minutes to it: the nearest of the largest part, by brute force."""
    ways = _streets(network)
    inside = _largest_part(ways)
    nodes = network.table("road_nodes")
    nodes = nodes[nodes["node"].isin(inside)]
    at = _sphere(nodes)
    doors: Doors = {}
    for table, key in (("zones", "zone"), ("outlets", "outlet"), ("sites", "site")):
        places = network.table(table)
        for label, spot in zip(places[key], _sphere(places), strict=True):
            apart = np.einsum("ij,ij->i", at - spot, at - spot)
            near = int(np.argmin(apart))
            doors[label] = (nodes["node"].iloc[near], _metres(at[near], spot) * detour / METRES_A_MINUTE)
    return doors


def _sphere(places: pd.DataFrame) -> npt.NDArray[np.float64]:
    lat, lon = np.radians(places["latitude"].to_numpy(float)), np.radians(places["longitude"].to_numpy(float))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _largest_part(ways: Ways) -> set[str]:
    left, largest = set(ways), set[str]()
    while left:
        part, edge = set[str](), [next(iter(left))]
        while edge:
            node = edge.pop()
            if node not in part:
                part.add(node)
                edge.extend(end for end, _ in ways[node])
        left -= part
        largest = max(largest, part, key=len)
    return largest


def _dijkstra(ways: Ways, begin: dict[str, float], limit: float) -> dict[str, float]:
    best: dict[str, float] = {}
    heap = [(took, node) for node, took in begin.items()]
    heapq.heapify(heap)
    while heap:
        took, node = heapq.heappop(heap)
        if node in best or took > limit:
            continue
        best[node] = took
        for end, more in ways.get(node, []):
            if end not in best:
                heapq.heappush(heap, (took + more, end))
    return best
