"""The process beside this one, as this one sees it: answers that it finds by swaps, and cuts that it shares.

With a limit of work it gives the rounds of swaps up to this process's own work, and is waited for: what is known
when does not depend on the machine. With a limit of time alone it gives what there is. Cuts are the same whoever
finds them: each process takes groups as it comes to them, this one from the front, that one from the back.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.beside import ROUND, Found, Look, Round, rounds
from optimize.coverage.placing.covered.broken import affordable
from optimize.coverage.placing.covered.group import Group
from optimize.coverage.placing.covered.local import Local, local_cut
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Relaxed
from quarterhour.arrays import Floats, Ints
from quarterhour.beside import Beside
from quarterhour.result import Limits

LOOK = 0.1
"""Seconds between two looks at whether the work was asked to stop."""
AHEAD = 4
"""Groups that the other process is given before it has told of those before."""


class Others:
    """The process, its answers and its cuts."""

    def __init__(self, core: Core, chosen: Ints, opened: Floats, limits: Limits) -> None:
        self._beside: Beside[Round | Found] = Beside(rounds, core, chosen, opened, limits, hears=True)
        self._limits, self._turn = limits, 0
        self._told, self._found = [Round(0, chosen)], list[Found]()

    @property
    def lost(self) -> bool:
        """Whether the process died."""
        return self._beside.failed

    def best(self, clock: Clock, *, last: bool = False) -> Ints:
        """The best answer when `clock` has done its work so far, or the `last` one of all that there will be."""
        asked = np.inf
        self._hear()
        if self._limits.work is not None:
            asked = np.inf if last else clock.steps // ROUND
            while self._told[-1].number < asked and not self._ended and not clock.late():
                self._hear(LOOK)
        return next(
            told.chosen for told in reversed(self._told) if told.chosen is not None and told.number <= asked
        )

    def broken(self, core: Core, relaxed: Relaxed, every: list[Group], clock: Clock, part: float) -> list[Local]:
        """Cuts of groups that a relaxation breaks, in the order of the groups."""
        some, cuts = affordable(every, clock, part), dict[int, Local | None]()
        self._turn, given = self._turn + 1, list[int]()
        self._beside.ask(Look(self._turn, relaxed.opened, relaxed.reached))
        while len(cuts) < len(some) and not clock.late(part, relaxed.alone):
            self._hear()
            cuts.update((found.place, found.cut) for found in self._found if found.turn == self._turn)
            self._found.clear()
            given = [place for place in given if place not in cuts]
            rest = [place for place in range(len(some)) if place not in cuts and place not in given]
            more = rest[::-1][: min(AHEAD - len(given), len(rest) - 1)]
            if more and not self._beside.ended:
                self._beside.ask([(place, some[place]) for place in more])
                given += more
            own = rest[:1] or given[-1:]
            for place in own:
                cuts[place] = local_cut(core, some[place], relaxed.opened, relaxed.reached, clock.left())
        return [cut for _, cut in sorted(cuts.items()) if cut is not None]

    @property
    def _ended(self) -> bool:
        return self._beside.ended or self._told[-1].last

    def _hear(self, wait: float = 0.0) -> None:
        for told in self._beside.come(wait):
            if isinstance(told, Round):
                self._told.append(told)
            else:
                self._found.append(told)

    def __enter__(self) -> Self:
        self._beside.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._beside.__exit__(kind, error, where)
