"""Residents: quarters of the city on a shaken lattice, towns, and villages around them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.seeds import generator
from scenarios.sample import names
from scenarios.sample.places import latitude, longitude
from scenarios.sample.size import Size

DENSE_WITHIN = 3.0
"""Kilometres from the centre over which the density of the city falls to 1/e."""
TOWN_WEIGHT = 3.0
"""Residents of a town over those of an ordinary village."""


def places(size: Size, seed: int) -> pd.DataFrame:
    """The zones in kilometres: zone, name, region, kind, east, north, residents."""
    draw = generator(seed, "sample", "zones")
    return pd.concat([_quarters(size, draw), _country(size, draw)], ignore_index=True)


def zones(drawn: pd.DataFrame) -> pd.DataFrame:
    """The table `zones`; the countryside is older than the city."""
    rural = drawn["kind"] == "rural"
    return pd.DataFrame(
        {
            "zone": drawn["zone"],
            "name": drawn["name"],
            "region": drawn["region"],
            "kind": drawn["kind"],
            "latitude": latitude(drawn["north"]),
            "longitude": longitude(drawn["east"]),
            "residents": drawn["residents"],
            "children": (drawn["residents"] * np.where(rural, 0.12, 0.15)).astype(int),
            "elderly": (drawn["residents"] * np.where(rural, 0.28, 0.17)).astype(int),
        }
    )


def _quarters(size: Size, draw: np.random.Generator) -> pd.DataFrame:
    columns, rows = size.urban_zones
    count = columns * rows
    wide, high = ((streets - 1) * size.block for streets in size.streets)
    place = np.arange(count)
    east = ((place % columns + 0.5 + draw.uniform(-0.3, 0.3, count)) / columns - 0.5) * wide
    north = ((place // columns + 0.5 + draw.uniform(-0.3, 0.3, count)) / rows - 0.5) * high
    weight = np.exp(-np.hypot(east, north) / DENSE_WITHIN) + 0.2
    return pd.DataFrame(
        {
            "zone": [f"U{number + 1:03d}" for number in place],
            "name": names.places(names.QUARTERS, names.QUARTER_ENDS, count, draw),
            "region": np.select(
                [east > wide / 4, north > -0.125 * high], ["东湖新区", "望江区"], default="南薰区"
            ),
            "kind": "urban",
            "east": east,
            "north": north,
            "residents": _share_out(size.urban_residents, weight * draw.lognormal(0.0, 0.35, count)),
        }
    )


def _country(size: Size, draw: np.random.Generator) -> pd.DataFrame:
    towns, villages = len(size.towns), size.villages
    home = np.concatenate([np.arange(towns), np.arange(villages) % towns])
    count = towns + villages
    is_town = np.arange(count) < towns
    distance = np.where(is_town, 0.0, draw.uniform(1.5, 11.0, count))
    angle = draw.uniform(0, 2 * np.pi, count)
    weight = np.where(is_town, TOWN_WEIGHT, draw.lognormal(0.0, 0.4, count))
    villages_named = names.places(names.VILLAGES, names.VILLAGE_ENDS, villages, draw)
    return pd.DataFrame(
        {
            "zone": [f"R{number + 1:03d}" for number in range(count)],
            "name": [town.name for town in size.towns] + villages_named,
            "region": [size.towns[number].region for number in home],
            "kind": "rural",
            "east": np.array([size.towns[number].east for number in home]) + distance * np.cos(angle),
            "north": np.array([size.towns[number].north for number in home]) + distance * np.sin(angle),
            "residents": _share_out(size.rural_residents, weight),
        }
    )


def _share_out(total: int, weight: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Whole residents in proportion to the weights; their sum is `total`."""
    edges = np.rint(np.cumsum(weight) / weight.sum() * total).astype(np.int64)
    residents: npt.NDArray[np.int64] = np.diff(edges, prepend=0)
    return residents
