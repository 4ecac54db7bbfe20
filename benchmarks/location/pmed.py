"""The p-median on OR-Library's pmed1 to 40; `--only` takes their names.

An edge that is given twice counts as given last. Optima are those of the set's pmedopt.txt. Every answer is
counted again by shortest ways from its sites alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import folder, limits
from optimize.coverage.placing.median import PMedian, solve


def pmed(options: Options) -> Iterator[Line]:
    """Each instance, and the CPU seconds of all so far."""
    where, total = folder(options.data, "orlib_pmed"), 0.0
    if not where.is_dir():
        return
    known = _known(where / "pmedopt.txt")
    for path in sorted(where.glob("pmed[0-9]*.txt"), key=lambda path: int(path.stem[4:])):
        if not options.wants(path.stem):
            continue
        graph, number = _read(path)
        ways = dijkstra(graph, directed=False)
        cpu = time.process_time()
        answer = solve(PMedian.of(ways, number), limits=limits(options))
        cpu = time.process_time() - cpu
        total += cpu
        stands = np.flatnonzero(answer.stands)
        again = float(dijkstra(graph, directed=False, indices=stands, min_only=True).sum())
        checked = bool(abs(again - (answer.proof.objective or 0.0)) < 0.5 and len(stands) == number)
        metrics = {"places": len(ways), "p": number, "cpu": round(cpu, 2), "cpu_so_far": round(total, 1)}
        yield Line("pmed", path.stem, ours(answer.proof, checked=checked), known.get(path.stem), metrics=metrics)


def _known(path: Path) -> dict[str, float]:
    rows = [line.split() for line in path.read_text().splitlines()]
    return {row[0]: float(row[1]) for row in rows if len(row) == 2 and row[0].startswith("pmed")}


def _read(path: Path) -> tuple[csr_array, int]:
    numbers = np.array(path.read_text().split(), dtype=float)
    places, edges, number = (int(part) for part in numbers[:3])
    length = np.zeros((places, places))
    for one, other, cost in numbers[3 : 3 + 3 * edges].reshape(-1, 3):
        length[int(one) - 1, int(other) - 1] = length[int(other) - 1, int(one) - 1] = cost
    return csr_array(length), number
