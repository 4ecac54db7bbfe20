"""Where places meet the road."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from optimize.travel.graph import Graph
from optimize.travel.straight import metres_a_minute, metres_of, on_sphere
from quarterhour.labels import require_columns, require_unique

FURTHEST_METRES = 5000.0
"""Beyond this, a place has no road: a mistyped coordinate is likelier than such an access."""


def snap(
    places: pd.DataFrame,
    nodes: pd.DataFrame,
    graph: Graph,
    *,
    speed_kmh: float,
    detour: float,
    furthest_metres: float = FURTHEST_METRES,
) -> pd.DataFrame:
    """Each place with the nearest node of the graph's largest part and the minutes of access to it.

    Access is the straight line times `detour` at the mode's speed. Only nodes of the largest strongly
    connected component count, since from another one most destinations can not be reached or left.

    Parameters
    ----------
    places
        place, latitude, longitude; without coordinates a place does not snap.
    nodes
        node, latitude, longitude of the graph's nodes.

    Returns
    -------
    pandas.DataFrame
        place, latitude, longitude, node, metres (to the node, NaN for none), minutes (of access), pace
        (minutes a metre off the road, detour included), snapped (False: beyond `furthest_metres` or without
        coordinates; node is then ""), in the order of `places`.
    """
    require_unique(places, ["place"], "places")
    require_columns(nodes, ["node", "latitude", "longitude"], "road nodes")
    usable = nodes[graph.in_largest_part[graph.position(nodes["node"])]]
    metres = np.full(len(places), np.nan)
    node = np.full(len(places), "", dtype=object)
    located = places[["latitude", "longitude"]].notna().all(axis=1).to_numpy()
    if len(usable) and located.any():
        chord, nearest = cKDTree(on_sphere(usable)).query(on_sphere(places[located]))
        metres[located] = metres_of(np.asarray(chord))
        node[located] = usable["node"].to_numpy()[nearest]
    pace = 1.0 / metres_a_minute(speed_kmh, detour)
    snapped = metres <= furthest_metres
    return pd.DataFrame(
        {
            "place": places["place"].to_numpy(),
            "latitude": places["latitude"].to_numpy(dtype=float),
            "longitude": places["longitude"].to_numpy(dtype=float),
            "node": np.where(snapped, node, ""),
            "metres": metres,
            "minutes": metres * pace,
            "pace": np.full(len(places), pace),
            "snapped": snapped,
        }
    ).astype({"place": "str", "node": "str"})
