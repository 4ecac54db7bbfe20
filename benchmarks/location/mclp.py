"""Most residents by p sites: SJC, US census blocks, BDS.

Radius and number of sites are no part of the files; `MCLP` states those used here. Every answer is counted again
from coordinates and chosen sites alone.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import Plane, cover, cpu_seconds, folder, limits, recount
from optimize.coverage.placing.covered import Covering, solve

MCLP: dict[str, tuple[float, tuple[int, ...]]] = {
    "SJC": (800.0, (1, 2, 3, 4, 5)),
    "Maximo": (800.0, (50,)),
    "BDS": (5.5, (10,)),
    "BDS1000": (1.5, (50,)),
}
"""Family: radius (metres; BDS in its own units) and numbers of sites."""
BEST_KNOWN: dict[tuple[str, int], float] = {
    # Proven optima, stated in the set's SOURCE.txt.
    ("SJC324", 1): 5461.0,
    ("SJC324", 2): 8790.0,
    ("SJC324", 3): 11604.0,
    ("SJC324", 4): 12106.0,
    ("SJC324", 5): 12152.0,
    ("BDS/BDS100000A", 10): 4431761.0,
    # The best answer that we have seen, after 42 s of iterated local search.
    ("SanFrancisco5137", 50): 775342.0,
}


def mclp(options: Options) -> Iterator[Line]:
    """Most residents within a radius of p sites."""
    for path in sorted(folder(options.data, "mclp").glob("*/*.txt*")):
        family, (radius, numbers) = path.parent.name, MCLP.get(path.parent.name, (800.0, (5,)))
        name = path.name.split(".")[0]
        name = f"{family}/{name}" if family.startswith("BDS") else name
        wanted = [count for count in numbers if options.wants(name) or options.wants(f"{name}-p{count}")]
        if not wanted:
            continue
        plane = _read(path)
        for count in wanted:
            yield _place(name, plane, radius, count, options)


def _place(name: str, plane: Plane, radius: float, count: int, options: Options) -> Line:
    began, cpu = time.perf_counter(), cpu_seconds()
    problem = Covering.of(cover(plane, radius), plane.weights, count)
    answer = solve(problem, limits=limits(options))
    seconds, cpu = time.perf_counter() - began, cpu_seconds() - cpu
    again = recount(plane, radius, answer.stands)
    checked = bool(again == answer.proof.objective and answer.stands.sum() <= count)
    metrics = {
        "demand": len(plane.demand),
        "sites": len(plane.sites),
        "gap": answer.proof.gap,
        "seconds_all": round(seconds, 2),
        "cpu": round(cpu, 2),
    }
    best = BEST_KNOWN.get((name, count))
    return Line("mclp", f"{name}-p{count}", ours(answer.proof, checked=checked), best, metrics=metrics)


def _read(path: Path) -> Plane:
    """A line of sizes, then x y weight of every demand point; BDS names sites F and demand otherwise."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    rows = [line.split() for line in text.splitlines()[1:] if line.strip()]
    if rows[0][0] == "F":
        at = [[float(x) for x in row[2:4]] for row in rows if row[0] == "F"]
        table = np.array([[float(x) for x in row[-3:]] for row in rows if row[0] != "F"])
        return Plane(table[:, :2], table[:, 2], np.array(at))
    table = np.array([[float(x) for x in row[:3]] for row in rows if len(row) >= 3])
    where = table[:, :2]
    if np.abs(where[:, 0]).max() <= 90:  # degrees: metres on a plane touching the middle
        middle = where.mean(axis=0)
        scale = np.array([110_540.0, 111_320.0 * np.cos(np.radians(middle[0]))])
        where = (where - middle) * scale
    return Plane(where, table[:, 2], where)
