"""The least number of stations against brute force, limits that never read as proven, and nearest with room."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse import csgraph

from optimize.coverage import stations
from optimize.coverage.reach import Reach
from optimize.coverage.stations import least_stations, nearest_with_room
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator
from tests.coverage.town import town

ROOM = 1000


def _random(zones: int, sites: int, seed: int, share: float = 0.4) -> tuple[np.ndarray, np.ndarray]:
    draw = generator(seed, "stations", zones, sites)
    cover = draw.random((zones, sites)) < share
    return cover, draw.integers(1, 900, zones)


def _placed(cover: np.ndarray, residents: np.ndarray, counts: np.ndarray) -> int:
    """Residents with a place, by maximum flow."""
    zones, sites = cover.shape
    room = np.zeros((zones + sites + 2,) * 2, dtype=np.int32)
    room[-2, :zones] = residents
    room[:zones, zones : zones + sites] = cover * residents[:, None]
    room[zones : zones + sites, -1] = ROOM * counts
    return int(csgraph.maximum_flow(sparse.csr_array(room), zones + sites, zones + sites + 1).flow_value)


@pytest.mark.parametrize("seed", range(6))
def test_no_fewer_stations_would_do(seed: int) -> None:
    """Proven, everybody who can be served has a place, and of all smaller counts none places as many."""
    cover, residents = _random(6, 4, seed)
    counts, proof = least_stations(
        sparse.csr_array(cover.astype(float)), residents.astype(float), ROOM, limits=Limits()
    )
    everybody = int(residents[cover.any(axis=1)].sum())
    assert proof.status is Status.OPTIMAL
    assert proof.objective == proof.bound == counts.sum()
    assert _placed(cover, residents, counts.astype(int)) == everybody
    fewer = [np.array(some) for some in product(range(4), repeat=4) if sum(some) < counts.sum()]
    assert all(_placed(cover, residents, some) < everybody for some in fewer)


def test_a_limit_never_reads_as_proven() -> None:
    """Stopped at once the stations still place everybody; optimal only where the bound is met."""
    cover, residents = _random(120, 60, 7, share=0.06)
    matrix = sparse.csr_array(cover.astype(float))
    everybody = int(residents[cover.any(axis=1)].sum())
    exact, _ = least_stations(matrix, residents.astype(float), ROOM, limits=Limits(seconds=60))
    stopped = Progress()
    stopped.stop()
    for limits, progress in ((Limits(seconds=0.001), None), (Limits(nodes=1), None), (Limits(), stopped)):
        counts, proof = least_stations(matrix, residents.astype(float), ROOM, limits=limits, progress=progress)
        assert _placed(cover, residents, counts.astype(int)) == everybody
        assert proof.bound <= exact.sum() <= proof.objective == counts.sum()
        assert (proof.status is Status.OPTIMAL) == (proof.objective == proof.bound)


@pytest.mark.parametrize("step", ["few", "bound", "more", "all"])
def test_each_step_of_the_search_stands_alone(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever step gets no time, the answer places everybody and the bound holds."""
    cover, residents = _random(60, 30, 11, share=0.08)
    matrix = sparse.csr_array(cover.astype(float))
    exact, _ = least_stations(matrix, residents.astype(float), ROOM, limits=Limits(seconds=60))
    monkeypatch.setitem(stations.SHARES, step, 0.0)
    counts, proof = least_stations(matrix, residents.astype(float), ROOM, limits=Limits(seconds=30))
    assert _placed(cover, residents, counts.astype(int)) == residents[cover.any(axis=1)].sum()
    assert proof.bound <= exact.sum() <= counts.sum()


def test_nobody_covered_needs_no_station() -> None:
    """Without a site in any circle there is nothing to place, proven."""
    counts, proof = least_stations(sparse.csr_array((3, 2)), np.ones(3), ROOM, limits=Limits())
    assert (counts.sum(), proof.status) == (0.0, Status.OPTIMAL)


def test_the_nearest_with_room_takes_whoever_is_nearer_first() -> None:
    """No point is overfull, nobody goes where they are not covered, and whoever has no place found no room."""
    problem = town(zones=30, existing=5, candidates=0, seed=4, capacity=3000.0)
    reach = Reach.of(problem)
    room = reach.points["capacity_residents"].to_numpy(dtype=float)
    served = nearest_with_room(reach, room)
    load = np.bincount(reach.point, served, minlength=len(room))
    placed = np.bincount(reach.zone, served, minlength=len(reach.zones))
    assert (load <= room).all()
    assert (placed <= reach.residents).all()
    assert not served[~reach.within].any()
    for pair in np.flatnonzero(reach.within):
        zone, point = reach.zone[pair], reach.point[pair]
        if placed[zone] < reach.residents[zone]:
            assert load[point] == room[point]
            nearer = served[(reach.point == point) & (reach.minutes > reach.minutes[pair])]
            assert not nearer.any()
