"""What GeoJSON (RFC 7946) is made of: WGS-84, longitude first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from quarterhour.arrays import Floats

DIGITS = 6
"""Of degrees: about ten centimetres."""
Feature = dict[str, Any]


def collection(features: Iterable[Feature]) -> dict[str, Any]:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def point(longitude: float, latitude: float, properties: dict[str, Any]) -> Feature:
    """A place with what is known of it."""
    place = {"type": "Point", "coordinates": [degrees(longitude), degrees(latitude)]}
    return {"type": "Feature", "geometry": place, "properties": plain(properties)}


def polygons(shapes: Sequence[Sequence[Floats]], properties: dict[str, Any]) -> Feature:
    """Polygons as one feature; each is its outer ring and its holes, rings of (longitude, latitude)."""
    shape = [[np.round(ring, DIGITS).tolist() for ring in rings] for rings in shapes]
    geometry = {"type": "MultiPolygon", "coordinates": shape}
    return {"type": "Feature", "geometry": geometry, "properties": plain(properties)}


def degrees(value: float) -> float:
    """A coordinate as it is written."""
    return round(float(value), DIGITS)


def plain(properties: dict[str, Any]) -> dict[str, Any]:
    """Values that JSON has; what is not known is null."""
    return {name: _value(value) for name, value in properties.items()}


def _value(value: Any) -> Any:
    single = value.item() if hasattr(value, "item") else value
    return None if isinstance(single, float) and not math.isfinite(single) else single
