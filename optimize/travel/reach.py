"""Who reaches what in how many minutes: cutoff Dijkstra in chunks (scipy) from the side with fewer places.

Door to door = access at the origin + shortest way along directed arcs + access at the destination. Two
places that meet the road at the same node go straight to each other where that is shorter, so that
neighbours (and a place and itself) are not sent round by the junction.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from optimize.travel.graph import LEAST_MINUTES, Graph
from optimize.travel.straight import metres_of, on_sphere

CHUNK_CELLS = 4_000_000
"""Sources x nodes of distances held at once: 32 MB."""

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


def minutes(graph: Graph, origins: pd.DataFrame, destinations: pd.DataFrame, *, limit: float) -> pd.DataFrame:
    """origin, destination, minutes of all pairs within `limit` minutes, towards the destination.

    `origins` and `destinations` are frames as `snap` gives them; places that did not snap reach nothing.
    """
    origins, destinations = _on_road(origins), _on_road(destinations)
    backwards = len(destinations) < len(origins)
    near, far = (destinations, origins) if backwards else (origins, destinations)
    matrix = graph.reversed if backwards else graph.matrix
    sources, targets, took = _pairs(matrix, graph, near, far, limit)
    start, end = (targets, sources) if backwards else (sources, targets)
    took = _straight_where_shorter(origins, destinations, start, end, took)
    kept = np.flatnonzero(took <= limit)
    kept = kept[np.lexsort((end[kept], start[kept]))]
    return _labelled(origins, destinations, start[kept], end[kept], took[kept])


def nearest(graph: Graph, origins: pd.DataFrame, destinations: pd.DataFrame, *, limit: float) -> pd.DataFrame:
    """origin, destination, minutes: the nearest destination of each origin that has one within `limit`.

    One run for all destinations together (`min_only`), so a city's map takes milliseconds; ties go to the
    destination that stands first.
    """
    origins, destinations = _on_road(origins), _on_road(destinations)
    if origins.empty or destinations.empty:
        return _labelled(origins, destinations, np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
    distance, source = _from_doors(graph, destinations, limit)
    node = graph.position(origins["node"])
    took = distance[node] + origins["minutes"].to_numpy()
    reached = np.flatnonzero(np.isfinite(took))
    by_road = pd.DataFrame(
        {"start": reached, "end": source[node[reached]] - len(graph.nodes), "took": took[reached]}
    )
    both = pd.concat([by_road, _straight_at_same_node(origins, destinations)], ignore_index=True)
    both = both[both["took"] <= limit].sort_values(["start", "took", "end"]).drop_duplicates("start")
    return _labelled(
        origins,
        destinations,
        both["start"].to_numpy(np.intp),
        both["end"].to_numpy(np.intp),
        both["took"].to_numpy(float),
    )


def node_minutes(graph: Graph, destinations: pd.DataFrame, *, limit: float) -> Array:
    """Minutes from each of the graph's nodes to the nearest door; infinite beyond `limit`.

    `destinations` as `snap` gives them; places that did not snap are reached from nowhere.
    """
    destinations = _on_road(destinations)
    if destinations.empty:
        return np.full(len(graph.nodes), np.inf)
    return _from_doors(graph, destinations, limit)[0][: len(graph.nodes)]


def _from_doors(graph: Graph, destinations: pd.DataFrame, limit: float) -> tuple[Array, Positions]:
    """Minutes to the nearest door of each node, doors last, and which door that is (counted as nodes are)."""
    distance, _, source = csgraph.dijkstra(
        _with_doors(graph, destinations),
        indices=np.arange(len(graph.nodes), len(graph.nodes) + len(destinations)),
        limit=limit,
        min_only=True,
        return_predecessors=True,
    )
    return distance, source.astype(np.intp)


def _on_road(places: pd.DataFrame) -> pd.DataFrame:
    return places[places["snapped"].to_numpy(dtype=bool)].reset_index(drop=True)


def _pairs(
    matrix: sparse.csr_array, graph: Graph, near: pd.DataFrame, far: pd.DataFrame, limit: float
) -> tuple[Positions, Positions, Array]:
    """Positions in `near` and `far` and the minutes of each pair within `limit`."""
    target, out = graph.position(far["node"]), far["minutes"].to_numpy()
    source, row_of = np.unique(graph.position(near["node"]), return_inverse=True)
    access = near["minutes"].to_numpy()
    order = np.argsort(row_of, kind="stable")
    step = max(1, CHUNK_CELLS // max(1, len(graph.nodes)))
    found: list[tuple[Positions, Positions, Array]] = []
    for first in range(0, len(source), step):
        distance = csgraph.dijkstra(matrix, indices=source[first : first + step], limit=limit)[:, target]
        inside = order[np.searchsorted(row_of[order], first) : np.searchsorted(row_of[order], first + step)]
        on_road = distance[row_of[inside] - first]
        rows, columns = np.nonzero(on_road <= limit)
        way = on_road[rows, columns]
        took = way + access[inside[rows]] + out[columns]
        # The same node's pairs stay whatever the sum of access: they may yet go straight.
        kept = (took <= limit) | (way == 0.0)
        found.append((inside[rows[kept]], columns[kept], took[kept]))
    if not found:
        return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
    sources, targets, minutes_ = zip(*found, strict=True)
    return np.concatenate(sources), np.concatenate(targets), np.concatenate(minutes_)


def _straight_where_shorter(
    origins: pd.DataFrame, destinations: pd.DataFrame, start: Positions, end: Positions, took: Array
) -> Array:
    same = np.flatnonzero(origins["node"].to_numpy()[start] == destinations["node"].to_numpy()[end])
    if not len(same):
        return took
    chord = np.linalg.norm(on_sphere(origins)[start[same]] - on_sphere(destinations)[end[same]], axis=1)
    shorter = took.copy()
    shorter[same] = np.minimum(took[same], metres_of(chord) * origins["pace"].to_numpy()[start[same]])
    return shorter


def _straight_at_same_node(origins: pd.DataFrame, destinations: pd.DataFrame) -> pd.DataFrame:
    start = origins[["node"]].assign(start=np.arange(len(origins)), access=origins["minutes"])
    end = destinations[["node"]].assign(end=np.arange(len(destinations)), out=destinations["minutes"])
    pairs = start.merge(end, on="node")
    took = _straight_where_shorter(
        origins,
        destinations,
        pairs["start"].to_numpy(np.intp),
        pairs["end"].to_numpy(np.intp),
        (pairs["access"] + pairs["out"]).to_numpy(float),
    )
    return pairs[["start", "end"]].assign(took=took)


def _with_doors(graph: Graph, destinations: pd.DataFrame) -> sparse.csr_array:
    """The reversed graph with one more node a destination, joined to its road node by the access minutes."""
    count, size = len(destinations), len(graph.nodes)
    access = np.maximum(destinations["minutes"].to_numpy(), LEAST_MINUTES)
    doors = sparse.csr_array(
        (access, (np.arange(count), graph.position(destinations["node"]))), shape=(count, size + count)
    )
    roads = sparse.csr_array(
        (graph.reversed.data, graph.reversed.indices, graph.reversed.indptr), shape=(size, size + count)
    )
    return cast("sparse.csr_array", sparse.vstack([roads, doors], format="csr"))


def _labelled(
    origins: pd.DataFrame, destinations: pd.DataFrame, start: Positions, end: Positions, took: Array
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin": origins["place"].to_numpy()[start],
            "destination": destinations["place"].to_numpy()[end],
            "minutes": took,
        }
    ).astype({"origin": "str", "destination": "str", "minutes": float})
