"""What a process beside the one with the relaxations does: swaps in rounds of the same work, and cuts when asked.

What it is asked for goes before its swaps, which go on afterwards as if nothing had been between. As long as swaps
still find better answers they have as much work as the cuts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimize.coverage.placing.clock import UNIT, Clock
from optimize.coverage.placing.covered.broken import steps_of
from optimize.coverage.placing.covered.group import Group
from optimize.coverage.placing.covered.local import Local, local_cut
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.swaps import Swaps
from optimize.coverage.placing.covered.values import most_opened
from quarterhour.arrays import Floats, Ints
from quarterhour.beside import Asked
from quarterhour.result import Limits
from quarterhour.seeds import generator

ROUND = UNIT / 4
"""Steps of a round: a fifth of a second, or so."""

RETURNS = 8
"""Where swaps have begun again so often for each site to choose without a better answer, they wait until no cut is
asked for."""


@dataclass(frozen=True, eq=False)
class Round:
    """After so many rounds the best answer; None where that is the one before."""

    number: int
    chosen: Ints | None
    last: bool = False


@dataclass(frozen=True, eq=False)
class Look:
    """From now on cuts are looked for that this relaxation breaks, the `turn`-th."""

    turn: int
    opened: Floats
    reached: Floats


@dataclass(frozen=True, eq=False)
class Found:
    """The cut of the group that had this place in a turn, None for none."""

    turn: int
    place: int
    cut: Local | None


Wanted = list[tuple[int, Group]]
"""Groups and the place of each."""


def rounds(asked: Asked, core: Core, chosen: Ints, opened: Floats, limits: Limits) -> Iterator[Round | Found]:
    """Swaps from `chosen` and what is opened most, and cuts; as much work as the limits have, or without end."""
    clock, every = Clock(replace(limits, seconds=None)), replace(limits, seconds=None, work=None)
    swaps = Swaps(core, chosen, opened, generator(limits.seed, "coverage", "swaps", "beside"))
    number, told, look, owed = 1, swaps.most, Look(0, opened, np.zeros(len(core.weights))), 0.0
    swaps.add(most_opened(opened, core.number))

    def wanted() -> bool:
        return asked.waiting and (swaps.returns >= RETURNS * core.number or clock.steps >= owed)

    def over() -> bool:
        return wanted() or clock.over() or clock.steps >= number * ROUND

    while True:
        while wanted() or clock.over():
            ask: Look | Wanted = asked.take()
            if isinstance(ask, Look):
                look = ask
                continue
            for place, group in ask:
                yield Found(look.turn, place, local_cut(core, group, look.opened, look.reached, every))
            owed = clock.steps + sum(steps_of(group) for _, group in ask)
        swaps.go(np.inf, clock, over)
        if clock.over() or clock.steps >= number * ROUND:
            yield Round(number, swaps.best if swaps.most > told else None, clock.over())
            number, told = number + 1, swaps.most
