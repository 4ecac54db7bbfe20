"""The coverage report as GeoJSON: isochrones, outlets, candidates and other sites, and blind spots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.export.features import Feature, collection, point, polygons
from api.records import records
from scenarios.coverage import Coverage


def coverage_features(found: Coverage) -> dict[str, Any]:
    """A FeatureCollection; each feature's property `layer` is isochrone, outlet, site or blind_spot.

    Isochrones come first, widest first, so that maps which draw in order show every band.
    """
    return collection([*_isochrones(found), *_blind_spots(found), *_points(found)])


def _isochrones(found: Coverage) -> Iterator[Feature]:
    for area in found.areas:
        how = {"mode": area.mode, "minutes": area.band.minutes, "by_road": area.by_road}
        yield polygons(area.band.polygons, {"layer": "isochrone", **how})


def _blind_spots(found: Coverage) -> Iterator[Feature]:
    places = found.zones.set_index("zone")
    for row in records(found.blind_spots):
        at = places.loc[row.zone]
        properties = {
            "layer": "blind_spot",
            "id": row.zone,
            "name": row.name,
            "kind": row.kind,
            "residents": row.residents,
            "minutes_to_nearest": row.minutes,
            "reason": row.reason,
            "mend": row.mend,
            "site": row.site or None,
        }
        yield point(at["longitude"], at["latitude"], properties)


def _points(found: Coverage) -> Iterator[Feature]:
    gain = found.next_best.set_index("point")
    for row in records(found.points):
        outlet = row.role == "existing"
        properties = {"layer": "outlet" if outlet else "site", "id": row.point, "name": row.name, "kind": row.kind}
        if outlet:
            properties |= {"residents": row.residents, "only": row.only, "access": row.access}
        else:
            known = gain.loc[row.point] if row.point in gain.index else {}
            properties |= {"role": row.role, "gain": known.get("residents"), "rank": known.get("rank")}
        yield point(row.longitude, row.latitude, properties)
