"""What each site brings to an answer, and why it is part of it or not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.most_residents import opening_order
from optimize.coverage.reach import Reach
from quarterhour.arrays import Floats, Mask

OTHERWISE = {
    "median": "place.shortens",
    "centre": "place.shortens",
    "backup": "place.second",
    "rooms": "place.makes_room",
}
"""Why a site opens that alone covers nobody, by model."""
CHOOSES = ("most", "median", "centre")
"""Models that choose among sites because there may not be more."""


def site_table(reach: Reach, sites: pd.DataFrame, stands: Mask, model: str) -> pd.DataFrame:
    """`Placed.sites`; `sites` has point, latitude, longitude of each."""
    new = ~reach.role("existing")
    opened = stands & new
    only, sole = reach.only(stands), reach.only(~reach.role("forbidden", "competitor"))
    table = reach.points[["point", "name", "role", "kind", "region"]].assign(
        action=np.where(opened, "open", "unchosen"),
        why=_why(reach, opened, only, sole, model),
        gain=_gains(reach, opened),
        only=np.where(opened, only, 0.0),
        nearest=_nearest(reach, stands),
        opening_cost=reach.points["opening_cost"].astype(float),
        monthly_cost=reach.points["monthly_cost"].astype(float),
    )
    kept = table[new].merge(sites[["point", "latitude", "longitude"]], on="point", validate="one_to_one")
    order = {"open": 0, "unchosen": 1}
    ranked = kept.assign(order=kept["action"].map(order)).sort_values(
        ["order", "gain", "point"], ascending=[True, False, True]
    )
    return ranked.drop(columns="order").reset_index(drop=True)


def _why(
    reach: Reach, opened: Mask, only: Floats, sole: Floats, model: str
) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    reasons = [
        (reach.role("forbidden"), "place.forbidden"),
        (reach.role("competitor"), "place.competitor"),
        (reach.role("required"), "place.required"),
        (opened & (sole > 0), "place.sole"),
        (opened & (only > 0), "place.covers"),
        (opened, OTHERWISE.get(model, "place.covers_with_others")),
    ]
    applies, codes = zip(*reasons, strict=True)
    rest = "place.others_bring_more" if model in CHOOSES else "place.not_needed"
    return np.select(list(applies), list(codes), default=rest)


def _gains(reach: Reach, opened: Mask) -> Floats:
    """Residents newly covered by each site of the answer, in the order in which it gains most."""
    cover, residents = reach.cover(), reach.residents
    now = reach.role("existing")
    rank = opening_order(cover, residents, now, opened, np.zeros(len(opened), dtype=bool))
    gain, standing = np.zeros(len(opened)), now.copy()
    for site in sorted(np.flatnonzero(rank), key=lambda place: rank[place]):
        before = float(residents @ reach.covered(standing))
        standing[site] = True
        gain[site] = float(residents @ reach.covered(standing)) - before
    return gain


def _nearest(reach: Reach, stands: Mask) -> Floats:
    """Residents whose nearest standing point each one is; the first of equals."""
    pairs = pd.DataFrame({"zone": reach.zone, "point": reach.point, "minutes": reach.minutes})
    standing = pairs[stands[reach.point]].sort_values(["zone", "minutes", "point"]).drop_duplicates("zone")
    return np.bincount(standing["point"], reach.residents[standing["zone"]], minlength=len(stands)).astype(float)
