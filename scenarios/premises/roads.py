"""The road graph of a network by mode, built once: many questions are asked of the same roads.

Networks are never edited, so that two with the same frames of roads and nodes have the same graph; what a scenario
leaves alone keeps its frame and shares it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.travel import Graph, snap
from scenarios.network.model import Network

KEPT = 4
"""Graphs held at once: two modes of a base and of one scenario."""


@dataclass(frozen=True, eq=False)
class Roads:
    """The roads that one mode may use.

    Attributes
    ----------
    nodes, stretches
        The network's tables `road_nodes` and `roads`.
    default_speed
        km/h of the mode where a road has none of its own.
    """

    nodes: pd.DataFrame
    stretches: pd.DataFrame
    mode: str
    default_speed: float

    @cached_property
    def graph(self) -> Graph:
        """Directed minutes from node to node; people on foot walk both ways."""
        usable = self.stretches[self.stretches[self.mode].astype(bool)]
        on_foot = self.mode == "walk"
        own = np.full(len(usable), self.default_speed)
        speed = own if on_foot else usable["drive_speed"].fillna(self.default_speed).to_numpy(dtype=float)
        took = usable["metres"].to_numpy(dtype=float) / 1000.0 / speed * 60.0
        there = pd.DataFrame({"from_node": usable["from_node"], "to_node": usable["to_node"], "minutes": took})
        both_ways = ~usable["oneway"].to_numpy(dtype=bool) | on_foot
        back = there[both_ways].rename(columns={"from_node": "to_node", "to_node": "from_node"})
        return Graph.of(self.nodes["node"], pd.concat([there, back], ignore_index=True))

    def meet(self, places: pd.DataFrame, detour: float) -> pd.DataFrame:
        """`places` (place, latitude, longitude) with where they meet the road, as `snap` gives it."""
        return snap(places, self.nodes, self.graph, speed_kmh=self.default_speed, detour=detour)


_kept: OrderedDict[tuple[int, int, str, float], Roads] = OrderedDict()
"""By identity of the frames, which stay alive as long as they are keys here."""


def speed_of(network: Network, mode: str) -> float:
    """km/h of a mode where no road says otherwise."""
    return network.settings.walk_speed if mode == "walk" else network.settings.drive_speed


def roads_of(network: Network, mode: str) -> Roads | None:
    """The network's roads for `mode` (walk, drive); None where none are known."""
    if not (network.has("roads") and network.has("road_nodes")) or network.table("roads").empty:
        return None
    nodes, stretches, speed = network.table("road_nodes"), network.table("roads"), speed_of(network, mode)
    key = (id(nodes), id(stretches), mode, speed)
    found = _kept.pop(key, None)
    if found is None:
        found = Roads(nodes, stretches, mode, speed)
    _kept[key] = found
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return found
