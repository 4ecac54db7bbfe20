"""Coverage on real streets: Porto Alegre from its OpenStreetMap file, and New York's road graph.

    python -m benchmarks.location porto_alegre_streets --data DIR --seconds 60
    python -m benchmarks.location new_york --data DIR

The clock tells little where others work beside: `cpu` is the processor's time of this process. Porto Alegre's
figures are recounted from the tables alone (`streets_again`: a heap Dijkstra, maximum flow); New York's what-ifs
with a run of Dijkstra for all outlets that stand then.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from benchmarks.frame import Line, Options, ours
from benchmarks.location.dimacs import read_dimacs
from benchmarks.location.plane import folder
from benchmarks.location.streets_again import CIRCLE, METRES_A_MINUTE, ROOM, WALK_KMH, covered_again, placed_again
from optimize.coverage.reach import Reach
from optimize.coverage.standing import Standing
from optimize.coverage.stations import least_stations, nearest_with_room
from optimize.coverage.values import CoverageProblem
from optimize.travel import Graph, minutes, nearest, snap
from quarterhour.result import Limits
from quarterhour.seeds import generator
from scenarios.coverage import coverage_of
from scenarios.network import Network
from scenarios.network.findings import Findings
from scenarios.network.read_osm import read_osm
from scenarios.plan.placement import coverage_problem
from scenarios.premises import Premises

DETOURS = (1.3, 1.0)
"""Of the way from a door to the road: the program's default, and the straight line."""
SITES, SEEDED = 1000, 11_500
CHANGES = 200
"""Outlets opened and closed one after the other."""


@dataclass
class Clock:
    """Seconds since it was made, by the wall and of this process."""

    wall: float
    cpu: float

    @classmethod
    def start(cls) -> Clock:
        """From now on."""
        return cls(time.perf_counter(), time.process_time())

    def read(self) -> dict[str, float]:
        """wall, cpu."""
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        return {"wall": round(wall, 3), "cpu": round(cpu, 3)}


def porto_alegre_streets(options: Options) -> Iterator[Line]:
    """1,124 inhabited hexagons on foot over real streets: covered today, and the least number of stations."""
    where = folder(options.data, "porto_alegre")
    if not (where / "poa_osm.pbf").exists():
        return
    clock = Clock.start()
    network = hexagons(where)
    read = clock.read()
    for detour in DETOURS:
        there = network.with_settings(detour_factor=detour)
        if options.wants(f"today-{detour:g}"):
            yield _today(there, detour, read)
        if options.wants(f"stations-{detour:g}"):
            yield _stations(there, detour, options)


def hexagons(where: Path) -> Network:
    """Hexagons with health care as outlets, inhabited ones as zones, all as candidate sites."""
    parts = read_osm(where / "poa_osm.pbf", "poa_osm.pbf", Findings())
    roads = {name: part.frame for name, part in parts.items() if part is not None}
    table = pd.read_csv(where / "poa_hexgrid.csv").rename(columns={"lat": "latitude", "lon": "longitude"})
    at = ["latitude", "longitude"]
    lived, caring = table[table["population"] > 0], table[table["healthcare"] > 0]
    facts = {"name": "Porto Alegre", "timezone": "America/Sao_Paulo", "country": "BR", "walk_speed": WALK_KMH}
    facts |= {"circle_minutes": int(CIRCLE), "residents_per_station": int(ROOM)}
    return Network.from_tables(
        {
            "settings": pd.DataFrame({"key": list(facts), "value": [str(value) for value in facts.values()]}),
            "zones": lived[at].assign(zone=lived["id"], kind="urban", residents=lived["population"].astype(int)),
            "outlets": caring[at].assign(outlet="H" + caring["id"], name=caring["id"], kind="hospital", desks=1),
            "sites": table[at].assign(site="S" + table["id"], name=table["id"]),
            **roads,
        }
    )


