"""Capacitated location: OR-Library's caps and capa to capc, Holmberg's and Delmaire's single-source instances.

`cap`: 24 warehouses with shares. `cap_large`: capa, capb, capc at four capacities each. `holmberg` and
`delmaire`: every
client whole. Best known values of shares are those of the sets'
SOURCE.txt; of the others those of the file `os`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import folder, limits
from optimize.coverage.placing.rooms import Allocation, Rooms, solve

CAPS = [f"cap{group}{place}" for group in (6, 7, 9, 10, 12, 13) for place in (1, 2, 3, 4)]
KNOWN_CAPS = (
    (932615.75, 977799.4, 1014062.05, 1045650.25),
    (932615.75, 977799.4, 1010641.45, 1034976.975),
    (796648.438, 855733.5, 896617.537, 946051.325),
    (796648.438, 854704.2, 893782.113, 928941.75),
    (793439.562, 852524.625, 895302.325, 946051.325),
    (793439.562, 851495.325, 893076.713, 928941.75),
)
LARGE = {
    "capa": ((8000, 19240822.449), (10000, 18438046.543), (12000, 17765201.949), (14000, 17160439.012)),
    "capb": ((5000, 13656379.578), (6000, 13361927.449), (7000, 13198556.434), (8000, 13082516.496)),
    "capc": ((5000, 11646596.974), (5750, 11570340.289), (6500, 11518743.744), (7250, 11505767.394)),
}


def cap(options: Options) -> Iterator[Line]:
    """24 small ones."""
    where, known = _library(options, "Lib_3"), [value for group in KNOWN_CAPS for value in group]
    for place, (name, best) in enumerate(zip(CAPS, known, strict=True), start=1):
        path = where / f"p{place}"
        if options.wants(name) and path.exists():
            yield _line("cap", name, _by_site(path, single=False), best, options)


def cap_large(options: Options) -> Iterator[Line]:
    """Twelve cases of 100 sites and 1,000 clients."""
    where = folder(options.data, "beasley_cap") / "data" / "beasley-cap" / "a-c"
    for name, cases in LARGE.items():
        path = where / f"{name}.txt"
        for capacity, best in cases:
            case = f"{name}-{capacity}"
            if path.exists() and (options.wants(name) or options.wants(case)):
                yield _line("cap_large", case, _by_client(path, capacity), best, options)


def holmberg(options: Options) -> Iterator[Line]:
    """71 single-source instances."""
    yield from _single("holmberg", "Lib_2", options)


def delmaire(options: Options) -> Iterator[Line]:
    """57 single-source instances."""
    yield from _single("delmaire", "Lib_1", options)


def _single(name: str, library: str, options: Options) -> Iterator[Line]:
    where = _library(options, library)
    if not where.is_dir():
        return
    known = [float(value) for value in (where / "os").read_text().split()]
    for path in sorted(where.glob("p*"), key=lambda path: int(path.name[1:])):
        if options.wants(path.name):
            rooms = _by_site(path, single=True, swapped=library == "Lib_1")
            yield _line(name, path.name, rooms, known[int(path.name[1:]) - 1], options)


def _line(name: str, instance: str, rooms: Rooms, best: float, options: Options) -> Line:
    cpu = time.process_time()
    answer = solve(rooms, limits=limits(options))
    cpu = time.process_time() - cpu
    metrics = {"gap": answer.proof.gap, "cpu": round(cpu, 2), "standing": int(answer.stands.sum())}
    return Line(name, instance, ours(answer.proof, checked=_checked(rooms, answer)), best, metrics=metrics)


def _checked(rooms: Rooms, answer: Allocation) -> bool:
    """Every rule, and money client by client from the raw figures."""
    if answer.unserved.any() or (rooms.single and not np.isin(answer.share, (0.0, 1.0)).all()):
        return False
    load, total = np.zeros(len(rooms.opening)), float(rooms.opening[answer.stands].sum())
    for client, shares in enumerate(answer.share.T):
        if abs(shares.sum() - 1.0) > 1e-6:
            return False
        load += shares * rooms.demand[client]
        total += sum(share * rooms.cost[site, client] for site, share in enumerate(shares) if share > 0)
    within = (load <= np.where(answer.stands, rooms.capacity, 0.0) * (1 + 1e-6)).all()
    objective = answer.proof.objective
    return bool(within and objective is not None and abs(total - objective) <= 1e-6 * max(1.0, total))


def _library(options: Options, name: str) -> Path:
    return folder(options.data, "cflp") / "Facility-Location" / "SSCFLP" / "original" / name


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.replace("\0", " ").split()]  # some files have zero bytes between figures


def _by_site(path: Path, *, single: bool, swapped: bool = False) -> Rooms:
    """Sites, clients; capacity and opening cost by site; demands; costs by site. Delmaire begins with costs."""
    figures = np.array(_numbers(path.read_text()))
    sites, clients = sorted((int(figures[0]), int(figures[1]))) if swapped else (int(figures[0]), int(figures[1]))
    rest = figures[2:]
    if swapped:  # clients, sites; costs by client; demands; opening costs; capacities
        cost, rest = rest[: sites * clients].reshape(clients, sites).T, rest[sites * clients :]
        demand, opening = rest[:clients], rest[clients : clients + sites]
        return Rooms.of(opening, rest[clients + sites : clients + 2 * sites], demand, cost, single=single)
    pairs, rest = rest[: 2 * sites].reshape(sites, 2), rest[2 * sites :]
    cost = rest[clients : clients + sites * clients].reshape(sites, clients)
    return Rooms.of(pairs[:, 1], pairs[:, 0], rest[:clients], cost, single=single)


def _by_client(path: Path, capacity: float) -> Rooms:
    """As above, with the word for capacity replaced, and a client's demand before its costs by site."""
    figures = np.array(_numbers(path.read_text().replace("capacity", str(capacity))))
    sites, clients = int(figures[0]), int(figures[1])
    pairs, rest = figures[2 : 2 + 2 * sites].reshape(sites, 2), figures[2 + 2 * sites :].reshape(clients, -1)
    return Rooms.of(pairs[:, 1], pairs[:, 0], rest[:, 0], np.ascontiguousarray(rest[:, 1:].T))
