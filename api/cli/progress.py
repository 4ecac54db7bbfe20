"""Progress bars by stage, and Ctrl-C: once keeps the best so far, twice leaves."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import resource_tracker
from typing import TypeVar

from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from api.cli import console
from api.cli.errors import INTERRUPTED
from api.words import Words
from quarterhour.progress import Progress

Watcher = TypeVar("Watcher", bound=Progress)


class ConsoleProgress(Progress):
    """One bar a stage, or a line where no terminal is; `report` may come from any thread and in any order."""

    def __init__(self, words: Words, bars: Bars) -> None:
        super().__init__()
        self._words = words
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def report(
        self, stage: str, done: float, *, objective: float | None = None, bound: float | None = None
    ) -> None:
        with self._lock:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(self._words.label("stage", stage), total=1.0, best="")
            task = self._tasks[stage]
            best = "" if objective is None else self._words("cli.best", objective=self._words.number(objective))
            before = self._bars.tasks[self._bars.task_ids.index(task)].completed
            self._bars.update(task, completed=max(done, before), best=best)
            if before < 1.0 <= done and not console.notes.is_terminal:
                console.notes.print(self._words("cli.stage_done", stage=self._words.label("stage", stage)))


def watched(words: Words) -> AbstractContextManager[ConsoleProgress]:
    """Progress on the terminal; Ctrl-C stops the work inside and keeps its best, a second one leaves."""
    return watching(words, ConsoleProgress)


@contextmanager
def watching(words: Words, make: Callable[[Words, Bars], Watcher]) -> Iterator[Watcher]:
    """The same with another kind of progress."""
    columns = (
        TextColumn("{task.description:<14}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[best]}"),
    )
    with Bars(*columns, console=console.notes, disable=not console.notes.is_terminal) as bars:
        progress = make(words, bars)

        def first() -> None:
            progress.stop()
            bars.console.print(words("cli.stopping"))

        with on_interrupt(first):
            yield progress


@contextmanager
def on_interrupt(first: Callable[[], None]) -> Iterator[None]:
    """Call `first` on the first interrupt and leave the process on the second.

    Python runs its signal handlers in the main thread, which may be inside a solver for minutes. So a thread of
    its own reads the bytes that the interpreter writes when a signal comes. The signal is blocked in this
    thread, which child processes inherit: Ctrl-C does not kill them.
    """
    presses = 0
    reader, writer = socket.socketpair()
    writer.setblocking(False)

    def listen() -> None:
        nonlocal presses
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        while heard := reader.recv(1):
            if heard[0] == signal.SIGINT:
                presses += 1
                first() if presses == 1 else leave()

    resource_tracker.ensure_running()  # the standard library's helper of process pools: its start would unblock
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    listener = threading.Thread(target=listen, name="interrupts", daemon=True)
    listener.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        writer.close()
        listener.join()
        reader.close()
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)


def leave() -> None:
    """Leave at once, solvers and child processes included."""
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(INTERRUPTED)
