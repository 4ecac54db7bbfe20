"""A good answer made better: one standing site after the other gives way to another site (tabu search).

Of all swaps (`gains`) the best one is made even where it loses; the two sites then keep their state for some
rounds, so that the search does not turn back (Glover, ORSA Journal on Computing 1 (1989)). Where nothing better
comes for long the search begins again at the best answer, with a share of its sites put elsewhere by chance
(Lourenco, Martin and Stutzle, Handbook of Metaheuristics (2003)).
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.gains import Gains
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Ints

SHORTEST, LONGEST = 4, 16
"""Rounds for which a swapped site keeps its state, drawn anew for every swap."""
STALE = 200
"""Rounds without a better answer until the search begins again."""
SHAKEN = 0.35
"""Share of the sites that are put elsewhere then."""
ROUND, LOOK = 4_000.0, 0.25
"""What a round counts as, and a look at each of its swaps: these are looked at in one piece."""


def swap(
    core: Core, chosen: Ints, bound: float, clock: Clock, draw: np.random.Generator, *, part: float, returns: int
) -> Ints:
    """The best answer until `part` of the time is used, `bound` is met or so many `returns` to it were vain."""
    if not 0 < len(chosen) < len(core.places):
        return chosen
    gains, kept = Gains(core, chosen), np.zeros(len(core.places), dtype=np.int64)
    best, most = chosen, gains.reached
    turn = since = vain = 0
    while vain < returns and not clock.over(part) and not closed(most, bound, core.step, most=True):
        turn, since = turn + 1, since + 1
        clock.spend(ROUND + LOOK * gains.pairs)
        least = most + 1e-9 * max(1.0, most)
        found = gains.best(kept > turn, least)
        if found is not None:
            goes, comes = found
            kept[[gains.chosen[goes], comes]] = turn + draw.integers(SHORTEST, LONGEST, 2)
            gains.swap(goes, comes)
        if gains.reached > least:
            best, most, since, vain = gains.chosen.copy(), gains.reached, 0, 0
            clock.report("coverage.most_covered", most, bound)
        elif since >= STALE:
            gains, since, vain = Gains(core, best), 0, vain + 1
            _shake(gains, draw)
            kept[:] = 0
    return best


def _shake(gains: Gains, draw: np.random.Generator) -> None:
    """Put some sites elsewhere by chance."""
    others = np.flatnonzero(~gains.stands)
    count = min(len(others), max(1, int(SHAKEN * len(gains.chosen))))
    places, sites = draw.permutation(len(gains.chosen))[:count], draw.permutation(others)[:count]
    for goes, comes in zip(places.tolist(), sites.tolist(), strict=True):
        gains.swap(goes, comes)
