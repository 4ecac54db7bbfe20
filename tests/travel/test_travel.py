"""Travel minutes against closed forms and a Dijkstra of the test's own."""

from __future__ import annotations

import heapq
import math
import time

import numpy as np
import pandas as pd
import pytest

from optimize.travel import Graph, minutes, nearest, overlay, snap, straight_line
from quarterhour.labels import LabelError
from quarterhour.seeds import generator

METRES_A_DEGREE = 6_371_008.8 * math.pi / 180.0
WALK = {"speed_kmh": 4.8, "detour": 1.3}


def _nodes(count: int) -> pd.DataFrame:
    """Nodes n0, n1, ... on the equator, 0.01 degrees (1,112 m) apart."""
    return pd.DataFrame(
        {"node": [f"n{i}" for i in range(count)], "latitude": 0.0, "longitude": np.arange(count) * 0.01}
    )


def _arcs(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["from_node", "to_node", "minutes"])


def _at(nodes: pd.DataFrame, **places: str) -> pd.DataFrame:
    """Places exactly on nodes."""
    frame = pd.DataFrame({"place": list(places), "node": list(places.values())})
    return frame.merge(nodes, on="node")[["place", "latitude", "longitude"]]


def _ring() -> tuple[Graph, pd.DataFrame]:
    """A one-way ring n0 -> n1 -> n2 -> n0 of 1, 2 and 4 minutes."""
    nodes = _nodes(3)
    return Graph.of(nodes["node"], _arcs(("n0", "n1", 1), ("n1", "n2", 2), ("n2", "n0", 4))), nodes


def test_arcs_are_directed_towards_the_destination() -> None:
    """Round a one-way ring, there is 1 minute and back is 6."""
    graph, nodes = _ring()
    snapped = snap(_at(nodes, a="n0", b="n1"), nodes, graph, **WALK)
    found = minutes(graph, snapped, snapped, limit=60).set_index(["origin", "destination"])["minutes"]
    assert found.to_dict() == pytest.approx({("a", "a"): 0, ("a", "b"): 1, ("b", "a"): 6, ("b", "b"): 0})


@pytest.mark.parametrize("fewer", ["origins", "destinations"])
def test_the_side_that_dijkstra_starts_from_does_not_matter(fewer: str) -> None:
    """Fewer origins run forwards, fewer destinations on the reversed graph; both keep the direction."""
    graph, nodes = _ring()
    one, all_ = _at(nodes, a="n0"), _at(nodes, x="n0", y="n1", z="n2")
    sides = (one, all_) if fewer == "origins" else (all_, one)
    found = minutes(graph, *(snap(side, nodes, graph, **WALK) for side in sides), limit=60)
    column = "destination" if fewer == "origins" else "origin"
    # From n0: n1 after 1, n2 after 3. Towards n0: from n1 after 6, from n2 after 4.
    expected = {"x": 0, "y": 1, "z": 3} if fewer == "origins" else {"x": 0, "y": 6, "z": 4}
    assert found.set_index(column)["minutes"].to_dict() == pytest.approx(expected)


def test_of_parallel_arcs_the_shortest_counts() -> None:
    """Two streets between the same junctions are one arc of the shorter time, never their sum."""
    graph = Graph.of(pd.Series(["a", "b"]), _arcs(("a", "b", 5), ("a", "b", 3), ("a", "b", 4), ("b", "a", 9)))
    assert graph.matrix.toarray().tolist() == [[0, 3], [9, 0]]


def test_an_arc_of_no_length_still_joins_its_nodes() -> None:
    """A street of 0 m is not mistaken for a missing one."""
    nodes = _nodes(2)
    graph = Graph.of(nodes["node"], _arcs(("n0", "n1", 0), ("n1", "n0", 0)))
    snapped = snap(_at(nodes, a="n0", b="n1"), nodes, graph, **WALK)
    assert minutes(graph, snapped, snapped, limit=1)["minutes"].max() < 1e-5


@pytest.mark.parametrize(
    ("arc", "error"), [(("n0", "nowhere", 1.0), LabelError), (("n0", "n1", -1.0), ValueError)]
)
def test_what_is_no_road_raises(arc: tuple[str, str, float], error: type[Exception]) -> None:
    """An arc to an unknown node or of negative time is named, not dropped."""
    with pytest.raises(error):
        Graph.of(_nodes(2)["node"], _arcs(arc))


