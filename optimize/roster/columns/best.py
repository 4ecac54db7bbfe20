"""The best rosters so far, the bound beside them, and every step on the way."""

from __future__ import annotations

import math
import time

from optimize.roster.columns.capacity import least_cost
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.problem import Problem, Rosters, cost
from optimize.roster.columns.values import Incumbent


class Best:
    """Rosters of all people of a problem, replaced by better ones alone.

    Attributes
    ----------
    bound
        No rosters cost less; from the beginning what `capacity` says.
    """

    def __init__(self, problem: Problem, rosters: Rosters, clock: Clock) -> None:
        """Begin from rosters that keep to every rule."""
        self.problem, self.rosters, self.value = problem, rosters, cost(problem, rosters)
        self.bound = least_cost(problem)
        self.incumbents: list[Incumbent] = []
        self._clock = clock
        self._cpu = time.process_time()
        self._note()

    def offer(self, rosters: Rosters) -> None:
        """Take rosters where they are better, and report them."""
        value = cost(self.problem, rosters)
        if value < self.value:
            self.rosters, self.value = rosters, value
            self._note()

    @property
    def closed(self) -> bool:
        """Whether nothing better can be: costs are whole numbers."""
        return self.value - self.bound < 1 - 1e-6

    def target(self, gap: float) -> float:
        """The cost at which a search may end: the bound, or near enough to it for a relative gap."""
        return max(math.ceil(self.bound - 1e-6), self.bound / max(1e-9, 1 - gap))

    def _note(self) -> None:
        cpu = time.process_time() - self._cpu
        self.incumbents.append(Incumbent(self._clock.elapsed, cpu, self.value, self.bound))
        self._clock.progress.report("roster", self._clock.used, objective=float(self.value), bound=self.bound)
