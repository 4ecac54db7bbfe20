"""Swaps in rounds of the same work, which a process of its own makes and another one asks for.

With a limit of work the other one gets the rounds up to its own work, and waits for them: what it knows when does
not depend on the machine. With a limit of time alone it gets what there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import numpy as np

from optimize.coverage.placing.clock import UNIT, Clock
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.swaps import Swaps
from quarterhour.arrays import Floats, Ints
from quarterhour.beside import Beside
from quarterhour.result import Limits
from quarterhour.seeds import generator

ROUND = UNIT / 4
"""Steps of a round: a fifth of a second, or so."""
LOOK = 0.1
"""Seconds between two looks at whether the work was asked to stop."""


@dataclass(frozen=True, eq=False)
class Round:
    """After so many rounds the best answer; None where that is the one before."""

    number: int
    chosen: Ints | None


def rounds(core: Core, chosen: Ints, opened: Floats, limits: Limits) -> Iterator[Round]:
    """Swaps from `chosen` for as much work as the limits have; without end where they have none."""
    clock = Clock(replace(limits, seconds=None))
    swaps = Swaps(core, chosen, opened, generator(limits.seed, "coverage", "swaps", "beside"))
    number, told = 0, swaps.most

    def over() -> bool:
        return clock.over() or clock.steps >= number * ROUND

    while not clock.over():
        number += 1
        swaps.go(np.inf, clock, over)
        yield Round(number, swaps.best if swaps.most > told else None)
        told = swaps.most


class Others:
    """Rounds that another process makes."""

    def __init__(self, core: Core, chosen: Ints, opened: Floats, limits: Limits) -> None:
        self._beside, self._limits = Beside(rounds, core, chosen, opened, limits), limits
        self._told: list[Round] = [Round(0, chosen)]

    @property
    def lost(self) -> bool:
        """Whether the process died."""
        return self._beside.failed

    def best(self, clock: Clock, *, last: bool = False) -> Ints:
        """The best answer when `clock` has done its work so far, or the `last` one of all that there will be."""
        asked = np.inf
        self._told += self._beside.come()
        if self._limits.work is not None:
            asked = np.inf if last else clock.steps // ROUND
            while self._told[-1].number < asked and not self._beside.ended and not clock.late:
                self._told += self._beside.come(LOOK)
        return next(
            told.chosen for told in reversed(self._told) if told.chosen is not None and told.number <= asked
        )

    def __enter__(self) -> Self:
        self._beside.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._beside.__exit__(kind, error, where)
