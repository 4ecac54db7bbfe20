"""Plans of one network under many scenarios ask engines the same again: each question is answered once a run.

A question is everything that an engine is given, so that one which differs in a single count, label, seed, limit
or number of processes is answered afresh. Where a cache of answers is handed over, or somebody has asked to stop,
the engine itself is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from forecast import forecast
from forecast.learners import network, opinions, trees
from quarterhour.content import digest
from quarterhour.progress import Progress
from tests.shelf import shared

Answer = TypeVar("Answer")

_MADE: dict[str, Any] = {}


def answered_once(engine: Callable[..., Answer]) -> Callable[..., Answer]:
    """An engine that is asked only what this run has not asked it yet."""

    @wraps(engine)
    def asked(*given: Any, progress: Progress | None = None, cache: Any = None, **named: Any) -> Answer:
        told = {} if progress is None else {"progress": progress}
        if cache is not None or (progress is not None and progress.stopped):
            return engine(*given, **named, **told, **({} if cache is None else {"cache": cache}))

        def whole() -> Answer:
            answer = engine(*given, **named, **told)
            if progress is not None and progress.stopped:
                raise _StoppedError(answer)
            return answer

        name = f"{engine.__module__}.{engine.__qualname__} {digest(_sizes(), given, named)}"
        if name not in _MADE:
            try:
                _MADE[name] = shared(name, whole)
            except _StoppedError as stopped:
                return cast("Answer", stopped.answer)
        return cast("Answer", _MADE[name])

    return asked


class _StoppedError(Exception):
    """Somebody asked to stop meanwhile: the answer is not whole, and nobody else gets it."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer


def _sizes() -> tuple[int, int, int, int]:
    """What tests change in the engine of forecasts, beside what it is given."""
    return trees.TREES, network.EPOCHS, opinions.FEWEST_DRAWN, opinions.MOST_DRAWN


foreseen_once = answered_once(forecast)
