"""Work side by side in processes that all stages of a run share: they start once and import once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from joblib import Parallel, delayed

Answer = TypeVar("Answer")

__all__ = ["answers", "begun", "delayed", "side_by_side", "starting"]

_log = logging.getLogger(__name__)

Task = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""What `delayed(function)(...)` gives."""


def side_by_side(tasks: Iterable[Task], processes: int, *, ahead: int = 2) -> Iterator[Any]:
    """The answers of `tasks` in their order.

    One process is this one. All calls have the same settings: for others the processes would start anew.

    Parameters
    ----------
    ahead
        Tasks taken from the iterable before they are needed, for each process.
    """
    if processes == 1:
        yield from (function(*args, **named) for function, args, named in tasks)
        return
    yield from _pool(processes, ahead)(tasks)


def begun(tasks: Sequence[Task], processes: int) -> Iterator[Any]:
    """Tasks that other processes begin now, while this one goes on; see `answers`.

    Parameters
    ----------
    processes
        Two or more, as in all calls: one task fewer leaves a core to this process.
    """
    return iter(_pool(processes, 1)(tasks) if tasks else ())


def answers(begun: Iterator[Answer]) -> list[Answer]:
    """What tasks come to, in their order, once all are done; nothing, and a warning, where a process died."""
    try:
        return list(begun)
    except BrokenExecutor:
        _log.warning("a process beside this one died; what it was to do is left out", exc_info=True)
        return []


@contextmanager
def starting(processes: int, *modules: str) -> Iterator[None]:
    """Let the processes start and import `modules` while the work that needs them is prepared."""
    imports = begun([delayed(import_all)(modules)] * processes if processes > 1 else [], processes)
    yield
    for _ in imports:
        pass


def import_all(modules: tuple[str, ...]) -> None:
    """Import modules by name."""
    for name in modules:
        import_module(name)


def _pool(processes: int, ahead: int) -> Parallel:
    return Parallel(
        n_jobs=processes, pre_dispatch=ahead * processes, batch_size=1, return_as="generator", max_nbytes=None
    )
