"""Work that needs nothing of each other, in threads: NumPy lets others run while it computes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from joblib import Parallel, delayed

Answer = TypeVar("Answer")
THREADS = 2
"""More would hold more at once in memory."""


def in_threads(tasks: Iterable[Callable[[], Answer]]) -> Iterator[Answer]:
    """The answers of the tasks in their order, each as soon as it and those before it are there."""
    yield from Parallel(n_jobs=THREADS, prefer="threads", return_as="generator")(delayed(task)() for task in tasks)
