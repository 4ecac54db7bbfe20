"""The coverage report."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from optimize.travel.isochrones import Isochrone


@dataclass(frozen=True)
class Area:
    """Where people reach an outlet within so many minutes.

    Attributes
    ----------
    mode
        walk or drive.
    by_road
        Whether along roads; as the crow flies otherwise.
    band
        Minutes and polygons.
    """

    mode: str
    by_road: bool
    band: Isochrone


@dataclass(frozen=True)
class Coverage:
    """Residents and the points that serve them, as a scenario has them.

    Attributes
    ----------
    network, name
        Of the organisation, and of the scenario ("base" for none).
    summary
        scope (all, urban, rural, children, elderly, or a region), residents, covered (in their circle), share,
        change (residents covered more than without the scenario), mean_minutes (of those who reach any point),
        access (places per 1,000 residents within the circle, mean over residents).
    bands
        scope, minutes (5, 10, 15, 30), residents, within, share.
    zones
        zone, name, region, kind, mode, latitude, longitude, residents, children, elderly, circle_minutes, point
        (nearest one, "" for none), minutes (to it, NaN: out of reach), points (in the circle), access.
    points
        point, name, role, kind, region, latitude, longitude, capacity (residents), residents (in its circle), only
        (residents whom no other existing point covers), access (places per 1,000 residents of its catchment; NaN
        where it does not stand, infinite where nobody lives there).
    blind_spots
        zone, name, region, kind, residents, children, elderly, minutes (to the nearest point, NaN: out of reach),
        reason, mend (codes), site (the candidate that would cover it and gains most, "" for none); most
        residents first.
    next_best
        As `optimize.coverage.gains.next_best` gives it.
    key_places
        place, name, kind, needed, point, minutes, equipped, reason, mend.
    off_road
        place, name, table (zones, outlets, sites, key_places), mode ("" where it has no coordinates), metres,
        reason, mend: what is in no figure above because it does not meet the road.
    areas
        Isochrones by mode, widest first.
    """

    network: str
    name: str
    currency: str
    version: str
    summary: pd.DataFrame
    bands: pd.DataFrame
    zones: pd.DataFrame
    points: pd.DataFrame
    blind_spots: pd.DataFrame
    next_best: pd.DataFrame
    key_places: pd.DataFrame
    off_road: pd.DataFrame
    areas: tuple[Area, ...]
    roads: pd.DataFrame
    """from_latitude, from_longitude, to_latitude, to_longitude of each stretch; only drawn."""
