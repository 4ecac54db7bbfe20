"""Small problems with known answers, and evaluators that share no code with the engines."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np

from quarterhour.seeds import generator


def ways(seed: int, clients: int = 14, sites: int = 8) -> np.ndarray:
    """Whole ways between random places, clients x sites."""
    draw = generator(seed, "placing", "ways")
    at, to = draw.random((clients, 2)), draw.random((sites, 2))
    return np.rint(100 * np.linalg.norm(at[:, None] - to[None], axis=2))


def subsets(usable: np.ndarray, must: np.ndarray, size: int) -> list[list[int]]:
    """All sets of `size` usable sites with those that must."""
    free = [site for site in np.flatnonzero(usable) if not must[site]]
    kept = np.flatnonzero(must).tolist()
    return [[*kept, *some] for some in combinations(free, size - len(kept))]


def pmed(path: Path) -> tuple[np.ndarray, int]:
    """OR-Library: ways between all places (Floyd and Warshall; the last of repeated edges counts), and p."""
    numbers = np.array(path.read_text().split(), dtype=float)
    places, edges, number = (int(part) for part in numbers[:3])
    way = np.full((places, places), np.inf)
    np.fill_diagonal(way, 0.0)
    for one, other, length in numbers[3 : 3 + 3 * edges].reshape(-1, 3):
        way[int(one) - 1, int(other) - 1] = way[int(other) - 1, int(one) - 1] = length
    for middle in range(places):
        way = np.minimum(way, way[:, middle, None] + way[None, middle])
    return way, number
