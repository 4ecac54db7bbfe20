"""From the sketch of the city in kilometres to coordinates on the globe."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from quarterhour.arrays import Floats

CENTRE = (30.62, 104.02)
"""Latitude and longitude of the made-up city's centre."""
KM_A_DEGREE = 111.195
"""Of latitude, on a sphere of 6371 km."""


def latitude(north: npt.ArrayLike) -> Floats:
    """Degrees WGS-84 of a place so many kilometres north of the centre."""
    return np.round(CENTRE[0] + np.asarray(north, dtype=float) / KM_A_DEGREE, 6)


def longitude(east: npt.ArrayLike) -> Floats:
    """Degrees WGS-84 of a place so many kilometres east of the centre."""
    km_a_degree = KM_A_DEGREE * np.cos(np.radians(CENTRE[0]))
    degrees: Floats = np.round(CENTRE[1] + np.asarray(east, dtype=float) / km_a_degree, 6)
    return degrees
