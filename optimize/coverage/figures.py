"""Coverage in figures: by scope, blind spots with reason and mend, key places, and every point."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.reach import Array, Reach
from quarterhour.arrays import Mask

GROUPS = ("children", "elderly")
"""Columns of the zones that are reported as scopes of their own."""
NEAR_MINUTES = 5.0
"""Walk within which an outlet's equipment serves a key place; from further away it does not."""


def summary(reach: Reach, now: Mask, planned: Mask) -> pd.DataFrame:
    """scope, measure, residents, covered, share, mean_minutes (of those who reach any point at all)."""
    counted = scopes(reach)
    frames = [
        _by_scope(counted, reach.covered(standing), reach.nearest(standing)).assign(measure=measure)
        for measure, standing in (("now", now), ("planned", planned))
    ]
    both = pd.concat(frames).reset_index(names="order").sort_values(["order", "measure"], ignore_index=True)
    return both[["scope", "measure", "residents", "covered", "share", "mean_minutes"]]


def scopes(reach: Reach) -> dict[str, Array]:
    """Residents of each zone who count in a scope."""
    zones, residents = reach.zones, reach.residents
    regions = [str(region) for region in zones["region"].unique() if region != ""]
    return {
        "all": residents,
        "urban": residents * (zones["kind"] == "urban").to_numpy(),
        "rural": residents * (zones["kind"] == "rural").to_numpy(),
        **{group: zones[group].to_numpy(dtype=float) for group in GROUPS},
        **{region: residents * (zones["region"] == region).to_numpy() for region in regions},
    }


def _by_scope(counted: dict[str, Array], covered: Mask, nearest: Array) -> pd.DataFrame:
    weights = np.array(list(counted.values())).reshape(len(counted), len(covered))
    reached = np.isfinite(nearest)
    total, inside = weights.sum(axis=1), weights @ covered
    travelling = weights @ reached
    minutes = weights @ np.where(reached, nearest, 0.0)
    nothing = np.full(len(counted), np.nan)
    return pd.DataFrame(
        {
            "scope": pd.Series(list(counted), dtype="str"),
            "residents": total,
            "covered": inside,
            "share": np.divide(inside, total, out=nothing.copy(), where=total > 0),
            "mean_minutes": np.divide(minutes, travelling, out=nothing.copy(), where=travelling > 0),
        }
    )


def blind_spots(reach: Reach, now: Mask, planned: Mask) -> pd.DataFrame:
    """zone, residents, minutes, reason, mend of inhabited zones outside every circle, most residents first.

    Reasons: the nearest point is too far, or none is in reach at all. Mends, the first that applies: a site
    that the plan opens; a candidate that the plan leaves unopened (money); a forbidden site; a round of the
    mobile service in the countryside; a site yet to be found in town.
    """
    blind = ~reach.covered(now) & (reach.residents > 0)
    minutes = reach.nearest(now)
    reason = np.where(np.isfinite(minutes), "coverage.too_far", "coverage.out_of_reach")
    mends = [
        (reach.covered(planned), "coverage.open_site"),
        (reach.covered(reach.role("candidate")), "coverage.raise_budget"),
        (reach.covered(reach.role("forbidden")), "coverage.lift_ban"),
        ((reach.zones["kind"] == "rural").to_numpy(), "coverage.mobile_round"),
    ]
    applies, codes = zip(*mends, strict=True)
    mend = np.select(list(applies), list(codes), default="coverage.find_site")
    table = pd.DataFrame(
        {
            "zone": reach.zones["zone"],
            "residents": reach.zones["residents"],
            "minutes": np.where(np.isfinite(minutes), minutes, np.nan),
            "reason": reason,
            "mend": mend,
        }
    ).astype({"reason": "str", "mend": "str"})
    ranked = table[blind].sort_values(["residents", "zone"], ascending=[False, True])
    return ranked.reset_index(drop=True)


def key_places(places: pd.DataFrame) -> pd.DataFrame:
    """Key places with reason and mend where their tier's equipment is missing ("" when equipped)."""
    equipped = places["equipped"].to_numpy(dtype=bool)
    nobody = ~(places["minutes"] <= NEAR_MINUTES).to_numpy()
    reason = np.select([equipped, nobody], ["", "coverage.no_outlet_near"], default="coverage.lacks_equipment")
    mend = np.select([equipped, nobody], ["", "coverage.open_counter"], default="coverage.place_equipment")
    columns = ["place", "name", "kind", "needed", "point", "minutes", "equipped"]
    table = places[columns].assign(reason=reason, mend=mend)
    return table.astype({"reason": "str", "mend": "str"}).reset_index(drop=True)


def points(reach: Reach, assignments: pd.DataFrame, opened: Mask, least: Mask, rank: Array) -> pd.DataFrame:
    """One row a point: what becomes of it, whom it serves, how full it is and whom only it covers."""
    table = reach.points[["point", "name", "role"]].copy()
    existing = reach.role("existing")
    urban = reach.zones.loc[reach.zones["kind"] == "urban", "zone"]
    served = assignments.groupby("point")["residents"].sum()
    in_town = assignments[assignments["zone"].isin(urban)].groupby("point")["residents"].sum()
    capacity = reach.points["capacity_residents"].to_numpy(dtype=float)
    counted = in_town.reindex(table["point"], fill_value=0).to_numpy(dtype=float)
    return table.assign(
        action=np.select([existing, opened], ["keep", "open"], default="unchosen"),
        residents=served.reindex(table["point"], fill_value=0).to_numpy(dtype="int64"),
        capacity=capacity,
        fill=np.divide(counted, capacity, out=np.zeros(len(table)), where=capacity > 0),
        only=reach.only(existing),
        lscp=least,
        mclp_rank=rank.astype("int64"),
    ).astype({"action": "str"})
