"""Sites that open as changes that planning can run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from optimize.coverage.reach import Reach
from quarterhour.arrays import Mask
from scenarios.premises import Premises

EARTH_KM = 6371.0
LEAST_SHARE = 0.005
"""Of an outlet's demand: less than that is not drawn."""


def as_changes(premises: Premises, reach: Reach, sites: pd.DataFrame, stands: Mask) -> Iterator[dict[str, Any]]:
    """One new outlet a site: like the nearest outlet of its kind, with a share of its neighbours' demand.

    It draws from every outlet the share of those residents whose nearest point that outlet is today and the new
    one will be. Whoever reaches no outlet today is in no history, and so in no share.
    """
    drawn = _drawn(reach, stands)
    outlets = premises.network.table("outlets")
    outlets = outlets[~outlets["outlet"].isin(premises.closed) & (outlets["kind"] != "call_desk")]
    outlets = outlets.dropna(subset=["latitude", "longitude"])
    opened = sites[sites["action"] == "open"]
    for site in opened.to_dict("records"):
        of_kind = outlets[outlets["kind"] == site["kind"]]
        known = of_kind if len(of_kind) else outlets
        if known.empty:
            continue
        away = _km(known, float(site["latitude"]), float(site["longitude"]))
        takes = {
            outlet: share
            for (outlet, point), share in drawn.items()
            if point == site["point"] and share >= LEAST_SHARE
        }
        yield {
            "change": "open_outlet",
            "outlet": f"{site['point']}-new",
            "name": str(site["name"] or site["point"]),
            "like": str(known["outlet"].iloc[int(np.argmin(away))]),
            "latitude": float(site["latitude"]),
            "longitude": float(site["longitude"]),
            "monthly_cost": float(site["monthly_cost"]),
            "takes": takes,
        }


def _drawn(reach: Reach, stands: Mask) -> dict[tuple[str, str], float]:
    """(outlet, new site) to the share of the outlet's residents who are nearer to the site."""
    labels = reach.points["point"].to_numpy()
    existing = reach.role("existing")
    was, becomes = (_first(reach, points) for points in (existing, stands))
    known = was >= 0
    rows = pd.DataFrame(
        {"was": labels[was[known]], "becomes": labels[becomes[known]], "residents": reach.residents[known]}
    )
    whole = rows.groupby("was")["residents"].sum()
    moved = rows[rows["was"] != rows["becomes"]].groupby(["was", "becomes"], as_index=False)[["residents"]].sum()
    moved = moved.assign(whole=moved["was"].map(whole).astype(float))
    moved = moved[moved["whole"] > 0]
    shares = np.floor(1e4 * moved["residents"] / moved["whole"]) / 1e4
    return {
        (str(outlet), str(site)): float(share)
        for outlet, site, share in zip(moved["was"], moved["becomes"], shares, strict=True)
    }


def _first(reach: Reach, stands: Mask) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Of each zone its nearest standing point, -1 for none; existing points come first among equals."""
    pairs = pd.DataFrame({"zone": reach.zone, "point": reach.point, "minutes": reach.minutes})
    new = ~reach.role("existing")[reach.point]
    near = pairs.assign(new=new)[stands[reach.point]].sort_values(["zone", "minutes", "new", "point"])
    near = near.drop_duplicates("zone")
    found = np.full(len(reach.zones), -1, dtype=np.int64)
    found[near["zone"]] = near["point"]
    return found


def _km(outlets: pd.DataFrame, latitude: float, longitude: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    north = np.radians(outlets["latitude"].to_numpy(dtype=float) - latitude)
    east = np.radians(outlets["longitude"].to_numpy(dtype=float) - longitude) * np.cos(np.radians(latitude))
    away: np.ndarray[tuple[int], np.dtype[np.float64]] = EARTH_KM * np.hypot(north, east)
    return away
