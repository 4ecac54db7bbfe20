"""People of a closed outlet get a new home within their travel limit, or are listed as released."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from scenarios.network.pools import able_elsewhere
from scenarios.premises import Premises
from scenarios.premises.travel import between_outlets


def rehome(premises: Premises, outlet: str, staying: Collection[str] = ()) -> Premises:
    """Give the outlet's people, but for those staying, the nearest open outlet where they can hold a post."""
    network = premises.network
    people = network.table("employees")
    leaving = people[(people["outlet"] == outlet) & ~people["employee"].isin(staying)]
    if leaving.empty:
        return premises
    gone = {outlet, *premises.closed}
    possible = able_elsewhere(network)
    possible = possible[possible["employee"].isin(leaving["employee"]) & ~possible["outlet"].isin(gone)]
    minutes = between_outlets(premises).rename(columns={"outlet": "home", "other": "outlet"})
    reach = possible[["employee", "outlet"]].drop_duplicates().assign(home=outlet)
    reach = reach.merge(minutes, on=["home", "outlet"], how="inner", validate="many_to_one")
    reach = reach.merge(leaving[["employee", "travel_limit"]], on="employee", validate="many_to_one")
    reach = reach[reach["minutes"] <= reach["travel_limit"]]
    nearest = reach.sort_values(["employee", "minutes", "outlet"]).drop_duplicates("employee")
    new_home = nearest.set_index("employee")["outlet"]
    moved = people.copy()
    moves = moved["employee"].isin(new_home.index)
    moved.loc[moves, "outlet"] = moved.loc[moves, "employee"].map(new_home)
    released = tuple(sorted(set(leaving["employee"]) - set(new_home.index)))
    moved = moved[~moved["employee"].isin(released)]
    tables: dict[str, pd.DataFrame] = {"employees": moved}
    for name in ("certificates", "requests", "absences", "segments", "attendance"):
        if network.has(name):
            frame = network.table(name)
            tables[name] = frame[~frame["employee"].isin(released)]
    return replace(
        premises,
        network=network.with_tables(**tables),
        released=tuple(sorted((*premises.released, *released))),
    )
