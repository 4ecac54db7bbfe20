"""Processes that plan the points of a sweep side by side; one that dies costs its point alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess

from scenarios.sweep.child import Answer, Task, Told, serve
from scenarios.sweep.grid import Point
from scenarios.sweep.progress import SweepProgress

LOOK = 0.2
"""Seconds between two looks at whether the work was asked to stop."""


def answers(points: Sequence[Point], task: Task, processes: int, progress: SweepProgress) -> Iterator[Answer]:
    """What becomes of each point, as it comes; those still planned when the work is stopped are given up."""
    waiting = list(reversed(points))
    workers = [_Worker(slot, task) for slot in range(min(processes, len(points)))]
    try:
        while waiting or any(worker.point for worker in workers):
            if progress.stopped:
                return
            for worker in workers:
                if worker.point is None and waiting:
                    worker.give(waiting.pop())
            busy = [(worker, worker.point) for worker in workers if worker.point is not None]
            heard = wait([worker.line for worker, _ in busy], timeout=LOOK)
            for worker, point in busy:
                found = worker.hear(point, progress) if worker.line in heard else None
                if found is not None:
                    yield found
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """One process and the line to it; it begins with the first point, and anew after one that it died of."""

    def __init__(self, slot: int, task: Task) -> None:
        self.slot, self._task = slot, task
        self.point: Point | None = None
        self._process: SpawnProcess | None = None

    def give(self, point: Point) -> None:
        """Let it plan a point."""
        self.point = point
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self.line, other = context.Pipe()
            self._process = context.Process(target=serve, args=(self._task, other), daemon=True)
            self._process.start()
            other.close()
        with suppress(ConnectionError):  # it died meanwhile: heard below
            self.line.send(point)

    def hear(self, point: Point, progress: SweepProgress) -> Answer | None:
        """Pass on how far it is; what became of its point when that is all it says, or when it died."""
        try:
            said: Told | Answer = self.line.recv()
        except (EOFError, ConnectionError):
            said = Answer(point, None, 0.0, f"process ended with code {self.end()}")
        if isinstance(said, Told):
            progress.point(self.slot, point.label, said.stage, said.done)
            return None
        self.point = None
        return said

    def end(self) -> int | None:
        """Leave no process behind, and say with which code it ended; what it was at is given up."""
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        process.join()
        self.line.close()
        code = process.exitcode
        process.close()
        return code