def test_places_snap_to_the_largest_part_and_pay_for_access() -> None:
    """An island next to the door is passed over; access is straight line x detour at the mode's speed."""
    nodes = _nodes(4)  # n3 is an island, n0 - n1 - n2 the mainland
    arcs = _arcs(("n0", "n1", 10), ("n1", "n0", 10), ("n1", "n2", 10), ("n2", "n1", 10))
    graph = Graph.of(nodes["node"], arcs)
    home = pd.DataFrame({"place": ["home"], "latitude": [0.0], "longitude": [0.03]})
    snapped = snap(home, nodes, graph, **WALK).iloc[0]
    assert (snapped["node"], snapped["snapped"]) == ("n2", True)
    metres = 0.01 * METRES_A_DEGREE
    assert snapped["minutes"] == pytest.approx(metres * 1.3 / 80.0)  # 4.8 km/h = 80 m a minute


def test_what_is_too_far_or_nowhere_does_not_snap_and_reaches_nothing() -> None:
    """Places beyond the stated distance and without coordinates are listed, and have no minutes."""
    graph, nodes = _ring()
    places = pd.DataFrame({"place": ["on", "far", "nowhere"], "latitude": [0, 1, np.nan], "longitude": [0, 0, 0]})
    snapped = snap(places, nodes, graph, **WALK, furthest_metres=2000)
    assert snapped.loc[~snapped["snapped"], "place"].tolist() == ["far", "nowhere"]
    assert set(minutes(graph, snapped, snapped, limit=600)["origin"]) == {"on"}


def test_neighbours_at_one_junction_go_straight() -> None:
    """Two doors 200 m apart share a junction 1 km away: they walk 200 m, not 2 km; a door to itself is 0."""
    graph, nodes = _ring()
    north = 1000.0 / METRES_A_DEGREE
    doors = pd.DataFrame(
        {"place": ["a", "b"], "latitude": [north, north], "longitude": [0.0, 200.0 / METRES_A_DEGREE]}
    )
    snapped = snap(doors, nodes, graph, **WALK)
    found = minutes(graph, snapped, snapped, limit=60).set_index(["origin", "destination"])["minutes"]
    assert found[("a", "b")] == pytest.approx(200 * 1.3 / 80, rel=1e-6)
    assert found[("a", "a")] == 0


def _random_town(count: int, seed: int) -> tuple[Graph, pd.DataFrame, dict[str, list[tuple[str, float]]]]:
    draw = generator(seed, "town")
    nodes = pd.DataFrame(
        {
            "node": [f"n{i}" for i in range(count)],
            "latitude": draw.uniform(30.0, 30.1, count),
            "longitude": draw.uniform(120.0, 120.1, count),
        }
    )
    rows = [(f"n{i}", f"n{(i + 1) % count}", float(draw.uniform(0.5, 3))) for i in range(count)]
    ends = draw.integers(0, count, (3 * count, 2))
    rows += [(f"n{a}", f"n{b}", float(draw.uniform(0.5, 3))) for a, b in ends]
    streets: dict[str, list[tuple[str, float]]] = {}
    for start, end, took in rows:
        streets.setdefault(start, []).append((end, took))
    return Graph.of(nodes["node"], _arcs(*rows)), nodes, streets


def _dijkstra(streets: dict[str, list[tuple[str, float]]], source: str) -> dict[str, float]:
    """The textbook's heap, written for this test only."""
    best: dict[str, float] = {}
    heap = [(0.0, source)]
    while heap:
        took, node = heapq.heappop(heap)
        if node not in best:
            best[node] = took
            for end, more in streets.get(node, []):
                heapq.heappush(heap, (took + more, end))
    return best


def _places(count: int, name: str, seed: int) -> pd.DataFrame:
    draw = generator(seed, name)
    return pd.DataFrame(
        {
            "place": [f"{name}{i}" for i in range(count)],
            "latitude": draw.uniform(30.0, 30.1, count),
            "longitude": draw.uniform(120.0, 120.1, count),
        }
    )


