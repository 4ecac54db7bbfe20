"""A good answer made better: one standing site after the other gives way to another site (tabu search).

Of all swaps (`gains`) the best one is made even where it loses; the two sites then keep their state for some
rounds, so that the search does not turn back (Glover, ORSA Journal on Computing 1 (1989)). Where nothing better
comes for a while the search begins again: once there are enough answers (`pool`), mostly with one region of one
and the rest of another (`regions`), and else at the best answer, with a share of its sites put elsewhere by chance
(Lourenco, Martin and Stutzle, Handbook of Metaheuristics (2003)): rather sites that a relaxation opens come, and
rather those go that it does not open.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.gains import Gains
from optimize.coverage.placing.covered.pool import Pool, mixed
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.regions import Regions
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Floats, Ints

SHORTEST, LONGEST = 4, 16
"""Rounds for which a swapped site keeps its state, drawn anew for every swap."""
STALE = 60
"""Rounds without a better answer until the search begins again."""
SHAKEN = 0.35
"""Share of the sites that are put elsewhere then, where two answers are not mixed."""
MIXED = 0.7
"""How often two answers are mixed, once there are enough."""
EVER = 0.02
"""What every site is opened more than the relaxation says, for the chance that it comes."""
ROUND, LOOK = 10_000.0, 0.75
"""What a round counts as, and a look at each swap of two sites that share residents."""
SITE = 5_000.0
"""What a site counts as that is put where the search begins again."""


class Swaps:
    """A search that can be gone on with.

    Attributes
    ----------
    opened
        How far a relaxation opens each site, 0 to 1.
    best, most
        The best answer so far, and the residents that it reaches.
    returns
        How often the search has begun again since it found the best answer.
    vain
        The same since it found that, or one that made the pool better.
    """

    def __init__(self, core: Core, chosen: Ints, opened: Floats, draw: np.random.Generator) -> None:
        self._core, self._draw, self.opened = core, draw, opened
        self._pool, self._waiting = Pool(), list[Ints]()
        self._regions: Regions | None = None
        self._kept, self._turn = np.zeros(len(core.places), dtype=np.int64), 0
        self._gains, self._since = Gains(core, chosen), 0
        self._own, self._reached = chosen, self._gains.reached
        self.best, self.most, self.returns, self.vain = chosen, self._gains.reached, 0, 0

    def add(self, chosen: Ints) -> None:
        """An answer that the search begins with when it next begins again."""
        self._waiting.append(chosen)
        self.vain, reached = 0, self._core.reached(chosen)
        if reached > self.most:
            self.best, self.most, self.returns = chosen, reached, 0

    def go(self, bound: float, clock: Clock, over: Callable[[], bool], returns: float = np.inf) -> None:
        """On until it is `over`, `bound` is met or the search has begun again so often in vain."""
        core, kept = self._core, self._kept
        while self.vain < returns and not over() and not closed(self.most, bound, core.step, most=True):
            gains, self._turn, self._since = self._gains, self._turn + 1, self._since + 1
            clock.spend(ROUND + LOOK * gains.pairs)
            found = gains.best(kept > self._turn, _more(self._reached))
            if found is not None:
                goes, comes = found
                kept[[gains.chosen[goes], comes]] = self._turn + self._draw.integers(SHORTEST, LONGEST, 2)
                gains.swap(goes, comes)
            if gains.reached > _more(self._reached):
                if self._keep():
                    clock.report("coverage.most_covered", self.most, bound)
            elif self._since >= STALE:
                self._again(clock)

    def _begin(self, chosen: Ints, *, shaken: bool = False) -> None:
        self._gains = Gains(self._core, chosen)
        if shaken:
            _shake(self._gains, self.opened, self._draw)
        self._keep()
        self._kept[:] = 0

    def _keep(self) -> bool:
        """Take where the search stands as the best since it began again; whether it is the best of all."""
        self._own, self._reached, self._since = self._gains.chosen.copy(), self._gains.reached, 0
        better = self._reached > _more(self.most)
        if better:
            self.best, self.most, self.returns, self.vain = self._own, self._reached, 0, 0
        return better

    def _again(self, clock: Clock) -> None:
        """Keep what was found, and begin elsewhere."""
        clock.spend(SITE * len(self._own))
        had = self._pool.full
        better = self._pool.offer(self._own, self._reached)
        self.returns += 1
        self.vain = 0 if better and had else self.vain + 1
        if self._waiting:
            self._begin(self._waiting.pop())
            return
        mix = self._pool.full and self._draw.random() < MIXED
        chosen = self._mixed(clock) if mix else None
        self._begin(self.best if chosen is None else chosen, shaken=chosen is None)

    def _mixed(self, clock: Clock) -> Ints | None:
        """Two answers of the pool mixed; where they are too alike the poorer one goes."""
        if self._regions is None:
            clock.spend(Regions.steps(self._core))
            self._regions = Regions(self._core, self._draw)
        pool = self._pool
        one, other = self._draw.choice(len(pool.answers), 2, replace=False).tolist()
        chosen = mixed(pool.answers[one], pool.answers[other], self._regions.field(), self._draw)
        if chosen is None:
            pool.drop(min(one, other, key=lambda place: pool.reached[place]))
        return chosen


def _more(reached: float) -> float:
    """What is more residents than these, beyond what sums of floats may lose."""
    return reached + 1e-9 * max(1.0, reached)


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
