"""Equipment as a hard rule: every key place has what its tier asks for near by, as far as any site could give it.

Hubs ask for a 24-hour terminal, malls for a multilingual counter, hospitals for barrier-free access, within
`NEAR_MINUTES` on foot. The sites that give it at least money a month (a set cover, proven) become required ones;
the study's own question is then answered with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from optimize.coverage.capacity import SPREAD_MONTHS
from optimize.coverage.figures import NEAR_MINUTES
from optimize.coverage.placing import Sites, fewest
from quarterhour.arrays import Mask
from quarterhour.messages import Message
from quarterhour.result import Limits
from scenarios.network.cells import names
from scenarios.plan.placement import NEEDED, point_table
from scenarios.premises import Premises
from scenarios.premises.travel import travel_minutes

COLUMNS = ["place", "name", "kind", "needed", "point", "minutes", "equipped"]


@dataclass(frozen=True, eq=False)
class Equipped:
    """Premises on which the sites that key places need are required, and what became of each key place."""

    premises: Premises
    table: pd.DataFrame
    notes: tuple[Message, ...]


def untouched(premises: Premises) -> Equipped:
    """Where no equipment is asked for."""
    return Equipped(premises, pd.DataFrame(columns=COLUMNS), ())


def equipped(premises: Premises, limits: Limits) -> Equipped:
    """`table` has place, name, kind, needed, point (nearest standing one that has it, "" for none), minutes,
    equipped
    (bool)."""
    places = premises.network.table("key_places")
    places = places.assign(needed=places["kind"].map(NEEDED).astype("str"))
    points = point_table(premises).reset_index(drop=True)
    near = _near(premises, places, points)
    stands = _stands(places, points, near, limits)
    new = stands & (points["role"] == "candidate").to_numpy()
    sites = premises.network.table("sites")
    role = sites["role"].where(~sites["site"].isin(points.loc[new, "point"]), "required")
    found = near[near["point"].isin(points.loc[stands, "point"])].drop_duplicates("place")
    table = places[["place", "name", "kind", "needed"]].merge(found, on="place", how="left", validate="one_to_one")
    table = table.assign(point=table["point"].fillna(""), equipped=table["point"].notna())[COLUMNS]
    return Equipped(premises.with_tables(sites=sites.assign(role=role)), table, _notes(points[new], table))


def _near(premises: Premises, places: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """place, point, minutes, nearest first: points near by that have, or will have, what the place needs."""
    reach = travel_minutes(premises, places, points.rename(columns={"point": "place"}), "walk", NEAR_MINUTES)
    machines, sites = premises.network.table("equipment"), premises.network.table("sites")
    there = machines.loc[machines["count"].astype(int) > 0, ["outlet", "kind"]].set_axis(
        ["point", "needed"], axis=1
    )
    planned = sites[["site"]].assign(needed=sites["equipment"].map(names)).explode("needed").dropna()
    has = pd.concat([there, planned.rename(columns={"site": "point"})], ignore_index=True).drop_duplicates()
    asked = reach.rename(columns={"origin": "place", "destination": "point"}).merge(places[["place", "needed"]])
    found = asked.merge(has, on=["point", "needed"])
    return found.sort_values(["place", "minutes", "point"])[["place", "point", "minutes"]].reset_index(drop=True)


def _stands(places: pd.DataFrame, points: pd.DataFrame, near: pd.DataFrame, limits: Limits) -> Mask:
    """Outlets, required sites, and those that key places need beside them."""
    role = points["role"]
    sites = Sites(
        role.isin(["existing", "required"]).to_numpy(), role.isin(["forbidden", "competitor"]).to_numpy()
    )
    rows = pd.Index(places["place"]).get_indexer(pd.Index(near["place"]))
    columns = pd.Index(points["point"]).get_indexer(pd.Index(near["point"]))
    shape = (len(places), len(points))
    cover = sparse.csr_array((np.ones(len(near)), (rows, columns)), shape=shape)
    money = (points["monthly_cost"] + points["opening_cost"] / SPREAD_MONTHS).to_numpy(dtype=float)
    return fewest(cover, np.where(role == "existing", 0.0, money), sites, limits=limits).stands


def _notes(opened: pd.DataFrame, table: pd.DataFrame) -> tuple[Message, ...]:
    missing = table[~table["equipped"]]
    notes = [Message("place.for_tiers", {"sites": ", ".join(opened["point"])})] if len(opened) else []
    if len(missing):
        notes.append(Message("place.tiers_missing", {"places": ", ".join(missing["name"])}))
    return tuple(notes)
