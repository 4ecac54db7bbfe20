"""A good answer made better: one standing site after the other gives way to another site (tabu search).

Of all swaps (`gains`) the best one is made even where it loses; the two sites then keep their state for some
rounds, so that the search does not turn back (Glover, ORSA Journal on Computing 1 (1989)). Where nothing better
comes for long the search begins again at the best answer, with a share of its sites put elsewhere by chance
(Lourenco, Martin and Stutzle, Handbook of Metaheuristics (2003)): rather sites that a relaxation opens come, and
rather those go that it does not open.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.gains import Gains
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Floats, Ints

SHORTEST, LONGEST = 4, 16
"""Rounds for which a swapped site keeps its state, drawn anew for every swap."""
STALE = 200
"""Rounds without a better answer until the search begins again."""
SHAKEN = 0.35
"""Share of the sites that are put elsewhere then."""
EVER = 0.02
"""What every site is opened more than the relaxation says, for the chance that it comes."""
ROUND, LOOK = 4_000.0, 0.25
"""What a round counts as, and a look at each of its swaps: these are looked at in one piece."""


class Swaps:
    """A search that can be gone on with.

    Attributes
    ----------
    opened
        How far a relaxation opens each site, 0 to 1.
    best, most
        The best answer so far, and the residents that it reaches.
    vain
        How often the search has begun again since that was found.
    """

    def __init__(self, core: Core, chosen: Ints, opened: Floats, draw: np.random.Generator) -> None:
        self._core, self._draw, self._gains, self.opened = core, draw, Gains(core, chosen), opened
        self._kept, self._turn, self._since = np.zeros(len(core.places), dtype=np.int64), 0, 0
        self.best, self.most, self.vain = chosen, self._gains.reached, 0

    def go(self, bound: float, clock: Clock, over: Callable[[], bool], returns: float = np.inf) -> None:
        """On until it is `over`, `bound` is met or so many `returns` to the best answer were vain."""
        core, kept = self._core, self._kept
        while self.vain < returns and not over() and not closed(self.most, bound, core.step, most=True):
            gains, self._turn, self._since = self._gains, self._turn + 1, self._since + 1
            clock.spend(ROUND + LOOK * gains.pairs)
            least = self.most + 1e-9 * max(1.0, self.most)
            found = gains.best(kept > self._turn, least)
            if found is not None:
                goes, comes = found
                kept[[gains.chosen[goes], comes]] = self._turn + self._draw.integers(SHORTEST, LONGEST, 2)
                gains.swap(goes, comes)
            if gains.reached > least:
                self.best, self.most, self._since, self.vain = gains.chosen.copy(), gains.reached, 0, 0
                clock.report("coverage.most_covered", self.most, bound)
            elif self._since >= STALE:
                self._gains, self._since, self.vain = Gains(core, self.best), 0, self.vain + 1
                _shake(self._gains, self.opened, self._draw)
                kept[:] = 0


def _shake(gains: Gains, opened: Floats, draw: np.random.Generator) -> None:
    """Put some sites elsewhere by chance."""
    others = np.flatnonzero(~gains.stands)
    count = min(len(others), max(1, int(SHAKEN * len(gains.chosen))))
    places = _some(1.0 + EVER - opened[gains.chosen], count, draw)
    sites = others[_some(EVER + opened[others], count, draw)]
    for goes, comes in zip(places.tolist(), sites.tolist(), strict=True):
        gains.swap(goes, comes)


def _some(likely: Floats, count: int, draw: np.random.Generator) -> Ints:
    """So many places, drawn one after the other as `likely` as told (Gumbel's largest)."""
    return np.argsort(-np.log(likely) - draw.gumbel(size=len(likely)), kind="stable")[:count].astype(np.int64)
