"""The map as GeoJSON (RFC 7946): outlets, zones with who is covered, sites, partners, lending links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from api.export.features import Feature, collection, degrees, plain, point
from api.records import records
from scenarios.plan.values import Plan


def map_features(plan: Plan) -> dict[str, Any]:
    """A FeatureCollection in WGS-84, longitude first; places without coordinates are left out.

    Each feature's property `layer` is outlet, zone, site, partner or lending.
    """
    features = [*_outlets(plan), *_zones(plan), *_sites(plan), *_partners(plan), *_lending(plan)]
    return collection(features)


def _outlets(plan: Plan) -> Iterator[Feature]:
    actions: dict[str, dict[str, Any]] = {}
    if plan.coverage is not None:
        for row in records(plan.coverage.points):
            actions[row.point] = {"action": row.action, "residents": row.residents, "fill": row.fill}
    for row in records(_placed(plan.outlets)):
        properties = {
            "layer": "outlet",
            "id": row.outlet,
            "name": row.name,
            "kind": row.kind,
            "region": row.region,
        }
        yield point(row.longitude, row.latitude, {**properties, "desks": row.desks, **actions.get(row.outlet, {})})


def _zones(plan: Plan) -> Iterator[Feature]:
    zones = plan.layers.get("zones")
    if zones is None:
        return
    blind = {} if plan.coverage is None else _rows(plan.coverage.blind_spots, "zone")
    served = pd.DataFrame() if plan.coverage is None else plan.coverage.assignments
    nearest = (
        {} if served.empty else _rows(served.sort_values("residents").drop_duplicates("zone", keep="last"), "zone")
    )
    for row in records(_placed(zones)):
        properties = {
            "layer": "zone",
            "id": row.zone,
            "name": row.name,
            "kind": row.kind,
            "residents": row.residents,
        }
        if plan.coverage is not None:
            spot, planned = blind.get(row.zone), nearest.get(row.zone)
            properties["covered"] = spot is None
            properties["minutes_to_nearest"] = None if spot is None else spot["minutes"]
            properties["planned_point"] = planned["point"] if planned else None
            properties["planned_minutes"] = planned["minutes"] if planned else None
        yield point(row.longitude, row.latitude, properties)


def _sites(plan: Plan) -> Iterator[Feature]:
    sites = plan.layers.get("sites")
    if sites is None:
        return
    actions = {} if plan.coverage is None else _rows(plan.coverage.points, "point")
    for row in records(_placed(sites)):
        action = actions.get(row.point, {}).get("action")
        yield point(
            row.longitude, row.latitude, {"layer": "site", "id": row.point, "name": row.name, "action": action}
        )


def _partners(plan: Plan) -> Iterator[Feature]:
    partners = plan.layers.get("partners")
    if partners is None:
        return
    for row in records(_placed(partners)):
        yield point(row.longitude, row.latitude, {"layer": "partner", "id": row.partner, "name": row.name})


def _lending(plan: Plan) -> Iterator[Feature]:
    """A line from the lending outlet or partner to the outlet that people are lent to."""
    if plan.staff is None:
        return
    lent = plan.staff.duties[plan.staff.duties["source"] != "own"]
    if lent.empty:
        return
    hired = lent["source"] == "partner"
    lender = lent["lender"].where(~hired, lent["lender"].str.split("/", n=1).str[0])
    sums = (
        lent.assign(lender=lender)
        .groupby(["source", "lender", "outlet"], as_index=False)
        .agg(duties=("people", "sum"), days=("day", "nunique"))
    )
    at = {("lent", key): place for key, place in _rows(_placed(plan.outlets), "outlet").items()}
    partners = plan.layers.get("partners")
    if partners is not None:
        at |= {("partner", key): place for key, place in _rows(_placed(partners), "partner").items()}
    for row in records(sums):
        if (row.source, row.lender) in at and ("lent", row.outlet) in at:
            places = (at[row.source, row.lender], at["lent", row.outlet])
            ends = [[degrees(place["longitude"]), degrees(place["latitude"])] for place in places]
            properties = {
                "layer": "lending",
                "source": row.source,
                "from": row.lender,
                "to": row.outlet,
                "duties": row.duties,
                "days": row.days,
            }
            yield {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": ends},
                "properties": plain(properties),
            }


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.dropna(subset=["latitude", "longitude"])


def _rows(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    return {str(row[key]): {str(name): value for name, value in row.items()} for row in frame.to_dict("records")}
