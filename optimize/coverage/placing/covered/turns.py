"""Swaps and cuts take turns in one process."""

from __future__ import annotations

import math

from optimize.coverage.placing.covered.proving import Proving
from optimize.coverage.placing.covered.swaps import Swaps
from quarterhour.seeds import generator

STAGES = ((0.35, 0.7, 0.3), (0.85, 0.95, 1.0), (0.97, 0.97, 8.0))
"""Parts of the time up to which answers and then bounds are looked for, and how often swaps begin again for
nothing, for each site to choose."""


def by_turns(proving: Proving) -> None:
    """Better answers and bounds, until they agree or the time is over."""
    core, clock = proving.core, proving.clock
    choice = 0 < len(proving.chosen) < len(core.places)
    draw = generator(clock.limits.seed, "coverage", "swaps")
    swaps = Swaps(core, proving.chosen, proving.relaxed.opened, draw) if choice else None
    for part, proof, each in STAGES:
        if swaps is not None:
            _swap(proving, swaps, part, math.ceil(each * core.number))
        proving.tighten(proof)
        proving.decide()
        if proving.proven or clock.over():
            return


def _swap(proving: Proving, swaps: Swaps, part: float, returns: int) -> None:
    """Go on, also from the relaxation's sites, until `part` of the time is used or so many `returns` were vain."""
    swaps.opened = proving.relaxed.opened
    swaps.add(proving.opened_most)
    swaps.go(proving.relaxed.value, proving.clock, lambda: proving.clock.over(part), returns)
    proving.offer(swaps.best)
