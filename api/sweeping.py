"""A sweep from files to files: a folder a point, one table and one page of all."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from api.export.sweep import write_sweep
from api.planning import folder_name, write_files
from quarterhour.cache import Cache
from scenarios.decisions import Decisions, with_decisions
from scenarios.network import Network
from scenarios.plan import Plan, PlanOptions
from scenarios.sweep import Point, Sweep, SweepProgress, Swept, sweep

BASE, CACHE, UNFINISHED = "base", ".cache", ".unfinished"
LONGEST = 60
"""Letters of a point's values in its folder's name."""


def sweep_to_files(
    network: Network,
    grid: Sweep,
    out: Path,
    *,
    decisions: Decisions | None = None,
    cache: Path | None = None,
    options: PlanOptions | None = None,
    processes: int = 2,
    language: str = "en",
    progress: SweepProgress | None = None,
) -> tuple[Swept, Path]:
    """Plan base and points, each into a folder of its own in `out`; what was found, and the page's path.

    `decisions` are those of the network: what stands of them is part of the base. Without a `cache` answers are
    kept in `out`, readable by the user alone.
    """
    decisions = decisions or Decisions()
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / UNFINISHED, ignore_errors=True)
    try:
        found = sweep(
            network,
            grid.points,
            cache=Cache(cache or out / CACHE),
            standing=decisions.changes,
            options=options,
            processes=processes,
            progress=progress,
            write=partial(write_point, decisions=decisions, out=out, language=language),
        )
    finally:
        shutil.rmtree(out / UNFINISHED, ignore_errors=True)
    return found, write_sweep(grid.name, found, out, language)


def write_point(made: Plan, point: Point | None, *, decisions: Decisions, out: Path, language: str) -> None:
    """Write a plan beside its folder, which it replaces only when it is whole."""
    folder = out / (BASE if point is None else point_folder(point.number, point.label))
    unfinished = out / UNFINISHED / folder.name
    write_files(with_decisions(made, decisions), unfinished, language)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def point_folder(number: int, label: str) -> str:
    """The name of a point's folder: its number keeps it apart from all others."""
    return f"{number:04d}-{folder_name(label)[:LONGEST]}"
