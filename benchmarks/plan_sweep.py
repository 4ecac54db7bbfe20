"""A sweep of 16 scenarios in one process and in two, each with a cache of its own, and the second once more."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.frame import Line, Options
from quarterhour.cache import Cache
from scenarios.network import Network
from scenarios.plan import PlanOptions, plan
from scenarios.sample import sample_network
from scenarios.sweep import Point, Swept, sweep, sweep_in

POINTS = 16
FACTORS = {4: "[0.8, 0.9, 1.1, 1.2]", 2: "[0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4]"}
"""By number of outlets; none is 1, which would change nothing."""


@dataclass(frozen=True)
class Timed:
    """A sweep with the seconds of its base and of its points."""

    found: Swept
    base: float
    points: float


def sweeps(size: Literal["tiny", "sample"], options: Options) -> Iterator[Line]:
    """One line: seconds of base and points by number of processes, and how many times faster two are."""
    network = sample_network(size)
    points = _points(network)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        single = _timed(network, points, Cache(Path(one)), 1, options.workers)
        double = _timed(network, points, Cache(Path(two)), 2, options.workers)
        again = _timed(network, points, Cache(Path(two)), 2, options.workers)
    metrics = {
        "points": len(points),
        "done": int((double.found.points["state"] == "done").sum()),
        "same_figures": all(single.found.figures.equals(each.found.figures) for each in (double, again)),
        "s_base_1": round(single.base, 1),
        "s_base_2": round(double.base, 1),
        "s_points_1": round(single.points, 1),
        "s_points_2": round(double.points, 1),
        "times_faster": single.points / double.points,
        "times_faster_with_base": (single.base + single.points) / (double.base + double.points),
        "s_resumed": round(again.base + again.points, 1),
        "s_longest_known_point": round(float(again.found.points["seconds"].max()), 2),
    }
    yield Line("plan", f"sweep {size}", None, metrics=metrics)


def _timed(network: Network, points: tuple[Point, ...], cache: Cache, processes: int, workers: int) -> Timed:
    """The base by itself first; the sweep then reads it."""
    settings = PlanOptions(processes=processes, workers=workers)
    began = time.perf_counter()
    plan(network, options=settings, cache=cache)
    base = time.perf_counter() - began
    found = sweep(network, points, options=settings, cache=cache, processes=processes)
    return Timed(found, base, time.perf_counter() - began - base)


def _points(network: Network) -> tuple[Point, ...]:
    """Demand scaled at one of a few outlets at a time, which are spread over all."""
    outlets = sorted(network.table("posts")["outlet"].unique())
    number = max(count for count in FACTORS if count <= len(outlets))
    chosen = outlets[:: len(outlets) // number][:number]
    text = f"""
name: sweep
sweep:
  outlet: [{", ".join(chosen)}]
  demand: {FACTORS[number]}
changes:
  - change: scale_demand
    factor: $demand
    outlets: [$outlet]
"""
    points = sweep_in(text, "benchmark").points
    if len(points) != POINTS:
        raise ValueError(f"{len(points)} points are not {POINTS}.\nMaybe other factors.")
    return points
