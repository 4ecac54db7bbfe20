"""Travel minutes worked out again: a heap Dijkstra in plain Python over the organisation's roads."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from quarterhour.arrays import Floats
from scenarios.evaluate.facts import Facts

EARTH = 6_371_008.8
FURTHEST_METRES = 5000.0
"""A place further than this from every road does not meet the road."""
Place = tuple[str, float, float]


@dataclass(frozen=True)
class Ways:
    """Minutes towards a set of destinations, door to door, by one mode.

    Attributes
    ----------
    minutes
        (origin, destination) to minutes, only within the limit.
    """

    minutes: Mapping[tuple[str, str], float]


def metres(first: Place, second: Place) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(math.radians, (first[1], first[2], second[1], second[2]))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def ways(facts: Facts, origins: list[Place], destinations: list[Place], mode: str, limit: float) -> Ways:
    """All pairs within `limit` minutes: the matrix first, then roads, then the straight line."""
    settings = facts.network.settings
    factor = facts.travel.get(mode, 1.0)
    speed = settings.walk_speed if mode == "walk" else settings.drive_speed
    pace = settings.detour_factor / (speed * 1000 / 60)
    if facts.network.table("roads").empty or facts.network.table("road_nodes").empty:
        found = {(a[0], b[0]): metres(a, b) * pace for a in origins for b in destinations}
    else:
        found = _by_road(facts, origins, destinations, mode, limit / factor, pace)
    for origin, destination, kind, took in facts.network.table("travel_times").itertuples(index=False):
        if kind == mode:
            found[str(origin), str(destination)] = float(took)
    asked = {(a[0], b[0]) for a in origins for b in destinations}
    kept = {pair: took * factor for pair, took in found.items() if pair in asked and took <= limit / factor}
    return Ways(kept)


def _by_road(
    facts: Facts, origins: list[Place], destinations: list[Place], mode: str, limit: float, pace: float
) -> dict[tuple[str, str], float]:
    arcs = _arcs(facts, mode)
    nodes = _usable_nodes(facts, arcs)
    at = np.radians([node[1:] for node in nodes])
    starts = {place[0]: _nearest(place, nodes, at, pace) for place in origins}
    backwards: dict[str, list[tuple[str, float]]] = {}
    for (start, end), took in arcs.items():
        backwards.setdefault(end, []).append((start, took))
    found: dict[tuple[str, str], float] = {}
    for destination in destinations:
        door = _nearest(destination, nodes, at, pace)
        if door is None:
            continue
        reached = _dijkstra(backwards, door[0], limit)
        for origin in origins:
            access = starts[origin[0]]
            if access is None or access[0] not in reached:
                continue
            took = access[1] + reached[access[0]] + door[1]
            if access[0] == door[0]:
                took = min(took, metres(origin, destination) * pace)
            found[origin[0], destination[0]] = took
    return found


def _arcs(facts: Facts, mode: str) -> dict[tuple[str, str], float]:
    """Directed arcs with their minutes; of parallel ones the shortest."""
    settings = facts.network.settings
    arcs: dict[tuple[str, str], float] = {}
    roads = facts.network.table("roads")
    usable = roads[roads[mode].astype(bool)]
    for start, end, length, speed, oneway in zip(
        usable["from_node"],
        usable["to_node"],
        usable["metres"],
        usable["drive_speed"],
        usable["oneway"],
        strict=True,
    ):
        kmh = settings.walk_speed if mode == "walk" else (settings.drive_speed if pd.isna(speed) else float(speed))
        took = float(length) / 1000 / kmh * 60
        both = [(start, end)] if oneway and mode == "drive" else [(start, end), (end, start)]
        for arc in both:
            arcs[arc] = min(took, arcs.get(arc, math.inf))
    return arcs


def _usable_nodes(facts: Facts, arcs: Mapping[tuple[str, str], float]) -> list[Place]:
    """Nodes that reach most others and are reached by them: the largest strong component, the first of equals."""
    table = facts.network.table("road_nodes")
    position = {node: row for row, node in enumerate(table["node"])}
    rows, columns = zip(*((position[a], position[b]) for a, b in arcs), strict=True)
    matrix = coo_array(([1] * len(rows), (rows, columns)), shape=(len(table), len(table)))
    _, part = connected_components(matrix.tocsr(), directed=True, connection="strong")
    sizes = Counter(part)
    kept = table[part == max(part, key=lambda one: sizes[one])]
    return [
        (str(node), float(lat), float(lon))
        for node, lat, lon in zip(kept["node"], kept["latitude"], kept["longitude"], strict=True)
    ]


def _nearest(place: Place, nodes: list[Place], at: Floats, pace: float) -> tuple[str, float] | None:
    """The nearest node and the minutes to it, None where all are too far; `at` is where they lie, in radians.

    By the square of half the chord first, which grows with the distance; the distance itself is that of `metres`.
    """
    here = np.radians(place[1:])
    half = np.sin((at - here) / 2) ** 2
    apart = half[:, 0] + np.cos(here[0]) * np.cos(at[:, 0]) * half[:, 1]
    close = np.flatnonzero(apart <= apart.min() * (1 + 1e-6) + 1e-18)
    length, node = min((metres(place, nodes[row]), nodes[row][0]) for row in close.tolist())
    return (node, length * pace) if length <= FURTHEST_METRES else None


def _dijkstra(arcs: Mapping[str, list[tuple[str, float]]], source: str, limit: float) -> dict[str, float]:
    done: dict[str, float] = {}
    queue = [(0.0, source)]
    while queue:
        took, node = heapq.heappop(queue)
        if node in done or took > limit:
            continue
        done[node] = took
        for neighbour, minutes in arcs.get(node, []):
            if neighbour not in done:
                heapq.heappush(queue, (took + minutes, neighbour))
    return done
