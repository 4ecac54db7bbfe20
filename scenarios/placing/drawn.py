"""What the maps of studies of sites show around their answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.reach import Reach
from quarterhour.arrays import Mask
from scenarios.network import Network
from scenarios.plan.layers import layers
from scenarios.plan.placement import zone_table

NO_ROADS = pd.DataFrame(columns=["from_latitude", "from_longitude", "to_latitude", "to_longitude"], dtype=float)


def road_lines(network: Network) -> pd.DataFrame:
    """from_latitude, from_longitude, to_latitude, to_longitude of each stretch."""
    return layers(network).get("roads", NO_ROADS)


def zone_dots(network: Network, reach: Reach, stands: Mask) -> pd.DataFrame:
    """zone, name, latitude, longitude, residents, covered (bool), minutes (NaN: out of reach)."""
    zones = zone_table(network)
    minutes = reach.nearest(stands)
    named = network.table("zones")["name"]
    return zones[["zone", "latitude", "longitude", "residents"]].assign(
        name=named.where(named != "", zones["zone"]).to_numpy(),
        covered=reach.covered(stands),
        minutes=np.where(np.isfinite(minutes), minutes, np.nan),
    )
