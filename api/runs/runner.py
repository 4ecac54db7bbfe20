"""Starts queued runs as child processes, so many at a time, and marks those that died."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from api.runs.request import RunRequest
from api.runs.status import RunState, now
from api.runs.store import RunStore
from quarterhour.cache import MOST_BYTES

LOOK = 0.1
"""Seconds between two looks at queue and children."""
GRACE = 180.0
"""Long enough to finish a stage, play the roster forward once and write the files."""
HOUSE = Path(__file__).resolve().parents[2]


class LocalRunner:
    """Runs on this machine, one child process each.

    Parameters
    ----------
    root
        The data root; runs lie in `runs/`.
    slots
        How many runs work at the same time; the others wait in the order of their creation.
    grace
        Seconds that a run has to keep its best after it was asked to stop, before it is killed.
    module
        What a child process runs: a module with a run's identifier, the data root and `cache_bytes` as its
        arguments.
    cache_bytes
        Bound on the answers that runs keep and share; 0 keeps none.
    """

    def __init__(
        self,
        root: Path,
        slots: int = 1,
        grace: float = GRACE,
        module: str = "api.runs.child",
        cache_bytes: int = MOST_BYTES,
    ) -> None:
        self.store = RunStore(root / "runs")
        self._root = root.resolve()
        self._slots = slots
        self._grace = grace
        self._module = module
        self._cache_bytes = cache_bytes
        self._queue: list[str] = []
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._adopted: set[str] = set()
        self._stop_asked: dict[str, float] = {}
        self._lock = threading.RLock()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Take up what an earlier service left, and begin to work."""
        with self._lock:
            self._recover()
        self._thread = threading.Thread(target=self._work, name="runs", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Start nothing more; children that work go on to their end, and the next start finds them."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
        for identifier, child in self._children.items():
            if self.store.read(identifier).ended:
                child.wait()

    def submit(self, request: RunRequest) -> str:
        """Queue a run; its identifier."""
        with self._lock:
            identifier = self.store.create(request)
            self._queue.append(identifier)
            return identifier

    def stop(self, identifier: str) -> None:
        """Ask a run to end and keep its best; one that waits ends at once, one that has ended is left alone."""
        with self._lock:
            status = self.store.read(identifier)
            if identifier in self._queue:
                self._queue.remove(identifier)
                self.store.write(identifier, replace(status, state=RunState.STOPPED, finished=now()))
            elif not status.ended:
                self.store.ask_to_stop(identifier)
                self._stop_asked.setdefault(identifier, time.monotonic())

    def _recover(self) -> None:
        """Runs that still work are watched on; dead ones have failed; queued ones wait on."""
        for identifier in self.store.all():
            status = self.store.read(identifier)
            if status.ended:
                continue
            if self.store.alive(identifier):
                self._adopted.add(identifier)
            elif status.state is RunState.QUEUED:
                self._queue.append(identifier)
            else:
                self._mark_dead(identifier)

    def _work(self) -> None:
        while not self._done.wait(LOOK):
            with self._lock:
                self._collect()
                self._kill_overdue()
                self._launch()

    def _collect(self) -> None:
        """Forget children that ended; those that did not say how have failed."""
        for identifier, child in list(self._children.items()):
            if child.poll() is not None:
                del self._children[identifier]
                self._stop_asked.pop(identifier, None)
                self._mark_dead(identifier)
        for identifier in [one for one in self._adopted if not self.store.alive(one)]:
            self._adopted.discard(identifier)
            self._mark_dead(identifier)

    def _mark_dead(self, identifier: str) -> None:
        status = self.store.read(identifier)
        if not status.ended:
            failed = replace(status, state=RunState.FAILED, finished=now(), error="http.run_died")
            self.store.write(identifier, failed)

    def _kill_overdue(self) -> None:
        for identifier, asked in self._stop_asked.items():
            child = self._children.get(identifier)
            if child is not None and time.monotonic() - asked > self._grace:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)

    def _launch(self) -> None:
        """Fill the free slots in the order of the queue."""
        while self._queue and len(self._children) + len(self._adopted) < self._slots:
            identifier = self._queue.pop(0)
            self._children[identifier] = self._spawn(identifier)

    def _spawn(self, identifier: str) -> subprocess.Popen[bytes]:
        """A child in a process group of its own, so that it can be ended with all that it started."""
        folder = self.store.folder(identifier)
        paths = [str(HOUSE), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        command = [sys.executable, "-m", self._module, identifier, str(self._root), str(self._cache_bytes)]
        with (folder / "log.txt").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own module, our own identifier
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
                cwd=folder,
            )
