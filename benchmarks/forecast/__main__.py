"""Forecast accuracy on public histories beside peers; every origin sees only what was known then.

    python -m benchmarks.forecast favorita --data DIR          one set, beside seasonal naives and moving averages
    python -m benchmarks.forecast favorita --data DIR --peers  and beside the peers of `make peers`
    python -m benchmarks.forecast all --data DIR --peers       the ten sets, and where we stand over them

A line's objective is the WAPE (MASE for m4_hourly, whose values are no counts). Instances: all windows, the
last of every series (the exam), the earlier ones. With one set, `--only` names instances; with `all`, sets.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.forecast.environment import wanted
from benchmarks.forecast.figures import Judged, answer, lines
from benchmarks.forecast.peers import Terms, run_peers
from benchmarks.forecast.sets import SETS
from benchmarks.forecast.standing import standing
from benchmarks.forecast.tables import tables
from benchmarks.forecast.task import Task, windows
from benchmarks.frame import Line, Options, Runner, main

TEN = tuple(SETS)[:10]
"""The sets of the comparison."""


def run(name: str, options: Options) -> Iterator[Line]:
    """The lines of one set."""
    task = _read(name, options.data)
    if task is not None:
        yield from (line for line in _lines(task, options) if options.wants(line.instance))


def run_all(options: Options) -> Iterator[Line]:
    """The lines of the ten sets, and where we stand over them."""
    whole = replace(options, only=())
    seen: list[Line] = []
    for name in TEN:
        task = _read(name, options.data) if options.wants(name) else None
        if task is not None:
            for line in _lines(task, whole):
                seen.append(line)
                yield line
    if seen:
        yield standing(seen, options.seed)


def _lines(task: Task, options: Options) -> Iterator[Line]:
    asked = list(windows(task))
    mine, seconds = answer(task, asked, options.seed)
    terms = Terms(wanted(options.peers, options.methods), 60 * options.peer_minutes, options.fresh, options.seed)
    peers = list(run_peers(task, asked, terms))
    return lines(Judged(task, mine, seconds, peers), options.seed)


def _read(name: str, data: Path) -> Task | None:
    try:
        return SETS[name](data)
    except FileNotFoundError as problem:
        print(f"{name} left out: {problem.filename} is not there", file=sys.stderr)
        return None


RUNNERS: dict[str, Runner] = {name: partial(run, name) for name in SETS} | {"all": run_all}

if __name__ == "__main__":
    main("forecast", RUNNERS, draw=tables)
