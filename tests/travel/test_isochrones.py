"""Isochrones against closed forms, and against the minutes that places themselves are given."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from optimize.travel import Graph, nearest, snap
from optimize.travel.field import road_field, straight_field
from optimize.travel.isochrones import Isochrone, isochrones
from quarterhour.seeds import generator

METRES_A_DEGREE = 6_371_008.8 * math.pi / 180.0
WALK = {"speed_kmh": 4.8, "detour": 1.3}
BANDS = (5.0, 10.0, 15.0, 30.0)


def _places(*spots: tuple[float, float]) -> pd.DataFrame:
    """Places by metres east and north of a point on the equator."""
    table = pd.DataFrame(spots, columns=["longitude", "latitude"]) / METRES_A_DEGREE
    return table.assign(place=[f"p{number}" for number in range(len(spots))])


def _area(band: Isochrone) -> float:
    """Square metres: rings by the shoelace formula, holes taken away by their direction."""
    total = 0.0
    for ring in (ring for polygon in band.polygons for ring in polygon):
        x, y = ring.T * METRES_A_DEGREE
        total += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    return total


def _holds(band: Isochrone, longitude: float, latitude: float) -> bool:
    """Whether a point lies within, by the parity of crossings to the east."""
    crossings = 0
    for ring in (ring for polygon in band.polygons for ring in polygon):
        x, y = ring.T
        above = (y[:-1] > latitude) != (y[1:] > latitude)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x[:-1] + (latitude - y[:-1]) / (y[1:] - y[:-1]) * (x[1:] - x[:-1])
        crossings += int(np.sum(above & (at > longitude)))
    return crossings % 2 == 1


def test_without_roads_there_are_discs() -> None:
    """One outlet: a circle of minutes x speed / detour; two far apart: two of them; two near: their union."""
    radius = 15 * 80 / 1.3
    disc = math.pi * radius**2
    for apart, expected in (
        (0.0, disc),
        (3 * radius, 2 * disc),
        (radius, disc * (4 / 3 + math.sqrt(3) / 2 / math.pi)),
    ):
        spots = _places((0.0, 0.0), (apart, 0.0))
        field = straight_field(spots, **WALK, limit=15.0)
        assert field is not None
        assert _area(isochrones(field, (15.0,))[0]) == pytest.approx(expected, rel=0.005)


def _grid(side: int, metres: float) -> tuple[Graph, pd.DataFrame]:
    """A square grid of two-way streets walked at 80 m a minute, its middle at the origin."""
    number = np.arange(side * side).reshape(side, side)
    offset = (np.arange(side) - side // 2) * metres / METRES_A_DEGREE
    nodes = pd.DataFrame(
        {
            "node": [f"n{name}" for name in range(side * side)],
            "longitude": np.tile(offset, side),
            "latitude": np.repeat(offset, side),
        }
    )
    ends = np.concatenate(
        [
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
            np.stack([number[:-1].ravel(), number[1:].ravel()]),
        ],
        axis=1,
    )
    arcs = pd.DataFrame({"from_node": [f"n{a}" for a in ends[0]], "to_node": [f"n{b}" for b in ends[1]]})
    back = arcs.rename(columns={"from_node": "to_node", "to_node": "from_node"})
    return Graph.of(nodes["node"], pd.concat([arcs, back]).assign(minutes=metres / 80)), nodes


def test_on_a_fine_grid_of_streets_there_are_diamonds() -> None:
    """15 minutes along streets are 1,200 m in city blocks, less the way to the corner: a diamond."""
    graph, nodes = _grid(61, 50.0)
    field = road_field(
        graph, nodes, lambda places: snap(places, nodes, graph, **WALK), _places((0.0, 0.0)), **WALK, limit=15.0
    )
    assert field is not None
    # A corner is 0.3826 x 50 m away on average, as the crow flies: 25 m with the detour.
    assert _area(isochrones(field, (15.0,))[0]) == pytest.approx(2 * (1200 - 25) ** 2, rel=0.03)


def _town() -> tuple[Graph, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    graph, nodes = _grid(25, 150.0)
    draw = generator(5, "isochrones")
    outlets = _places(*draw.uniform(-1500, 1500, (4, 2)))
    homes = _places(*draw.uniform(-1700, 1700, (400, 2)))
    return graph, nodes, outlets, homes


def test_homes_within_a_band_are_those_whose_minutes_are() -> None:
    """Away from the border a home lies in the polygon exactly when its own minutes are in the band."""
    graph, nodes, outlets, homes = _town()
    field = road_field(
        graph, nodes, lambda places: snap(places, nodes, graph, **WALK), outlets, **WALK, limit=30.0
    )
    assert field is not None
    met = [snap(places, nodes, graph, **WALK) for places in (homes, outlets)]
    took = nearest(graph, *met, limit=60.0).set_index("origin")["minutes"]
    for band in isochrones(field, BANDS):
        for home in homes.itertuples():
            own = took.get(home.place, np.inf)
            if abs(own - band.minutes) > 1.5:  # minutes between neighbours that meet the road at other corners
                assert _holds(band, home.longitude, home.latitude) == (own <= band.minutes)


def test_bands_lie_within_each_other_and_rings_turn_as_geojson_has_them() -> None:
    """Widest first, areas falling; outer rings anticlockwise and holes clockwise; every ring closed."""
    graph, nodes, outlets, _ = _town()
    field = road_field(
        graph, nodes, lambda places: snap(places, nodes, graph, **WALK), outlets, **WALK, limit=30.0
    )
    assert field is not None
    found = isochrones(field, BANDS)
    assert [band.minutes for band in found] == [30.0, 15.0, 10.0, 5.0]
    areas = [_area(band) for band in found]
    assert areas == sorted(areas, reverse=True)
    for polygon in (polygon for band in found for polygon in band.polygons):
        for number, ring in enumerate(polygon):
            assert (ring[0] == ring[-1]).all()
            x, y = ring.T
            turn = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])
            assert (turn > 0) == (number == 0)


def test_what_does_not_meet_the_road_has_no_field() -> None:
    """No destination on the road, none at all, or a band beyond the field: nothing is drawn by guess."""
    graph, nodes = _grid(3, 100.0)
    far = _places((50_000.0, 0.0))
    assert (
        road_field(graph, nodes, lambda places: snap(places, nodes, graph, **WALK), far, **WALK, limit=15.0)
        is None
    )
    assert straight_field(far.iloc[:0], **WALK, limit=15.0) is None
    field = straight_field(far, **WALK, limit=10.0)
    assert field is not None
    with pytest.raises(ValueError, match="15"):
        isochrones(field, (15.0,))


def test_fast_roads_bring_the_field_further_than_the_usual_speed() -> None:
    """Where a road is faster than the mode's own speed the raster holds all that it brings within reach."""
    nodes = _places((0.0, 0.0), (20_000.0, 0.0)).rename(columns={"place": "node"})
    arcs = pd.DataFrame({"from_node": ["p0", "p1"], "to_node": ["p1", "p0"], "minutes": [12.0, 12.0]})
    graph = Graph.of(nodes["node"], arcs)
    field = road_field(
        graph, nodes, lambda places: snap(places, nodes, graph, **WALK), _places((0.0, 0.0)), **WALK, limit=15.0
    )
    assert field is not None
    assert _holds(isochrones(field, (15.0,))[0], 20_100.0 / METRES_A_DEGREE, 0.0)
