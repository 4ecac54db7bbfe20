"""Isochrones of a network: where its outlets are reached within 5, 10, 15 and 30 minutes, by each mode in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pandas as pd

from optimize.coverage.bands import MINUTES
from optimize.travel.field import Field, road_field, straight_field
from optimize.travel.isochrones import isochrones
from scenarios.coverage.values import Area
from scenarios.plan.placement import point_table, zone_table
from scenarios.premises import Premises
from scenarios.premises.roads import roads_of, speed_of


def areas(premises: Premises) -> Iterator[Area]:
    """By mode, widest first; what a ready matrix says of single pairs can not be drawn and is left out."""
    points = point_table(premises)
    outlets = points[points["role"] == "existing"].rename(columns={"point": "place"})
    for mode in sorted(zone_table(premises.network)["mode"].unique(), reverse=True):
        field = _field(premises, outlets, str(mode))
        if field is not None:
            by_road = roads_of(premises.network, str(mode)) is not None
            yield from (Area(str(mode), by_road, band) for band in isochrones(field, MINUTES))


def _field(premises: Premises, outlets: pd.DataFrame, mode: str) -> Field | None:
    """Minutes everywhere, slowed as the scenario has it."""
    network, factor = premises.network, premises.travel.get(mode, 1.0)
    detour, speed = network.settings.detour_factor, speed_of(network, mode)
    limit = max(MINUTES) / factor
    roads = roads_of(network, mode)
    if roads is None:
        found = straight_field(outlets, speed_kmh=speed, detour=detour, limit=limit)
    else:
        meet = partial(roads.meet, detour=detour)
        found = road_field(roads.graph, roads.nodes, meet, outlets, speed_kmh=speed, detour=detour, limit=limit)
    if found is None:
        return None
    return replace(found, minutes=found.minutes * factor, limit=max(MINUTES), step=found.step * factor)
