"""What may become of an outlet under review: keep, merge, move to a site, convert to self-service."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.reach import Reach
from quarterhour.arrays import Mask

KEEP, MERGE, MOVE, CONVERT = "keep", "merge", "move", "convert"

MOVES = 3
"""Sites looked at for each outlet: those after which most residents are covered."""
MOVE_KEEPS = 0.5
"""Share of its residents that an outlet keeps when it moves: below that it is another outlet elsewhere."""


def alternatives(reach: Reach, reviewed: list[str], converted_share: float) -> pd.DataFrame:
    """outlet, option, target, kept (share of the outlet's demand that stays with it), one row an option.

    A move is worth working out to a candidate site whose circle holds at least half of the outlet's own
    residents (where there is none, to the site that holds most of them, if any); that share of them is what
    the outlet keeps of its demand, since the others would pass other doors.
    """
    frames = [
        pd.DataFrame({"outlet": reviewed, "option": KEEP, "target": "", "kept": 1.0}),
        pd.DataFrame({"outlet": reviewed, "option": MERGE, "target": "", "kept": 0.0}),
        _moves(reach, reviewed),
        pd.DataFrame({"outlet": reviewed, "option": CONVERT, "target": "", "kept": converted_share}),
    ]
    table = pd.concat([frame for frame in frames if not frame.empty], ignore_index=True)
    order = table["outlet"].map({outlet: place for place, outlet in enumerate(reviewed)})
    sorted_ = table.assign(order=order).sort_values("order", kind="stable").drop(columns="order")
    return sorted_.astype({"outlet": "str", "option": "str", "target": "str"}).reset_index(drop=True)


def standing_after(reach: Reach, outlet: str, option: str, target: str) -> Mask:
    """Which points stand once `option` is carried out and all other outlets stay as they are."""
    labels = reach.points["point"].to_numpy()
    standing = reach.role("existing")
    if option in (MERGE, MOVE):
        standing = standing & (labels != outlet)
    if option == MOVE:
        standing = standing | (labels == target)
    return standing


def _moves(reach: Reach, reviewed: list[str]) -> pd.DataFrame:
    cover, residents = reach.cover(), reach.residents
    labels = reach.points["point"].to_numpy()
    sites = np.flatnonzero(reach.role("candidate"))
    rows: list[tuple[str, str, str, float]] = []
    for outlet in reviewed:
        own = (cover @ (labels == outlet).astype(float)) > 0
        left = ~reach.covered(standing_after(reach, outlet, MERGE, ""))
        if not residents[own].any():
            continue
        kept = (cover.T @ (residents * own))[sites] / residents[own].sum()
        gained = (cover.T @ (residents * left))[sites]
        best = np.lexsort((-kept, -gained))
        worth = (kept > 0) & (kept >= min(MOVE_KEEPS, kept.max(initial=0.0)))
        chosen = best[worth[best]][:MOVES]
        rows += [(outlet, MOVE, str(labels[sites[site]]), float(kept[site])) for site in chosen]
    return pd.DataFrame(rows, columns=["outlet", "option", "target", "kept"])
