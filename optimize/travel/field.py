"""Minutes to the nearest destination everywhere on a raster, as places there would travel.

A raster cell is a place like any other: it meets the road at the nearest node of the largest part and pays the
access; from there one run of Dijkstra over the reversed roads for all destinations together (`min_only`) says
the rest. So the field at a zone's coordinates is the zone's own minutes, to the size of a cell. Without roads the
field is the straight line to the nearest destination, with its detour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from optimize.travel.graph import Graph
from optimize.travel.reach import node_minutes
from optimize.travel.straight import EARTH_METRES, Array, metres_a_minute, metres_of, on_sphere

METRES_A_DEGREE = EARTH_METRES * np.pi / 180.0
CELLS = 500
"""Cells along the longer side of the raster."""
FINEST_METRES = 25.0
"""Smaller cells would draw what no street map knows."""

AXES = ["latitude", "longitude"]
Meet = Callable[[pd.DataFrame], pd.DataFrame]
"""Places (place, latitude, longitude) with where they meet the road, as `snap` gives them."""


@dataclass(frozen=True, eq=False)
class Field:
    """A raster of minutes, cell by cell from south to north and west to east.

    Attributes
    ----------
    latitude, longitude
        Degrees of the rows and the columns.
    minutes
        rows x columns; infinite beyond `limit`.
    step
        Minutes that the width of a cell takes off the road.
    """

    latitude: Array
    longitude: Array
    minutes: Array
    limit: float
    step: float


def road_field(
    graph: Graph,
    nodes: pd.DataFrame,
    meet: Meet,
    destinations: pd.DataFrame,
    *,
    speed_kmh: float,
    detour: float,
    limit: float,
) -> Field | None:
    """The field over roads; None where no destination meets the road.

    Parameters
    ----------
    nodes
        node, latitude, longitude of the graph's nodes.
    destinations
        place, latitude, longitude.
    """
    met = meet(destinations)
    met = met[met["snapped"].to_numpy(dtype=bool)]
    if met.empty:
        return None
    to_node = node_minutes(graph, met, limit=limit)
    # Doors too: one may be further from its node than the limit brings anybody.
    minutes = to_node[graph.position(nodes["node"])]
    near = np.isfinite(minutes)
    at_nodes = nodes.loc[near, AXES]
    ends = pd.concat([at_nodes, met[AXES]], ignore_index=True)
    left = np.concatenate([limit - minutes[near], np.full(len(met), limit)])
    raster = _raster(ends, left, 1.0 / metres_a_minute(speed_kmh, detour), limit)
    cells = meet(_places(raster))
    at = np.where(cells["snapped"], graph.nodes.get_indexer(pd.Index(cells["node"])), 0)
    took = np.where(cells["snapped"], to_node[at] + cells["minutes"], np.inf)
    return _filled(raster, np.minimum(took, _beside(met, cells, speed_kmh, detour)))


def straight_field(destinations: pd.DataFrame, *, speed_kmh: float, detour: float, limit: float) -> Field | None:
    """The field as the crow flies; None where there is no destination with coordinates."""
    located = destinations.dropna(subset=AXES)
    if located.empty:
        return None
    pace = 1.0 / metres_a_minute(speed_kmh, detour)
    raster = _raster(located, np.full(len(located), limit), pace, limit)
    chord, _ = cKDTree(on_sphere(located)).query(on_sphere(_places(raster)))
    return _filled(raster, metres_of(np.asarray(chord)) * pace)


def _raster(spots: pd.DataFrame, left: Array, pace: float, limit: float) -> Field:
    """An empty raster around all that lies within the minutes `left` at each of the spots, off the road."""
    latitude, longitude = (spots[axis].to_numpy(dtype=float) for axis in AXES)
    shrink = max(float(np.cos(np.radians((latitude.min() + latitude.max()) / 2))), 0.01)
    around = left / pace / METRES_A_DEGREE
    south, north = float((latitude - around).min()), float((latitude + around).max())
    west, east = float((longitude - around / shrink).min()), float((longitude + around / shrink).max())
    wide, high = (east - west) * shrink, north - south
    cell = max(max(wide, high) / CELLS, FINEST_METRES / METRES_A_DEGREE)
    rows, columns = (int(np.ceil(side / cell)) + 3 for side in (high, wide))
    return Field(
        south + cell * (np.arange(rows, dtype=np.float64) - 1),
        west + cell / shrink * (np.arange(columns, dtype=np.float64) - 1),
        np.empty((rows, columns)),
        limit,
        cell * METRES_A_DEGREE * pace,
    )


def _places(raster: Field) -> pd.DataFrame:
    latitude, longitude = np.meshgrid(raster.latitude, raster.longitude, indexing="ij")
    return pd.DataFrame(
        {"place": np.arange(latitude.size), "latitude": latitude.ravel(), "longitude": longitude.ravel()}
    )


def _beside(met: pd.DataFrame, cells: pd.DataFrame, speed_kmh: float, detour: float) -> Array:
    """Straight to the nearest destination that meets the road at the same node; infinite where none does."""
    chord, nearest = cKDTree(on_sphere(met)).query(on_sphere(cells))
    same = met["node"].to_numpy()[nearest] == cells["node"].to_numpy()
    straight: Array = metres_of(np.asarray(chord)) / metres_a_minute(speed_kmh, detour)
    return np.where(same, straight, np.inf)


def _filled(raster: Field, took: Array) -> Field:
    kept = np.where(took <= raster.limit + raster.step, took, np.inf)
    return Field(raster.latitude, raster.longitude, kept.reshape(raster.minutes.shape), raster.limit, raster.step)
