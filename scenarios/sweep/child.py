"""A process of a sweep: it plans one point after the other and tells small figures; files it writes itself."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection

import pandas as pd

from quarterhour.cache import Cache
from quarterhour.progress import Progress
from scenarios.changes import Change
from scenarios.network.model import Network
from scenarios.plan.options import PlanOptions
from scenarios.plan.pipeline import plan
from scenarios.plan.values import Plan
from scenarios.sweep.grid import Point

SMALLEST_STEP = 0.05
"""Less progress within a stage is not told."""

Write = Callable[[Plan, Point | None], None]
"""What is done with each plan where it was made; the base has no point. Sent to other processes: no lambda."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """What all points of a sweep have in common; sent to each process once."""

    network: Network
    standing: tuple[Change, ...]
    options: PlanOptions
    cache: Cache
    write: Write | None


@dataclass(frozen=True)
class Told:
    """How far a process is with its point."""

    stage: str
    done: float


@dataclass(frozen=True)
class Answer:
    """What became of a point.

    Attributes
    ----------
    figures
        The plan's overall indicators; None where the point failed.
    error
        Why it failed; "" where it did not.
    """

    point: Point
    figures: pd.DataFrame | None
    seconds: float
    error: str = ""


class _Line(Progress):
    """Progress that the parent hears, in steps worth telling."""

    def __init__(self, line: Connection) -> None:
        super().__init__()
        self._line, self._alone = line, threading.Lock()
        self._last = Told("", 0.0)

    def report(
        self, stage: str, done: float, *, objective: float | None = None, bound: float | None = None
    ) -> None:
        with self._alone:
            if stage != self._last.stage or done >= self._last.done + SMALLEST_STEP:
                self._last = Told(stage, done)
                self._line.send(self._last)


def serve(task: Task, line: Connection) -> None:
    """Plan the points that come until None does; never longer than the parent lives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and decides
    threading.Thread(target=_leave_with_parent, name="parent", daemon=True).start()
    while (point := line.recv()) is not None:
        line.send(answer(task, point, _Line(line)))


def answer(task: Task, point: Point, progress: Progress) -> Answer:
    """One point, planned and written; whatever goes wrong is told, so that the others go on."""
    began = time.perf_counter()
    try:
        made = plan(
            task.network,
            changes=point.scenario.changes,
            standing=task.standing,
            name=point.scenario.name,
            options=replace(task.options, processes=1),
            progress=progress,
            cache=task.cache,
        )
        if task.write is not None:
            task.write(made, point)
    except Exception as error:  # of any kind: it ends this point alone
        _log.warning("%s failed", point.scenario.name, exc_info=True)
        return Answer(point, None, time.perf_counter() - began, f"{type(error).__name__}: {error}")
    return Answer(point, overall(made), time.perf_counter() - began)


def overall(made: Plan) -> pd.DataFrame:
    """indicator, unit, value, low, high of the whole network."""
    whole = made.indicators[made.indicators["scope"] == ""]
    return whole[["indicator", "unit", "value", "low", "high"]].reset_index(drop=True)


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
