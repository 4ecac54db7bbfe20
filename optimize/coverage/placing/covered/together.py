"""Cuts here, swaps and half of the cuts in a process beside, until answer and bound agree or the time is over."""

from __future__ import annotations

from optimize.coverage.placing.covered.beside import ROUND
from optimize.coverage.placing.covered.broken import broken
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.proving import Proving
from optimize.coverage.placing.covered.rounds import Others
from optimize.coverage.placing.covered.swaps import Swaps
from optimize.coverage.placing.covered.turns import by_turns
from quarterhour.arrays import Ints
from quarterhour.result import Limits
from quarterhour.seeds import generator

LARGE = 20_000
"""Entries of cells x sites from which on a process of its own pays."""
FIRST = 4
"""Rounds of swaps that are made here from the relaxation's sites, before the first cuts."""
LAST = 0.99
"""Part of the time that there is for cuts: then answers are joined."""


def pays(core: Core, chosen: Ints, limits: Limits) -> bool:
    """Whether limits have room for another process, and it pays; without an end in sight swaps would have none."""
    ends = limits.seconds is not None or limits.work is not None
    large = core.cells.nnz >= LARGE and 0 < len(chosen) < len(core.places)
    return limits.workers > 1 and ends and large


def together(proving: Proving) -> None:
    """Cuts as long as they close something, then swaps here too; the better answer of both at every step."""
    core, clock, opened = proving.core, proving.clock, proving.relaxed.opened
    with Others(core, proving.chosen, opened, clock.limits) as other:
        proving.search, proving.told = other.broken, lambda: other.best(clock)
        own = Swaps(core, proving.opened_most, opened, generator(clock.limits.seed, "coverage", "swaps"))
        _rounds(proving, own, FIRST)
        while not clock.over(LAST) and not proving.proven and not other.lost:
            before = proving.relaxed
            proving.tighten(LAST)
            proving.known()
            proving.decide()
            if proving.relaxed.value == before.value:
                if proving.objective > own.most:
                    own.add(proving.chosen)
                _rounds(proving, own, 1)
        if not proving.proven:
            proving.offer(other.best(clock, last=True))
    proving.search, proving.told = broken, lambda: proving.chosen
    if other.lost and not proving.proven:
        by_turns(proving)


def _rounds(proving: Proving, own: Swaps, count: int) -> None:
    clock = proving.clock
    end = clock.steps + count * ROUND
    own.go(proving.bound, clock, lambda: clock.over(LAST) or clock.steps >= end)
    proving.offer(own.best)
