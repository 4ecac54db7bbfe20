"""Street files: who may use which way, one row a stretch in the direction of traffic, damaged files told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import pytest

from scenarios.network import check_network
from scenarios.network.findings import Findings
from scenarios.network.read_osm import read_osm, use_of
from tests.data import shared_data


@pytest.mark.parametrize(
    ("tags", "walk", "speed", "oneway"),
    [
        ({"highway": "residential"}, True, 24.0, 0),
        ({"highway": "residential", "maxspeed": "50"}, True, 35.0, 0),
        ({"highway": "primary", "maxspeed": "30 mph"}, True, 30 * 1.609344 * 0.7, 0),
        ({"highway": "motorway"}, False, 80.0, 1),
        ({"highway": "trunk", "sidewalk": "both"}, True, 60.0, 0),
        ({"highway": "tertiary", "oneway": "-1"}, True, 30.0, -1),
        ({"highway": "tertiary", "junction": "roundabout"}, True, 30.0, 1),
        ({"highway": "tertiary", "junction": "roundabout", "oneway": "no"}, True, 30.0, 0),
        ({"highway": "footway"}, True, np.nan, 0),
        ({"highway": "footway", "maxspeed": "10"}, True, np.nan, 0),
        ({"highway": "service", "access": "private"}, False, np.nan, 0),
        ({"highway": "service", "access": "no", "foot": "yes"}, True, np.nan, 0),
        ({"highway": "service", "access": "no", "motor_vehicle": "yes"}, False, 12.0, 0),
        ({"highway": "residential", "foot": "no"}, False, 24.0, 0),
        ({"highway": "residential", "motor_vehicle": "no"}, True, np.nan, 0),
        ({"highway": "construction"}, False, np.nan, 0),
        ({"highway": "pedestrian", "area": "yes"}, False, np.nan, 0),
        ({"highway": "residential", "maxspeed": "walk"}, True, 24.0, 0),
    ],
)
def test_who_may_use_a_way(tags: dict[str, str], walk: bool, speed: float, oneway: int) -> None:
    """By class, and by the tags that say otherwise; speeds in traffic."""
    use = use_of(tags)
    assert use.walk is walk
    assert use.speed == pytest.approx(speed, nan_ok=True)
    assert use.oneway == (oneway if walk or not np.isnan(speed) else 0)


def street_file(path: Path, ways: list[tuple[list[int], dict[str, str]]]) -> Path:
    """A PBF file of nodes 1 to 9, a thousandth of a degree apart on the equator, and some ways."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number in range(1, 10):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(number / 1000, 0.0)))
        for number, (nodes, tags) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
    return path


def test_stretches_stand_once_in_the_direction_of_traffic(tmp_path: Path) -> None:
    """A way against its drawing is turned round; a path beside a street is one stretch with it."""
    path = street_file(
        tmp_path / "town.osm.pbf",
        [
            ([1, 2, 3], {"highway": "residential"}),
            ([3, 4], {"highway": "residential", "oneway": "-1"}),
            ([1, 2], {"highway": "footway"}),
            ([4, 4, 5], {"highway": "footway"}),
            ([6, 7], {"highway": "construction"}),
        ],
    )
    parts = read_osm(path, path.name, Findings())
    roads = parts["roads"].frame  # type: ignore[union-attr]
    pairs = [tuple(pair) for pair in roads[["from_node", "to_node"]].to_numpy(str)]
    assert sorted(pairs) == [("1", "2"), ("2", "3"), ("4", "3"), ("4", "5")]
    by_pair = roads.set_index(["from_node", "to_node"])
    assert by_pair["oneway"].to_dict() == {
        ("1", "2"): False,
        ("2", "3"): False,
        ("4", "3"): True,
        ("4", "5"): False,
    }
    assert list(by_pair.loc[("4", "5"), ["walk", "drive"]]) == [True, False]
    # a thousandth of a degree on a sphere of the Earth's mean radius
    assert roads["metres"].to_numpy() == pytest.approx(6_371_008.8 * np.pi / 180 / 1000, rel=1e-6)


def test_damaged_and_empty_street_files_are_told(tmp_path: Path) -> None:
    """With the file's name and what may mend it; a second file for the same tables is refused too."""
    (tmp_path / "town.osm.pbf").write_bytes(b"no streets at all")
    codes = [problem.message.code for problem in check_network(tmp_path)]
    assert codes[0] == "network.not_osm"
    street_file(tmp_path / "town.osm.pbf", [([6, 7], {"highway": "construction"})])
    assert "network.osm_without_roads" in [problem.message.code for problem in check_network(tmp_path)]
    street_file(tmp_path / "town.osm.pbf", [([1, 2], {"highway": "residential"})])
    (tmp_path / "roads.csv").write_text("from_node,to_node,metres\n1,2,100\n", encoding="utf-8")
    assert "network.two_files" in [problem.message.code for problem in check_network(tmp_path)]


def test_a_city_of_real_streets() -> None:
    """Porto Alegre: the nodes and stretches that another reader found there too, within a hundredth."""
    path = shared_data("location", "porto_alegre") / "poa_osm.pbf"
    parts = read_osm(path, path.name, Findings())
    nodes, roads = (parts[name].frame for name in ("road_nodes", "roads"))  # type: ignore[union-attr]
    # measured with a plain reader before: 38,478 nodes, 89,932 arcs on foot, 58,619 by car
    assert len(nodes) == pytest.approx(38_478, rel=0.01)
    assert 2 * roads["walk"].sum() == pytest.approx(89_932, rel=0.01)
    arcs = 2 * roads["drive"].sum() - roads["oneway"].sum()
    assert arcs == pytest.approx(58_619, rel=0.02)
