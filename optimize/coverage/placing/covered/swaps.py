"""A good answer made better: one standing site after the other gives way to another site (tabu search).

For all swaps at once: opening j adds the residents whom nobody reaches, closing r loses those whom it alone
reaches, less those of them whom j reaches. The best swap is made even where it loses; the two sites then keep
their state for some rounds, so that the search does not turn back (Glover, ORSA Journal on Computing 1 (1989)).
Where nothing better comes for long the search begins again at the best answer, with a share of its sites put
elsewhere by chance (Lourenco, Martin and Stutzle, Handbook of Metaheuristics (2003)).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Floats, Ints

SHORTEST, LONGEST = 4, 16
"""Rounds for which a swapped site keeps its state, drawn anew for every swap."""
STALE = 50
"""Rounds without a better answer until the search begins again."""
SHAKEN = 0.35
"""Share of the sites that are put elsewhere then."""
LOOKS = 6.0
"""How often a round looks at each entry."""


def swap(
    core: Core, chosen: Ints, bound: float, clock: Clock, draw: np.random.Generator, *, part: float, returns: int
) -> Ints:
    """The best answer until `part` of the time is used, `bound` is met or so many `returns` to it were vain."""
    if not 0 < len(chosen) < len(core.places):
        return chosen
    search, kept = _Search(core, chosen), np.zeros(len(core.places), dtype=np.int64)
    best, most = chosen, search.reached
    turn = since = vain = 0
    while vain < returns and not clock.over(part) and not closed(most, bound, core.step, most=True):
        turn, since = turn + 1, since + 1
        clock.spend(LOOKS * core.cells.nnz)
        search.best_swap(kept, turn, most, draw)
        if search.reached > most + 1e-9 * max(1.0, most):
            best, most, since, vain = search.chosen.copy(), search.reached, 0, 0
            clock.report("coverage.most_covered", most, bound)
        elif since >= STALE:
            search, since, vain = _Search(core, best), 0, vain + 1
            search.shake(draw)
            kept[:] = 0
    return best


class _Search:
    """Sites that stand, how often each cell is reached, and what every swap would gain."""

    def __init__(self, core: Core, chosen: Ints) -> None:
        self._core = core
        self._by_site = sparse.csr_array(core.cells.T)
        self._cell = np.repeat(np.arange(core.cells.shape[0]), np.diff(core.cells.indptr))
        self.chosen = chosen.copy()
        self.reached = core.reached(chosen)
        stands = np.isin(core.cells.indices, chosen)
        self._times = np.bincount(self._cell[stands], minlength=len(core.weights))

    def best_swap(self, kept: Ints, turn: int, most: float, draw: np.random.Generator) -> None:
        """Make the swap that gains most, or loses least, of sites not `kept`, or of all that come above `most`."""
        gain, rest = self.gains(), kept <= turn
        allowed = (rest[self.chosen][:, None] & rest) | (gain > most - self.reached + 1e-9 * max(1.0, most))
        goes, comes = divmod(int(np.argmax(np.where(allowed, gain, -np.inf))), gain.shape[1])
        if allowed[goes, comes] and np.isfinite(gain[goes, comes]):
            kept[[self.chosen[goes], comes]] = turn + draw.integers(SHORTEST, LONGEST, 2)
            self.swap(goes, comes)

    def shake(self, draw: np.random.Generator) -> None:
        """Put some sites elsewhere by chance."""
        others = np.setdiff1d(np.arange(len(self._core.places)), self.chosen)
        count = min(len(others), max(1, int(SHAKEN * len(self.chosen))))
        places, sites = draw.permutation(len(self.chosen))[:count], draw.permutation(others)[:count]
        for goes, comes in zip(places.tolist(), sites.tolist(), strict=True):
            self.swap(goes, comes)

    def gains(self) -> Floats:
        """Places in `chosen` x sites: residents more when the one gives way to the other."""
        core, count = self._core, len(self._core.places)
        opens = self._by_site @ np.where(self._times == 0, core.weights, 0.0)
        entry = np.flatnonzero((self._times == 1)[self._cell])
        cell, site = self._cell[entry], core.cells.indices[entry]
        at = np.full(count, -1)
        at[self.chosen] = np.arange(len(self.chosen))
        alone = at[site] >= 0
        owner = np.zeros(len(core.weights), dtype=np.int64)
        owner[cell[alone]] = at[site[alone]]
        pair = owner[cell] * count + site
        saved = np.bincount(pair, core.weights[cell], minlength=len(self.chosen) * count).astype(float)
        saved = saved.reshape(-1, count)
        lost = saved[np.arange(len(self.chosen)), self.chosen]
        gain: Floats = opens + saved - lost[:, None]
        gain[:, self.chosen] = -np.inf
        return gain

    def swap(self, goes: int, comes: int) -> None:
        """Put site `comes` in the place of the `goes`-th."""
        for site, change in ((int(self.chosen[goes]), -1), (comes, 1)):
            own = self._by_site.indices[self._by_site.indptr[site] : self._by_site.indptr[site + 1]]
            self._times[own] += change
        self.chosen[goes] = comes
        self.reached = self._core.base + float(self._core.weights[self._times > 0].sum())