def _today(network: Network, detour: float, read: dict[str, float]) -> Line:
    clock = Clock.start()
    found = coverage_of(network)
    took = clock.read()
    whole = found.summary[found.summary["scope"] == "all"].iloc[0]
    again = covered_again(network, detour)
    metrics = {
        "residents": int(whole["residents"]),
        "covered": int(whole["covered"]),
        "share": round(float(whole["share"]), 4),
        "blind_spots": len(found.blind_spots),
        "off_road": len(found.off_road),
        "recounted": again,
        "checked": again == int(whole["covered"]),
        "read": read,
        "report": took,
    }
    return Line("porto_alegre_streets", f"today-{detour:g}", metrics=metrics)


def _stations(network: Network, detour: float, options: Options) -> Line:
    """Least stations by free assignment; beside it what these give where each goes to the nearest with room."""
    reach = Reach.of(coverage_problem(Premises.of(network)))
    sites = np.flatnonzero(reach.role("candidate"))
    cover = sparse.csr_array(reach.cover()[:, sites])
    limits = Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)
    clock = Clock.start()
    stations, proof = least_stations(cover, reach.residents, float(ROOM), limits=limits)
    took = clock.read()
    counts = np.zeros(len(reach.points))
    counts[sites] = stations
    served = nearest_with_room(reach, counts * ROOM)
    more = _until_everybody(reach, counts)
    placed = placed_again(network, detour, _by_site(reach, counts))
    checked = bool(placed == int(reach.residents.sum()) and proof.objective == stations.sum())
    metrics = {
        "sites_used": int((stations > 0).sum()),
        "simple_bound": int(np.ceil(reach.residents.sum() / ROOM)),
        "residents": int(reach.residents.sum()),
        "placed_recounted": placed,
        "nearest_with_room_served": int(served.sum()),
        "nearest_with_room_minutes": round(float(served @ reach.minutes / served.sum()), 2),
        "stations_by_nearest_with_room": int(more.sum()),
        "solve": took,
    }
    return Line("porto_alegre_streets", f"stations-{detour:g}", ours(proof, checked=checked), metrics=metrics)


def _by_site(reach: Reach, counts: npt.NDArray[np.float64]) -> dict[str, int]:
    used = np.flatnonzero(counts > 0)
    return {str(reach.points["point"].iloc[point]): round(counts[point]) for point in used}


