"""Swaps and cuts take turns in one process."""

from __future__ import annotations

import math

import numpy as np

from optimize.coverage.placing.covered.proving import Proving
from optimize.coverage.placing.covered.swaps import Swaps
from quarterhour.arrays import Ints
from quarterhour.seeds import generator

STAGES = ((0.35, 0.7, 0.3), (0.85, 0.95, 1.0), (0.97, 0.97, 8.0))
"""Parts of the time up to which answers and then bounds are looked for, and how often swaps begin again for
nothing, for each site to choose."""


def by_turns(proving: Proving) -> None:
    """Better answers and bounds, until they agree or the time is over."""
    draw, done = generator(proving.clock.limits.seed, "coverage", "swaps"), 0.0
    for part, proof, each in STAGES:
        returns, middle = math.ceil(each * proving.core.number), (done + part) / 2
        proving.offer(_swapped(proving, proving.opened_most, draw, middle, math.ceil(returns / 4)))
        proving.offer(_swapped(proving, proving.chosen, draw, part, returns))
        proving.tighten(proof)
        proving.decide()
        if proving.proven or proving.clock.over():
            return
        done = proof


def _swapped(proving: Proving, chosen: Ints, draw: np.random.Generator, part: float, returns: int) -> Ints:
    """`chosen` after swaps, until `part` of the time is used or so many returns to the best answer were vain."""
    if not 0 < len(chosen) < len(proving.core.places):
        return chosen
    swaps = Swaps(proving.core, chosen, proving.relaxed.opened, draw)
    swaps.go(proving.relaxed.value, proving.clock, lambda: proving.clock.over(part), returns)
    return swaps.best
