"""Plan all points of a sweep: the base first, then so many points at a time, through one cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from quarterhour.cache import Cache
from scenarios.changes import Change
from scenarios.network.model import Network
from scenarios.plan.options import PlanOptions
from scenarios.plan.pipeline import plan
from scenarios.plan.values import Plan
from scenarios.sweep.axis import numeric, shown
from scenarios.sweep.child import Answer, Task, Write, overall
from scenarios.sweep.grid import Point
from scenarios.sweep.progress import SweepProgress
from scenarios.sweep.values import Swept
from scenarios.sweep.workers import answers

FIGURES = ["number", "indicator", "unit", "value", "low", "high"]


def sweep(
    network: Network,
    points: Sequence[Point],
    *,
    cache: Cache,
    standing: Sequence[Change] = (),
    options: PlanOptions | None = None,
    processes: int = 2,
    progress: SweepProgress | None = None,
    write: Write | None = None,
) -> Swept:
    """The plans' figures at all points, each planned near the base in a process of its own.

    Points known to the cache are taken from it, so that a sweep that was killed goes on where it was. The number
    of processes never changes a result. A point that fails leaves the others alone; a sweep that is stopped keeps
    what is finished.

    Parameters
    ----------
    standing
        Changes that are part of the base by decision, in order: every point follows them.
    write
        Called with each plan in the process that made it, with the base (and no point) here.
    """
    options, progress = options or PlanOptions(), progress or SweepProgress()
    base = plan(
        network,
        standing=standing,
        options=replace(options, processes=processes),
        progress=progress,
        cache=cache,
    )
    found: dict[int, Answer] = {}
    if not progress.stopped:
        if write is not None:
            write(base, None)
        progress.points(0, len(points))
        for answer in answers(points, Task(network, tuple(standing), options, cache, write), processes, progress):
            found[answer.point.number] = answer
            progress.points(len(found), len(points))
    return Swept(base, _figures(points, found, base), _states(points, found))


def _figures(points: Sequence[Point], found: Mapping[int, Answer], base: Plan) -> pd.DataFrame:
    """Every figure of every point that was planned, with its difference to the base."""
    told = overall(base)
    known = [
        answer.figures.assign(number=answer.point.number)
        for answer in found.values()
        if answer.figures is not None
    ] or [told.iloc[:0].assign(number=0)]
    before = told[["indicator", "unit", "value"]].rename(columns={"value": "base"})
    joined = pd.concat(known, ignore_index=True)[FIGURES].merge(
        before, on=["indicator", "unit"], how="left", validate="many_to_one"
    )
    joined["difference"] = joined["value"] - joined["base"]
    named = _named(points).merge(joined.drop(columns="base"), on="number", validate="one_to_many")
    return named.sort_values("number", kind="stable", ignore_index=True)


def _states(points: Sequence[Point], found: Mapping[int, Answer]) -> pd.DataFrame:
    """What became of every point."""
    answers = [found.get(point.number) for point in points]
    return _named(points).assign(
        state=["left" if one is None else "failed" if one.error else "done" for one in answers],
        seconds=[float("nan") if one is None else one.seconds for one in answers],
        error=["" if one is None else one.error for one in answers],
    )


def _named(points: Sequence[Point]) -> pd.DataFrame:
    """number, point and the values of the axes: numbers where an axis has nothing else, else as they are shown."""
    names = list(points[0].where) if points else []
    values = {name: [point.where[name] for point in points] for name in names}
    return pd.DataFrame(
        {
            "number": [point.number for point in points],
            "point": pd.Series([point.scenario.name for point in points], dtype="str"),
            **{name: each if numeric(each) else list(map(shown, each)) for name, each in values.items()},
        }
    )
