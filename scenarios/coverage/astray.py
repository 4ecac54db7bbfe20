"""What is in no coverage figure because it has no coordinates or does not meet the road."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.plan.placement import zone_table
from scenarios.premises import Premises, travel

COLUMNS = ["place", "name", "table", "mode", "metres", "reason", "mend"]


def off_road(premises: Premises) -> pd.DataFrame:
    """place, name, table, mode, metres, reason, mend; a place without coordinates once, others once a mode."""
    found = pd.concat(list(_each(premises)), ignore_index=True)
    found["mode"] = found["mode"].where(found["reason"] != "coverage.no_coordinates", "")
    found["name"] = found["name"].where(found["name"] != "", found["place"])
    return found.drop_duplicates(["table", "place", "mode"])[COLUMNS].reset_index(drop=True)


def _each(premises: Premises) -> Iterator[pd.DataFrame]:
    """Zones by their own mode, points by each mode that zones have, key places on foot."""
    network = premises.network
    zones = zone_table(network).assign(name=network.table("zones")["name"].to_numpy())
    outlets = network.table("outlets")
    outlets = outlets[(outlets["kind"] != "call_desk") & ~outlets["outlet"].isin(premises.closed)]
    for mode, part in zones.groupby("mode"):
        yield _of(premises, part, "zones", "zone", str(mode))
        yield _of(premises, outlets, "outlets", "outlet", str(mode))
        yield _of(premises, network.table("sites"), "sites", "site", str(mode))
    yield _of(premises, network.table("key_places"), "key_places", "place", "walk")


def _of(premises: Premises, rows: pd.DataFrame, table: str, key: str, mode: str) -> pd.DataFrame:
    places = rows[[key, "name", "latitude", "longitude"]].rename(columns={key: "place"}).reset_index(drop=True)
    lost = travel.off_road(premises, places, mode)
    named = lost.merge(places[["place", "name"]], on="place", validate="many_to_one")
    return named.assign(table=table).astype({"name": "str", "table": "str"})
