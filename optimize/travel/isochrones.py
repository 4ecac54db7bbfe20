"""Where people reach the nearest destination within so many minutes, as polygons around a field of minutes.

Lines of equal minutes are drawn through the raster by linear interpolation (marching squares, `contourpy`); cells
out of reach count as a cell's width beyond the widest band, so that a border lies at most a cell off.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from contourpy import FillType, contour_generator

from optimize.travel.field import Field
from optimize.travel.straight import Array


@dataclass(frozen=True, eq=False)
class Isochrone:
    """All places within `minutes`.

    Attributes
    ----------
    polygons
        One entry a polygon: closed rings of (longitude, latitude) in degrees, the outer one first and
        anticlockwise, then its holes, clockwise, as RFC 7946 has them.
    """

    minutes: float
    polygons: tuple[tuple[Array, ...], ...]


def isochrones(field: Field, minutes: tuple[float, ...]) -> list[Isochrone]:
    """One isochrone a band, widest first; none for a band wider than the field's limit.

    Raises
    ------
    ValueError
        When a band is wider than the field is known.
    """
    if max(minutes) > field.limit:
        raise ValueError(f"the field ends at {field.limit} minutes, a band at {max(minutes)}.")
    beyond = field.limit + field.step
    heights = np.where(np.isfinite(field.minutes), np.minimum(field.minutes, beyond), beyond)
    drawn = contour_generator(field.longitude, field.latitude, heights, fill_type=FillType.OuterOffset)
    return [Isochrone(band, _polygons(*drawn.filled(-1.0, band))) for band in sorted(minutes, reverse=True)]


def _polygons(points: list[Array], offsets: list[Array]) -> tuple[tuple[Array, ...], ...]:
    """Outer rings with their holes, from contourpy's points and where each ring begins."""
    return tuple(
        tuple(ring[begin:end] for begin, end in pairwise(starts))
        for ring, starts in zip(points, offsets, strict=True)
    )
