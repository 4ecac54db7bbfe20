"""Processes that plan the points of a sweep side by side; one that dies costs its point alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait

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
            busy = {worker.line: worker for worker in workers if worker.point is not None}
            for line in wait(list(busy), timeout=LOOK):
                found = busy[line].hear(progress)  # type: ignore[index]
                if found is not None:
                    yield found
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """One process and the line to it."""

    def __init__(self, slot: int, task: Task) -> None:
        self.slot, self._task = slot, task
        self.point: Point | None = None
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, other = context.Pipe()
        self._process = context.Process(target=serve, args=(self._task, other), daemon=True)
        self._process.start()
        other.close()

    def give(self, point: Point) -> None:
        """Let it plan a point."""
        self.point = point
        self.line.send(point)

    def hear(self, progress: SweepProgress) -> Answer | None:
        """Pass on how far it is; what became of its point when that is all it says, or when it died."""
        point = self.point
        assert point is not None, "nothing was asked"  # noqa: S101 - only the busy are heard
        try:
            said: Told | Answer = self.line.recv()
        except (EOFError, ConnectionError):
            self.end()
            self._begin()
            said = Answer(point, None, 0.0, f"process ended with code {self._exit_code}")
        if isinstance(said, Told):
            progress.point(self.slot, point.label, said.stage, said.done)
            return None
        self.point = None
        return said

    def end(self) -> None:
        """Leave no process behind; what it was at is given up."""
        self._process.kill()
        self._process.join()
        self._exit_code = self._process.exitcode
        self._process.close()
        self.line.close()
