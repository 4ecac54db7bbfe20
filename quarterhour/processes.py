"""Work side by side in processes that all stages of a run share: they start once and import once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from joblib import Parallel, delayed

Answer = TypeVar("Answer")

__all__ = ["delayed", "side_by_side", "starting"]

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


@contextmanager
def starting(processes: int, *modules: str) -> Iterator[None]:
    """Let the processes start and import `modules` while the work that needs them is prepared."""
    tasks = (delayed(import_all)(modules) for _ in range(processes))
    begun = _pool(processes, 1)(tasks) if processes > 1 else ()
    yield
    for _ in begun:
        pass


def import_all(modules: tuple[str, ...]) -> None:
    """Import modules by name."""
    for name in modules:
        import_module(name)


def _pool(processes: int, ahead: int) -> Parallel:
    return Parallel(
        n_jobs=processes, pre_dispatch=ahead * processes, batch_size=1, return_as="generator", max_nbytes=None
    )
