"""The road graph: a city grid with a river and missing streets, and country roads between the villages.

Strongly connected by construction: north-south streets are never missing nor one-way, each of them meets
an east-west arterial on both sides of the river, arterials cross it on bridges, and country roads are a
spanning tree with some chords, tied to the edge of the city.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator
from scenarios.sample.places import latitude, longitude
from scenarios.sample.size import Size

MISSING, ONE_WAY = 0.12, 0.3
"""Shares of the stretches of small east-west streets."""
ARTERIAL_SPEED, STREET_SPEED, COUNTRY_SPEED = 45.0, 25.0, 45.0
"""km/h by car."""
WINDING = 1.25
"""Length of a country road over the straight line."""
STRETCH = 1.4
"""Kilometres between junctions on country roads."""
CHORDS = 0.35
"""Share of the villages with a second road, to their nearest neighbour not yet joined."""


@dataclass(frozen=True)
class Roads:
    """Junctions (kilometres) and stretches between them."""

    east: Floats
    north: Floats
    begin: Ints
    end: Ints
    metres: Floats
    speed: Floats
    oneway: npt.NDArray[np.bool_]


def roads(size: Size, country: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `road_nodes` and `roads`; `country` has east and north of what country roads lead to."""
    drawn = _joined(_city(size, seed), country[["east", "north"]].to_numpy(dtype=float), seed)
    names = np.array([f"N{number + 1:04d}" for number in range(len(drawn.east))], dtype=object)
    nodes = pd.DataFrame({"node": names, "latitude": latitude(drawn.north), "longitude": longitude(drawn.east)})
    stretches = pd.DataFrame(
        {
            "from_node": names[drawn.begin],
            "to_node": names[drawn.end],
            "metres": np.round(drawn.metres, 1),
            "drive_speed": drawn.speed,
            "walk": True,
            "drive": True,
            "oneway": drawn.oneway,
        }
    )
    return nodes, stretches


def _city(size: Size, seed: int) -> Roads:
    draw = generator(seed, "sample", "city")
    columns, rows = size.streets
    number = np.arange(columns * rows).reshape(rows, columns)
    shake = draw.uniform(-0.15, 0.15, (2, number.size)) * size.block
    east = (np.arange(columns) - (columns - 1) / 2) * size.block + np.zeros((rows, 1))
    north = ((np.arange(rows) - (rows - 1) / 2) * size.block)[:, None] + np.zeros(columns)
    x, y = east.ravel() + shake[0], north.ravel() + shake[1]
    big_column = (np.arange(columns) % size.arterial == 0)[None, :] & np.ones((rows, 1), dtype=bool)
    big_row = (np.arange(rows) % size.arterial == 0)[:, None] & np.ones(columns, dtype=bool)
    # The river flows between two rows of junctions, one third of the way up; only arterials have a bridge.
    river = rows // 3
    dry = (np.arange(rows - 1) != river)[:, None] | big_column[1:]
    there = big_row[:, 1:] | (draw.random((rows, columns - 1)) >= MISSING)
    single = ~big_row[:, 1:] & (draw.random((rows, columns - 1)) < ONE_WAY)
    # Every other one-way street runs westwards.
    west = (np.arange(rows) % 2 == 1)[:, None] & np.ones(columns - 1, dtype=bool)
    left, right = number[:, :-1], number[:, 1:]
    begin = np.concatenate([np.where(west, right, left)[there], number[:-1][dry]])
    end = np.concatenate([np.where(west, left, right)[there], number[1:][dry]])
    big = np.concatenate([big_row[:, 1:][there], big_column[1:][dry]])
    return Roads(
        x,
        y,
        begin,
        end,
        np.hypot(x[begin] - x[end], y[begin] - y[end]) * 1000,
        np.where(big, ARTERIAL_SPEED, STREET_SPEED),
        np.concatenate([single[there], np.zeros(int(dry.sum()), dtype=bool)]),
    )


def _joined(city: Roads, places: Floats, seed: int) -> Roads:
    """The city with country roads to `places` (kilometres), junctions along them included."""
    draw = generator(seed, "sample", "country")
    towards = cdist(places, np.column_stack([city.east, city.north]))
    gate = towards.argmin(axis=1)
    pairs = _tree(places, towards.min(axis=1), draw)
    count = len(city.east)
    ends = np.concatenate([places, np.column_stack([city.east, city.north])[gate]])
    # Ends numbered from len(places) on stand for the city junction nearest to a place.
    label = np.concatenate([count + np.arange(len(places)), gate])
    long = np.hypot(*(ends[pairs[:, 0]] - ends[pairs[:, 1]]).T)
    pieces = np.maximum(np.rint(long / STRETCH).astype(np.int64), 1)
    between, begin, end = _subdivided(label[pairs], ends[pairs], pieces, count + len(places), draw)
    east = np.concatenate([city.east, places[:, 0], between[:, 0]])
    north = np.concatenate([city.north, places[:, 1], between[:, 1]])
    metres = np.hypot(east[begin] - east[end], north[begin] - north[end]) * WINDING * 1000
    return Roads(
        east,
        north,
        np.concatenate([city.begin, begin]),
        np.concatenate([city.end, end]),
        np.concatenate([city.metres, metres]),
        np.concatenate([city.speed, np.full(len(begin), COUNTRY_SPEED)]),
        np.concatenate([city.oneway, np.zeros(len(begin), dtype=bool)]),
    )


def _tree(places: Floats, to_city: Floats, draw: np.random.Generator) -> Ints:
    """Pairs of a spanning tree over the places and the city, and chords between near places."""
    count = len(places)
    between = cdist(places, places)
    whole = np.zeros((count + 1, count + 1))
    whole[:count, :count] = between
    whole[:count, count] = to_city
    tree = minimum_spanning_tree(csr_array(whole)).tocoo()
    begin, end = np.minimum(tree.row, tree.col), np.maximum(tree.row, tree.col)
    # The city is the last label; a road to it ends at the junction nearest to its place.
    pairs = np.column_stack([begin, np.where(end == count, count + begin, end)]).astype(np.int64)
    joined = np.zeros((count, count), dtype=bool)
    inner = pairs[pairs[:, 1] < count]
    joined[inner[:, 0], inner[:, 1]] = joined[inner[:, 1], inner[:, 0]] = True
    far = np.where(joined | np.eye(count, dtype=bool), np.inf, between)
    more = np.flatnonzero(draw.random(count) < CHORDS)
    nearest = far[more].argmin(axis=1)
    reachable = np.isfinite(far[more, nearest])
    chords = np.column_stack([np.minimum(more, nearest), np.maximum(more, nearest)])[reachable]
    return np.concatenate([pairs, np.unique(chords, axis=0)])


def _subdivided(
    label: Ints, ends: Floats, pieces: Ints, first: int, draw: np.random.Generator
) -> tuple[Floats, Ints, Ints]:
    """Junctions along each road (kilometres), and the stretches between them."""
    road = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(road)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    last = step == pieces[road] - 1
    number = first + np.cumsum(~last) - 1
    end = np.where(last, label[road, 1], number)
    begin = np.where(step == 0, label[road, 0], np.roll(end, 1))
    share = ((step + 1) / pieces[road])[:, None]
    along = ends[road, 0] * (1 - share) + ends[road, 1] * share
    bent = along + draw.uniform(-0.15, 0.15, along.shape)
    return bent[~last], begin, end
