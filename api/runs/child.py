"""The child process of one run: `python -m api.runs.child RUN ROOT CACHE_BYTES`.

A process of its own, because a solver may take minutes to give way, and its crash must not end the service.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from api.refusal import RefusedError
from api.runs.request import RunRequest
from api.runs.status import RunState, now
from api.runs.store import RunStore, holding
from quarterhour.cache import MOST_BYTES, Cache
from quarterhour.progress import Progress

CACHE = "cache"
LOOK = 0.2
"""Seconds between two looks for the stop mark."""
WRITE = 0.3
"""Least seconds between two writes of the same stage's progress."""


class FileProgress(Progress):
    """Writes how far each stage is into the run's status."""

    def __init__(self, store: RunStore, identifier: str) -> None:
        super().__init__()
        self._store, self._identifier = store, identifier
        self._stages: dict[str, float] = {}
        self._written = 0.0
        self._lock = threading.Lock()

    def report(
        self, stage: str, done: float, *, objective: float | None = None, bound: float | None = None
    ) -> None:
        with self._lock:
            fresh = stage not in self._stages or done >= 1.0
            self._stages[stage] = max(done, self._stages.get(stage, 0.0))
            if fresh or time.monotonic() - self._written >= WRITE:
                status = self._store.read(self._identifier)
                self._store.write(self._identifier, replace(status, stages=dict(self._stages)))
                self._written = time.monotonic()


Work = Callable[[RunRequest, Path, Path, Progress], None]
"""What a run does: request, its folder, the data root, progress."""


def main(arguments: Sequence[str], work: Work) -> None:
    """Do one run; whatever happens, its status says so."""
    identifier, root = arguments[0], Path(arguments[1])
    store = RunStore(root / "runs")
    with holding(store.folder(identifier)):
        store.write(identifier, replace(store.read(identifier), state=RunState.RUNNING, started=now()))
        progress = FileProgress(store, identifier)
        with _stopping(store, identifier, progress):
            outcome = _outcome(store, identifier, root, progress, work)
        store.write(identifier, replace(store.read(identifier), finished=now(), **outcome))


def _outcome(store: RunStore, identifier: str, root: Path, progress: Progress, work: Work) -> dict[str, Any]:
    """What changes in the status: the end state, and the error where there is one."""
    request = store.request(identifier)
    try:
        work(request, store.folder(identifier), root, progress)
    except Exception as error:  # the process ends here: whatever it was is logged, and the run says it failed
        from api.problem_rows import input_problems, problem_rows

        problems = input_problems(error)
        if problems:
            rows = tuple(problem_rows(problems, request.language))
            return {"state": RunState.FAILED, "error": "http.input_problems", "problems": rows}
        if isinstance(error, RefusedError):
            lines = tuple({"code": "http.refused", "message": line} for line in str(error).splitlines())
            return {"state": RunState.FAILED, "error": "http.refused", "problems": lines}
        traceback.print_exc()
        return {"state": RunState.FAILED, "error": "http.run_failed"}
    return {"state": RunState.STOPPED if progress.stopped else RunState.DONE}


def plan_run(
    request: RunRequest, folder: Path, root: Path, progress: Progress, cache_bytes: int = MOST_BYTES
) -> None:
    """Plan, or answer a study, into a folder beside, which takes its place only when it is whole.

    Answers are kept in the data root's `cache/`, which the service's user alone may read.
    """
    from api.planning import plan_to_files
    from scenarios.changes import scenario_from
    from scenarios.decisions import read_decisions
    from scenarios.network import read_network
    from scenarios.plan import PlanOptions

    scenario = scenario_from({"name": request.name, "changes": [dict(change) for change in request.changes]})
    network = read_network(root / request.path)
    if request.seed is not None:
        network = network.with_settings(seed=request.seed)
    unfinished = folder / "unfinished"
    if request.study is not None and request.study["kind"] == "explain":
        from api.rosters.explained import explained_to_files

        explained_to_files(network, request.study, root / "runs", unfinished, request.language, progress)
        unfinished.rename(folder / "result")
        return
    if request.study is not None:
        from api.studying import study_to_files

        study_to_files(
            network,
            request.study,
            unfinished,
            changes=scenario.changes,
            name=scenario.name,
            language=request.language,
            progress=progress,
        )
        unfinished.rename(folder / "result")
        return
    options = PlanOptions(
        processes=request.processes,
        workers=request.workers,
        replications=request.replications,
        rounds=request.rounds,
        seconds=request.seconds,
    )
    plan_to_files(
        network,
        unfinished,
        changes=scenario.changes,
        decisions=read_decisions(root / request.path),
        name=scenario.name,
        options=options,
        language=request.language,
        progress=progress,
        cache=Cache(root / CACHE, cache_bytes) if cache_bytes else None,
        full=request.full,
    )
    unfinished.rename(folder / "result")


@contextmanager
def _stopping(store: RunStore, identifier: str, progress: Progress) -> Iterator[None]:
    """Pass the stop mark on to the work."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK):
            if store.stop_wanted(identifier):
                progress.stop()
                return

    watcher = threading.Thread(target=look, name="stop mark", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    main(sys.argv[1:3], partial(plan_run, cache_bytes=int(sys.argv[3])))
