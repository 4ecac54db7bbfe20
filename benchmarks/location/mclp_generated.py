"""Maximum coverage on generated planes with 60 towns; `--peers` asks spopt for the same in the same run.

`sparse`: 100,000 x 500, about 4 sites a point, p = 50. `dense`: 8 sites a point. `million`: 1,000,000 x 1,000,
6 sites
a point, p = 100. Each with seeds 11, 12 and 13, as sparse-11 and so on.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import Plane, cover, cpu_seconds, limits, megabytes, recount
from benchmarks.peer_scripts import ask
from optimize.coverage.placing.covered import Covering, solve

SIDE, TOWNS, SPREAD, SCATTERED = 100.0, 60, 6.0, 0.3
SEEDS = (11, 12, 13)
PEER = Path(__file__).with_name("peer_methods") / "spopt_mclp.py"


@dataclass(frozen=True)
class Size:
    """Demand points, sites, sites that stand, and about how many sites reach a point."""

    demand: int
    sites: int
    number: int
    reach: int


SIZES = {
    "sparse": Size(100_000, 500, 50, 4),
    "dense": Size(100_000, 500, 50, 8),
    "million": Size(1_000_000, 1_000, 100, 6),
}


def mclp_generated(options: Options) -> Iterator[Line]:
    """Every size and seed."""
    for kind, size in SIZES.items():
        for seed in SEEDS:
            name = f"{kind}-{seed}"
            if options.wants(name) or options.wants(kind):
                yield _line(name, size, *generate(size, seed), options)


def generate(size: Size, seed: int) -> tuple[Plane, float]:
    """Towns and scattered homes, sites at some of them, and the radius within which `reach` sites lie."""
    draw = np.random.default_rng(seed)
    towns = draw.uniform(0, SIDE, (TOWNS, 2))
    town = draw.integers(0, TOWNS, size.demand)
    homes = np.clip(towns[town] + draw.normal(0, SPREAD, (size.demand, 2)), 0, SIDE)
    scattered = draw.random(size.demand) < SCATTERED
    homes[scattered] = draw.uniform(0, SIDE, (int(scattered.sum()), 2))
    sites = homes[draw.choice(size.demand, size.sites, replace=False)]
    residents = draw.integers(1, 100, size.demand).astype(float)
    some = homes[draw.choice(size.demand, 2000)]
    furthest = np.asarray(cKDTree(sites).query(some, k=[size.reach])[0])
    radius = float(furthest.mean())
    return Plane(homes, residents, sites), radius


def _line(name: str, size: Size, plane: Plane, radius: float, options: Options) -> Line:
    began, cpu = time.perf_counter(), cpu_seconds()
    problem = Covering.of(cover(plane, radius), plane.weights, size.number)
    answer = solve(problem, limits=limits(options))
    seconds, cpu = time.perf_counter() - began, cpu_seconds() - cpu
    proof = answer.proof
    again = recount(plane, radius, answer.stands)
    checked = bool(again == proof.objective and answer.stands.sum() <= size.number)
    metrics = {
        "gap": proof.gap,
        "seconds_all": round(seconds, 2),
        "cpu": round(cpu, 2),
        "megabytes": megabytes(),
    }
    peers = _spopt(plane, radius, size, options) if options.peers else {}
    if peers:
        metrics["times_faster"] = round(peers["spopt"]["cpu"] / max(cpu, 1e-9), 1)
    return Line("mclp_generated", name, ours(proof, checked=checked), None, peers, metrics)


def _spopt(plane: Plane, radius: float, size: Size, options: Options) -> dict[str, Any]:
    """What spopt answers in the time of a peer, counted again, with the status that it tells."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "plane.npz"
        np.savez(
            where,
            demand=plane.demand,
            weights=plane.weights,
            sites=plane.sites,
            radius=radius,
            number=size.number,
            seconds=60.0 * options.peer_minutes,
        )
        answer = ask(PEER, where)
    if answer is None:
        return {}
    stands = np.zeros(len(plane.sites), dtype=bool)
    stands[answer.pop("stands")] = True
    counted = recount(plane, radius, stands) if stands.any() else 0.0
    return {"spopt": {**answer, "objective": counted, "gap": None}}
