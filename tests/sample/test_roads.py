"""The sample's road graph and places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scenarios.network import Network

EARTH_METRES = 6_371_000.0


def apart(one: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    """Great-circle metres, row by row (haversine)."""
    a, b = (np.radians(frame[["latitude", "longitude"]].to_numpy(dtype=float)) for frame in (one, other))
    half = np.sin((a - b) / 2) ** 2
    chord = half[:, 0] + np.cos(a[:, 0]) * np.cos(b[:, 0]) * half[:, 1]
    metres: np.ndarray = 2 * EARTH_METRES * np.arcsin(np.sqrt(chord))
    return metres


def test_everybody_can_drive_from_everywhere_to_everywhere(city: Network, tiny: Network) -> None:
    """The graph of cars, one-way streets kept, is one strong component without stray junctions."""
    for network in (city, tiny):
        nodes, roads = network.table("road_nodes"), network.table("roads")
        number = pd.Series(np.arange(len(nodes)), index=nodes["node"])
        begin, end = number[roads["from_node"]].to_numpy(), number[roads["to_node"]].to_numpy()
        back = ~roads["oneway"].to_numpy()
        rows, columns = np.concatenate([begin, end[back]]), np.concatenate([end, begin[back]])
        graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(nodes), len(nodes)))
        assert connected_components(graph, connection="strong")[0] == 1
    assert 0.05 < city.table("roads")["oneway"].mean() < 0.3


def test_no_road_is_shorter_than_the_straight_line(city: Network) -> None:
    """Lengths agree with the coordinates, to the rounding of both."""
    nodes, roads = city.table("road_nodes").set_index("node"), city.table("roads")
    straight = apart(nodes.loc[roads["from_node"]], nodes.loc[roads["to_node"]])
    assert (roads["metres"].to_numpy() >= straight * 0.995 - 0.5).all()
    assert (roads["metres"].to_numpy() <= straight * 1.3 + 0.5).all()
    assert not roads.duplicated(["from_node", "to_node"]).any()


def test_every_outlet_and_zone_lies_near_a_junction(city: Network) -> None:
    """Nothing is further than 1.5 km from the roads, so that snapping to a junction tells the truth."""
    nodes = city.table("road_nodes")[["latitude", "longitude"]].to_numpy()
    for table in ("outlets", "zones", "sites", "partners", "key_places"):
        at = city.table(table)[["latitude", "longitude"]].to_numpy()
        north = (at[:, None, 0] - nodes[None, :, 0]) * 111_195
        east = (at[:, None, 1] - nodes[None, :, 1]) * 111_195 * np.cos(np.radians(30.62))
        assert np.hypot(north, east).min(axis=1).max() < 1_500, table
