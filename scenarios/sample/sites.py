"""Where service points might stand, and the key places that need one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from scenarios.sample.places import latitude, longitude

RURAL_SHARE = 5
"""Every fifth candidate lies in the countryside."""

UNMET_PLACES = (
    ("K01", "城北客运站", "hub", -0.9, 3.4),
    ("K02", "望江里购物中心", "mall", -2.1, 0.9),
    ("K03", "锦程购物中心", "mall", 0.3, -2.7),
    ("K04", "市妇幼保健院", "hospital", 1.3, 0.9),
    ("K05", "云顶县医院", "hospital", -14.4, -5.7),
)
"""Key places beside those where an outlet stands: place, name, kind, kilometres east and north."""


def sites(zones: pd.DataFrame, outlets: pd.DataFrame, count: int) -> pd.DataFrame:
    """The table `sites`: the quarters and villages that weigh most and lie furthest from every outlet.

    Chosen one by one by residents x distance to the nearest point so far (no optimum, a plausible list);
    one is a competitor's, one must not be used. Frames are in kilometres.
    """
    at = zones[["east", "north"]].to_numpy()
    nearest = cdist(at, outlets[["east", "north"]].to_numpy()).min(axis=1)
    rural = (zones["kind"] == "rural").to_numpy()
    chosen: list[int] = []
    for number in range(count):
        country = number % RURAL_SHARE == RURAL_SHARE - 1
        pull = np.where(rural == country, zones["residents"].to_numpy() * np.minimum(nearest, 6.0), -1.0)
        best = int(pull.argmax())
        chosen.append(best)
        nearest = np.minimum(nearest, np.hypot(*(at - at[best]).T))
    picked = zones.iloc[chosen].reset_index(drop=True)
    place = np.arange(count)
    role = np.select([place == 7, place == 13], ["competitor", "forbidden"], default="candidate")
    return pd.DataFrame(
        {
            "site": [f"P{number + 1:02d}" for number in place],
            "name": picked["name"] + "候选点",
            "role": role,
            "kind": "station",
            "region": picked["region"],
            "latitude": latitude(picked["north"] + 0.05),
            "longitude": longitude(picked["east"] + 0.05),
            "monthly_cost": 18_000 + 1_000 * (place % 6),
            "opening_cost": 160_000 + 20_000 * (place % 5),
        }
    )


def key_places(outlets: pd.DataFrame, unmet: int) -> pd.DataFrame:
    """The table `key_places`: where hub, mall and hospital outlets stand, and `unmet` others."""
    columns = ["place", "name", "kind", "east", "north"]
    served = outlets[outlets["kind"].isin(["hub", "mall", "hospital"])]
    served = served.assign(
        place="K" + served["outlet"], name=served["name"].str.replace("服务中心|服务台", "", regex=True)
    )
    every = pd.concat(
        [served[columns], pd.DataFrame(list(UNMET_PLACES[:unmet]), columns=columns)], ignore_index=True
    )
    return every[["place", "name", "kind"]].assign(
        latitude=latitude(every["north"]), longitude=longitude(every["east"])
    )
