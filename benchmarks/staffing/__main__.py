"""Days whose demand changes: is the promise kept in each interval, and with how many hours?

    python -m benchmarks.staffing bank_il|emergency|pedestrian [--data DIR] [--seed N] [--peers] [--only ours]

Outlets are staffed by the requirement stage to rates taken from real counts. Customers are drawn from these very
rates and played in code that shares nothing with ours. Judged: the share of cells in which the promise is reached
within two points (a mean wait: within 5%, or 0.2 minutes where that is more; wanted: 95%), and staffed hours over
those of a reference found by greedy removal on replications of its own (wanted: within 3%). Beside it: Erlang C
interval by interval by our own formula and, with `--peers`, by pyworkforce. With the arrivals that really came the
same is reported, not judged. `--only ours` leaves the reference out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.frame import Line, Options, Runner, main
from benchmarks.staffing import erlang, evaluation, ours
from benchmarks.staffing.evaluation import Figures
from benchmarks.staffing.places import Places, bank, emergency, visitors
from benchmarks.staffing.services import CALL, CALL_WITH_PATIENCE, CARE, TRIAGE_MEAN, TRIAGE_SHARE, VISIT, Service
from benchmarks.staffing.spells import Spells

SETS: dict[str, tuple[Callable[[Path, int], Places], tuple[Service, ...]]] = {
    "bank_il": (bank, (CALL, CALL_WITH_PATIENCE)),
    "emergency": (emergency, (TRIAGE_MEAN, TRIAGE_SHARE, CARE)),
    "pedestrian": (visitors, (VISIT,)),
}
CELLS_ASKED, HOURS_ASKED = 0.95, 0.03


def run(name: str, options: Options) -> Iterator[Line]:
    """The lines of one set, one a service."""
    read, services = SETS[name]
    try:
        found = read(options.data, options.seed)
    except FileNotFoundError as problem:
        print(f"{name} left out: {problem.filename} is not there", file=sys.stderr)
        return
    spells = Spells.of(found.places, found.grain)
    for service in services:
        yield _line(found, spells, service, options)


def _line(found: Places, spells: Spells, service: Service, options: Options) -> Line:
    began = time.perf_counter()
    staffings = {"ours": ours.required(found.places, spells, service)}
    seconds = time.perf_counter() - began
    staffings["erlang_c"] = erlang.required(spells, service)
    peer = erlang.pyworkforce(spells, service) if options.peers else None
    if peer is not None:
        staffings["pyworkforce"] = peer
    if options.only != ("ours",):
        staffings["reference"] = evaluation.reference(spells, staffings["ours"], service, options.seed)
    judged = evaluation.from_own_rates(spells, staffings, service, options.seed)
    came = evaluation.from_what_came(spells, found.places, staffings, service, options.seed)
    staffed = {name: evaluation.hours(spells, people) for name, people in staffings.items()}
    figures = {name: Figures.of(served, service, staffed[name]) for name, served in judged.items()}
    real = {name: Figures.of(served, service, staffed[name]) for name, served in came.items()}
    best = staffed.get("reference")
    over = None if best is None else staffed["ours"] / best - 1
    good = figures["ours"].reached >= CELLS_ASKED and (over is None or over <= HOURS_ASKED)
    shown = {
        "objective": staffed["ours"],
        "bound": None,
        "status": "as asked" if good else "short of it",
        "gap": None,
        "seconds": seconds,
        "seed": options.seed,
        "checked": True,
    }
    peers = {name: _shown(each) for name, each in figures.items() if name != "ours"}
    with_real = {f"{name}, real arrivals": _shown(each) for name, each in real.items()}
    metrics = {**_shown(figures["ours"]), "outlets": len(found.places), "tolerance": service.tolerance}
    return Line(found.name, service.name, shown, best, {**peers, **with_real}, metrics)


def _shown(figures: Figures) -> dict[str, Any]:
    return asdict(figures)


def draw(area: str, lines: Sequence[Mapping[str, Any]]) -> list[Table]:
    """One row a staffing."""
    table = Table(title=f"{area}: reached in a share of cells, worst cell (points or minutes), all customers")
    for heading in (
        "set",
        "promise",
        "staffing",
        "hours",
        "over reference",
        "cells",
        "reached",
        "worst",
        "overall",
    ):
        table.add_column(heading)
    for line in lines:
        for name, each in {"ours": line["metrics"], **line["peers"]}.items():
            best = line["best_known"]
            over = "" if best is None else f"{each['hours'] / best - 1:+.1%}"
            table.add_row(
                line["set"],
                line["instance"],
                name,
                f"{each['hours']:,.1f}",
                over,
                str(each["cells"]),
                f"{each['reached']:.1%}",
                f"{each['worst']:+.2f}",
                f"{each['overall']:.2f}",
            )
    return [table]


RUNNERS: dict[str, Runner] = {name: partial(run, name) for name in SETS}

if __name__ == "__main__":
    main("staffing", RUNNERS, draw=draw)
