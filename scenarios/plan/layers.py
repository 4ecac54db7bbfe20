"""What pages and maps show around a plan's own answers: people's names, residents, sites, roads, adjustments."""

from __future__ import annotations

import pandas as pd

from scenarios.network.model import Network


def layers(network: Network, adjustments: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Frames that are only shown, as `Plan.layers` describes them; tables that are missing are left out."""
    drawn: dict[str, pd.DataFrame] = {}
    if adjustments is not None and len(adjustments):
        drawn["adjustments"] = adjustments
    if network.has("employees"):
        drawn["people"] = network.table("employees")[["employee", "name", "outlet"]]
    if network.has("zones"):
        drawn["zones"] = network.table("zones")[["zone", "name", "latitude", "longitude", "residents", "kind"]]
    if network.has("sites"):
        sites = network.table("sites").rename(columns={"site": "point"})
        drawn["sites"] = sites[["point", "name", "latitude", "longitude"]]
    if network.has("partners"):
        partners = network.table("partners")
        named = partners["name"].where(partners["name"] != "", partners["partner"])
        drawn["partners"] = partners.assign(name=named)[["partner", "name", "latitude", "longitude"]]
    if network.has("roads") and network.has("road_nodes"):
        nodes = network.table("road_nodes").set_index("node")
        roads = network.table("roads")
        ends = {
            end: nodes.loc[roads[f"{end}_node"], ["latitude", "longitude"]].to_numpy() for end in ("from", "to")
        }
        drawn["roads"] = pd.DataFrame(
            {
                f"{end}_{axis}": ends[end][:, column]
                for end in ends
                for column, axis in enumerate(("latitude", "longitude"))
            }
        )
    return drawn
