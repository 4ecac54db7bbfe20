"""Which supplies may go to which seats, and why others may not: reach, certificates, notice."""

from __future__ import annotations

import pandas as pd

from scenarios.lending.terms import ShareTerms
from scenarios.premises import Premises
from scenarios.premises.travel import places, travel_minutes

LENDERS = 10
"""Outlets considered as lenders to one: the nearest ones. Further ones cost travel and rarely help."""
TOO_FAR, NO_CERTIFICATE, NOTICE = "lending.too_far", "lending.no_certificate", "lending.too_little_notice"
LINK = ["supply", "outlet", "pool", "post", "drive", "walk", "barred"]


def links(
    premises: Premises,
    own: pd.DataFrame,
    able: pd.DataFrame,
    offered: pd.DataFrame,
    seats: pd.DataFrame,
    terms: ShareTerms,
) -> pd.DataFrame:
    """`LendingProblem.links` for the seats where somebody is missing."""
    ways = _ways(premises)
    both = [_own(ways, own, able, seats), _partners(ways, offered, seats, premises, terms)]
    return pd.concat([part for part in both if len(part)] or both[:1], ignore_index=True)[LINK]


def _ways(premises: Premises) -> pd.DataFrame:
    """place, outlet, drive, walk: minutes as far as the reach of a surge allows; nothing to oneself."""
    network = premises.network
    settings = network.settings
    limit = (
        settings.surge_minutes - settings.alert_minutes - settings.preparation_minutes - settings.handover_minutes
    )
    every = places(network)
    origins = every[every["table"].isin(["outlets", "partners"])].reset_index(drop=True)
    outlets = every[every["table"] == "outlets"].reset_index(drop=True)
    found = {
        mode: travel_minutes(premises, origins, outlets, mode, max(limit, 0.0)).rename(columns={"minutes": mode})
        for mode in ("drive", "walk")
    }
    table = found["drive"].merge(found["walk"], on=["origin", "destination"], how="outer")
    table = table.rename(columns={"origin": "place", "destination": "outlet"})
    here = network.table("outlets")[["outlet"]].assign(drive=0.0, walk=0.0)
    here = here.assign(place=here["outlet"])
    table = pd.concat([table[table["place"] != table["outlet"]], here], ignore_index=True)
    return table.fillna({"drive": float("inf"), "walk": float("inf")})


def _own(ways: pd.DataFrame, own: pd.DataFrame, able: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """People of the nearest lenders; who lacks a certificate is told as barred."""
    near = ways.assign(minutes=ways[["drive", "walk"]].min(axis=1)).sort_values(["outlet", "minutes", "place"])
    near = near[near["place"].isin(own["outlet"])]
    near = near[near.groupby("outlet").cumcount() <= LENDERS]
    table = own[["supply", "kind", "outlet", "travel_limit"]].rename(columns={"outlet": "place"})
    table = table.merge(near, on="place").merge(seats[["outlet", "pool", "post"]], on="outlet")
    table = table[(table["place"] != table["outlet"]) | (table["kind"] == "standby")]
    holds = able.assign(holds=True)
    table = table.merge(holds, on=["supply", "outlet", "pool", "post"], how="left")
    barred = pd.Series("", index=table.index, dtype="str")
    barred = barred.mask(table["holds"].isna(), NO_CERTIFICATE)
    return table.assign(barred=barred.mask(table["minutes"] > table["travel_limit"], TOO_FAR))


def _partners(
    ways: pd.DataFrame, offered: pd.DataFrame, seats: pd.DataFrame, premises: Premises, terms: ShareTerms
) -> pd.DataFrame:
    table = offered[["supply", "lender", "skills", "certificates", "notice_hours"]].rename(
        columns={"lender": "place"}
    )
    table = table.merge(ways, on="place").merge(seats, on="outlet", suffixes=("", "_asked"))
    columns = ("skills", "certificates", "skills_asked", "certificates_asked")
    fits = [
        set(skills) >= set(asked) and set(held) >= set(valid)
        for skills, held, asked, valid in zip(*(table[name] for name in columns), strict=True)
    ]
    barred = pd.Series("", index=table.index, dtype="str")
    barred = barred.mask(table["notice_hours"] > terms.notice_hours, NOTICE)
    barred = barred.mask(~pd.Series(fits, index=table.index, dtype=bool), NO_CERTIFICATE)
    closed = table["outlet"].isin(premises.closed)
    return table.assign(barred=barred)[~closed]
