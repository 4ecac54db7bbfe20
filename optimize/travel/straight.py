"""Distances as the crow flies, and travel minutes from them where no roads are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

EARTH_METRES = 6_371_008.8
"""Mean radius of the Earth (IUGG)."""

Array = npt.NDArray[np.float64]


def metres_a_minute(speed_kmh: float, detour: float) -> float:
    """How far as the crow flies a minute brings where the way is `detour` times the straight line."""
    return speed_kmh * 1000.0 / 60.0 / detour


def on_sphere(places: pd.DataFrame) -> Array:
    """(places, 3) points on the unit sphere, from latitude and longitude in degrees."""
    latitude = np.radians(places["latitude"].to_numpy(dtype=float))
    longitude = np.radians(places["longitude"].to_numpy(dtype=float))
    across = np.cos(latitude)
    return np.column_stack([across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)])


def metres_of(chord: Array) -> Array:
    """Metres along the ground for a chord of the unit sphere."""
    metres: Array = 2.0 * EARTH_METRES * np.arcsin(np.clip(chord / 2.0, 0.0, 1.0))
    return metres


def chord_of(metres: float) -> float:
    """The inverse of `metres_of`."""
    return float(2.0 * np.sin(min(metres / (2.0 * EARTH_METRES), np.pi / 2.0)))


def straight_line(
    origins: pd.DataFrame, destinations: pd.DataFrame, *, speed_kmh: float, detour: float, limit: float
) -> pd.DataFrame:
    """origin, destination, minutes of all pairs within `limit` minutes; frames with place, latitude, longitude."""
    pace = metres_a_minute(speed_kmh, detour)
    # A hair further than asked, so that rounding of chords loses no pair; the filter below decides.
    pairs = cKDTree(on_sphere(origins)).sparse_distance_matrix(
        cKDTree(on_sphere(destinations)), chord_of(limit * pace) * (1 + 1e-9), output_type="ndarray"
    )
    order = np.lexsort((pairs["j"], pairs["i"]))
    took = metres_of(pairs["v"])[order] / pace
    found = pd.DataFrame(
        {
            "origin": origins["place"].to_numpy()[pairs["i"][order]],
            "destination": destinations["place"].to_numpy()[pairs["j"][order]],
            "minutes": took,
        }
    ).astype({"origin": "str", "destination": "str"})
    return found[found["minutes"] <= limit].reset_index(drop=True)