def _until_everybody(reach: Reach, counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Stations added one by one, where most without a place could be served, until nobody is left (no optimum)."""
    counts = counts.copy()
    openable = reach.within & reach.role("candidate")[reach.point]
    while True:
        served = np.bincount(reach.zone, nearest_with_room(reach, counts * ROOM), minlength=len(reach.zones))
        left = reach.residents - served
        if left.max(initial=0.0) < 0.5:
            return counts
        wanted = np.bincount(reach.point[openable], left[reach.zone[openable]], minlength=len(reach.points))
        counts[int(np.argmax(wanted))] += 1.0


def new_york(options: Options) -> Iterator[Line]:
    """Manhattan's blocks and seeded nodes as demand: 1,000 sites at once, then one outlet at a time."""
    where = folder(options.data, "ny_dimacs")
    blocks = folder(options.data, "mclp") / "Maximo" / "Manhattan2713.txt"
    if not (where / "USA-road-d.NY.gr.gz").exists() or not blocks.exists():
        return
    clock = Clock.start()
    nodes, arcs = read_dimacs(where / "USA-road-d.NY.co.gz", where / "USA-road-d.NY.gr.gz")
    # The set counts tenths of a metre.
    took = arcs["length"] / 10 / METRES_A_MINUTE
    graph = Graph.of(nodes["node"], arcs[["from_node", "to_node"]].assign(minutes=took))
    read = clock.read()
    demand, sites = _demand(blocks, nodes, options.seed)
    origins, destinations = (
        snap(places, nodes, graph, speed_kmh=WALK_KMH, detour=DETOURS[0]) for places in (demand, sites)
    )
    clock = Clock.start()
    pairs = minutes(graph, origins, destinations, limit=CIRCLE)
    reached = clock.read()
    reach = Reach.of(_city(demand, sites, pairs))
    standing = Standing.of(reach, np.arange(SITES) % 2 == 0)
    again = _recount(graph, origins, destinations, standing)
    yield Line(
        "new_york",
        "walk-1000-sites",
        metrics={
            "nodes": len(nodes),
            "demand": len(demand),
            "pairs": len(pairs),
            "covered_by_all": int(Standing.of(reach, np.ones(SITES, dtype=bool)).residents),
            "checked": again == standing.residents,
            "read": read,
            "minutes": reached,
        },
    )
    yield _one_at_a_time(graph, origins, destinations, standing, options.seed)


def _one_at_a_time(
    graph: Graph, origins: pd.DataFrame, destinations: pd.DataFrame, standing: Standing, seed: int
) -> Line:
    draw = generator(seed, "new_york", "changes")
    wall, cpu = [], []
    for point in draw.integers(0, SITES, CHANGES).tolist():
        clock = Clock.start()
        standing = standing.closed(point) if standing.stands[point] else standing.opened(point)
        figure = standing.residents
        wall.append(time.perf_counter() - clock.wall)
        cpu.append(time.process_time() - clock.cpu)
    clock = Clock.start()
    nearest(graph, origins, destinations[standing.stands], limit=CIRCLE)
    afresh = clock.read()
    again = _recount(graph, origins, destinations, standing)
    metrics = {
        "changes": CHANGES,
        "worst_milliseconds_wall": round(1000 * max(wall), 2),
        "worst_milliseconds_cpu": round(1000 * max(cpu), 2),
        "median_milliseconds_cpu": round(1000 * float(np.median(cpu)), 2),
        "covered": int(figure),
        "checked": again == figure,
        "afresh": afresh,
    }
    return Line("new_york", "one-outlet", metrics=metrics)


def _demand(blocks: Path, nodes: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """place, latitude, longitude, residents of blocks and seeded nodes, and sites among them."""
    draw = generator(seed, "new_york")
    names = ["latitude", "longitude", "residents"]
    table = pd.read_csv(blocks, sep=r"\s+", skiprows=1, header=None, names=names)
    picked = nodes.iloc[np.sort(draw.choice(len(nodes), SEEDED, replace=False))]
    seeded = picked[names[:2]].assign(residents=draw.integers(50, 1500, SEEDED))
    demand = pd.concat([table, seeded], ignore_index=True)
    demand = demand.assign(place=[f"d{number}" for number in range(len(demand))])
    sites = demand.iloc[np.sort(draw.choice(len(demand), SITES, replace=False))].reset_index(drop=True)
    return demand, sites.assign(place=[f"s{number}" for number in range(SITES)])


def _city(demand: pd.DataFrame, sites: pd.DataFrame, pairs: pd.DataFrame) -> CoverageProblem:
    zones = pd.DataFrame({"zone": demand["place"], "residents": demand["residents"].astype(int)})
    points = pd.DataFrame({"point": sites["place"], "name": sites["place"], "role": "candidate"})
    return CoverageProblem(
        zones=zones.assign(region="", kind="urban", children=0, elderly=0, circle_minutes=CIRCLE),
        points=points.assign(
            region="", kind="station", capacity_residents=float(ROOM), monthly_cost=0.0, opening_cost=0.0
        ),
        minutes=pairs.rename(columns={"origin": "zone", "destination": "point"}),
        key_places=pd.DataFrame(columns=["place", "name", "kind", "needed", "point", "minutes", "equipped"]),
        budget=None,
        price_unserved=0.0,
    )


def _recount(graph: Graph, origins: pd.DataFrame, destinations: pd.DataFrame, standing: Standing) -> float:
    """Residents within the circle of what stands, by one run of Dijkstra for all outlets together."""
    found = nearest(graph, origins, destinations[standing.stands], limit=CIRCLE)
    people = standing.reach.zones.set_index("zone")["residents"]
    return float(people[found["origin"]].sum())
