"""Our side of a line where nothing is optimised."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.frame import Options


def answer(seconds: float, options: Options, checked: bool, objective: float | None = None) -> dict[str, Any]:
    """Our side of a line where nothing is optimised: the time, and whether it was checked."""
    figures = {"objective": objective, "bound": None, "status": None, "gap": None}
    return {**figures, "seconds": seconds, "seed": options.seed, "checked": checked}


def timed(work: Callable[..., Any], *arguments: Any, **options: Any) -> tuple[Any, float]:
    """What the work gives, and its seconds by the clock."""
    began = time.perf_counter()
    found = work(*arguments, **options)
    return found, time.perf_counter() - began
