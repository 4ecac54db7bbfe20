"""What is expensive to make and only read is made once a run, also where several processes share it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

FOLDER = "QUARTERHOUR_TEST_SHELF"
"""Names the run's folder; tests/conftest.py makes it before any worker starts, and removes it."""


def folder() -> Path:
    """The folder that all processes of this run share."""
    return Path(os.environ[FOLDER])


def shared(name: str, make: Callable[[], Made]) -> Made:
    """What `make` returned to the first process of this run that asked; the others wait, and read it."""
    path = folder() / (hashlib.sha256(name.encode()).hexdigest() + ".pickle")
    with _alone(path):
        if not path.exists():
            made = make()
            path.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
            return made
    return pickle.loads(path.read_bytes())  # noqa: S301 - written by this run


def made_once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Call a function once a run for the same arguments; for results that nobody changes."""

    @cache
    @wraps(make)
    def once(*arguments: Given.args, **named: Given.kwargs) -> Made:
        name = f"{make.__module__}.{make.__qualname__}{arguments!r}{sorted(named.items())!r}"
        return shared(name, lambda: make(*arguments, **named))

    return once


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No two processes at once; the lock ends with its process, so that a killed one blocks nobody."""
    with path.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