def test_minutes_are_those_of_a_plain_dijkstra(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a random one-way town every pair, and every missing pair, is that of a heap written in the test."""
    monkeypatch.setattr("optimize.travel.reach.CHUNK_CELLS", 200)  # several chunks
    graph, nodes, streets = _random_town(60, 3)
    homes = snap(_places(30, "home", 3), nodes, graph, **WALK)
    points = snap(_places(12, "point", 3), nodes, graph, **WALK)
    found = minutes(graph, homes, points, limit=20).set_index(["origin", "destination"])["minutes"].to_dict()
    expected = {}
    for home in homes.itertuples():
        reached = _dijkstra(streets, str(home.node))
        for point in points.itertuples():
            took = home.minutes + reached[str(point.node)] + point.minutes
            if home.node == point.node:
                metres = straight_line(
                    homes[homes["place"] == home.place],
                    points[points["place"] == point.place],
                    **WALK,
                    limit=1e9,
                )
                took = min(took, float(metres["minutes"].iloc[0]))
            if took <= 20:
                expected[(home.place, point.place)] = took
    assert 20 < len(expected) < 360
    assert found == pytest.approx(expected)


def test_the_nearest_is_the_least_of_all_minutes() -> None:
    """The one-run map of nearest points agrees with the minimum over the full table."""
    graph, nodes, _ = _random_town(60, 4)
    homes = snap(_places(40, "home", 4), nodes, graph, **WALK)
    points = snap(_places(8, "point", 4), nodes, graph, **WALK)
    least = minutes(graph, homes, points, limit=25).groupby("origin")["minutes"].min()
    found = nearest(graph, homes, points, limit=25).set_index("origin")
    assert found["minutes"].to_dict() == pytest.approx(least.to_dict(), abs=1e-5)
    full = minutes(graph, homes, points, limit=25).set_index(["origin", "destination"])["minutes"]
    named = full[list(zip(found.index, found["destination"], strict=True))].to_numpy()
    assert named == pytest.approx(found["minutes"].to_numpy(), abs=1e-5)


def test_nobody_is_nearest_where_there_is_nobody() -> None:
    """Without destinations the table is empty and keeps its columns."""
    graph, nodes = _ring()
    snapped = snap(_at(nodes, a="n0"), nodes, graph, **WALK)
    found = nearest(graph, snapped, snapped.iloc[:0], limit=15)
    assert found.empty
    assert list(found.columns) == ["origin", "destination", "minutes"]
    assert minutes(graph, snapped, snapped.iloc[:0], limit=15).empty


def test_the_straight_line_is_a_great_circle_with_detour() -> None:
    """A hundredth of a degree on the equator is 1,112 m; the limit cuts, and the same spot is 0."""
    nodes = _nodes(4).rename(columns={"node": "place"})
    found = straight_line(nodes, nodes, **WALK, limit=20).set_index(["origin", "destination"])["minutes"]
    one = 0.01 * METRES_A_DEGREE * 1.3 / 80.0  # 18.07 minutes
    assert found[("n0", "n1")] == pytest.approx(one)
    assert found[("n2", "n2")] == 0
    assert ("n0", "n2") not in found.index  # 36 minutes
    assert len(found) == 4 + 2 * 3


def test_a_ready_matrix_wins_over_what_was_computed() -> None:
    """Its pairs replace computed ones, add new ones, and remove those it knows to be out of reach."""
    columns = ["origin", "destination", "minutes"]
    computed = pd.DataFrame([("a", "x", 5.0), ("a", "y", 6.0), ("b", "x", 7.0)], columns=columns)
    ready = pd.DataFrame([("a", "x", 9.0), ("b", "x", 90.0), ("b", "y", 1.0)], columns=columns)
    found = overlay(computed, ready, limit=15)
    assert found.to_numpy().tolist() == [["a", "x", 9.0], ["a", "y", 6.0], ["b", "y", 1.0]]


def test_a_city_is_a_matter_of_milliseconds() -> None:
    """210 zones x 70 points on 1,500 nodes: well under half a second even on a slow core."""
    graph, nodes, _ = _random_town(1500, 5)
    homes = snap(_places(210, "home", 5), nodes, graph, **WALK)
    points = snap(_places(70, "point", 5), nodes, graph, **WALK)
    began = time.perf_counter()
    found = minutes(graph, homes, points, limit=60)
    assert time.perf_counter() - began < 0.5
    assert found["origin"].nunique() == 210
