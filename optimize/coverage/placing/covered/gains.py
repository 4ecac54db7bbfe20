"""What every swap of a standing site for another one would gain, kept up to date from swap to swap.

Opening a site adds the residents whom nobody reaches; closing one loses those whom it alone reaches, less those of
them whom the other one reaches too. A swap changes these sums only for cells that none, one or two sites reach
before or after it: only their entries are looked at anew (after Resende and Werneck, European Journal of
Operational Research 174 (2006), who keep such sums for the p-median).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.problem import Core
from quarterhour.arrays import Floats, Ints, Mask


class Gains:
    """Sites that stand, how many of them reach each cell, and what swaps gain.

    Attributes
    ----------
    chosen
        Sites that stand; a place in it is the site's until it goes.
    stands
        Of each site whether it does.
    reached
        Residents within reach.
    """

    def __init__(self, core: Core, chosen: Ints) -> None:
        self._core, by_site = core, sparse.csr_array(core.cells.T)
        self._cells_of = np.split(by_site.indices, by_site.indptr[1:-1])
        self._begins, self._sizes = core.cells.indptr[:-1].astype(np.int64), np.diff(core.cells.indptr)
        self._sites, self._weights = core.cells.indices.astype(np.int64), core.weights
        count = len(core.places)
        self.chosen, self.stands = chosen.copy(), np.zeros(count, dtype=bool)
        self.reached = core.base
        self._times, self._holders = np.zeros((2, len(core.weights)), dtype=np.int64)
        self._opens = by_site @ core.weights
        self._saved, self._gain = np.zeros((len(chosen), count)), np.empty((len(chosen), count))
        for place, site in enumerate(chosen.tolist()):
            self._open(place, site)

    @property
    def pairs(self) -> int:
        """How many swaps there are to look at."""
        return self._saved.size

    def best(self, barred: Mask, above: float) -> tuple[int, int] | None:
        """The place in `chosen` and the site of the swap that gains most, or loses least.

        Sites that are `barred` stay as they are, unless the swap comes to more than `above` residents.
        """
        lost = self._saved[np.arange(len(self.chosen)), self.chosen]
        gain = np.subtract(self._saved, lost[:, None], out=self._gain)
        gain += np.where(self.stands, -np.inf, self._opens)
        goes, comes = divmod(int(gain.argmax()), gain.shape[1])
        if (barred[self.chosen[goes]] or barred[comes]) and self.reached + gain[goes, comes] <= above:
            gain[barred[self.chosen]] = -np.inf
            gain[:, barred] = -np.inf
            goes, comes = divmod(int(gain.argmax()), gain.shape[1])
        return (goes, comes) if np.isfinite(gain[goes, comes]) else None

    def swap(self, goes: int, comes: int) -> None:
        """Put site `comes` in the place `goes`."""
        self._close(goes)
        self._open(goes, comes)

    def _close(self, place: int) -> None:
        site = int(self.chosen[place])
        own = self._cells_of[site]
        self.reached -= float(self._saved[place, site])
        self._opens += self._saved[place]
        self._saved[place] = 0.0
        self._times[own] -= 1
        self._holders[own] -= place
        self._count_alone(own[self._times[own] == 1], 1.0)
        self.stands[site] = False

    def _open(self, place: int, site: int) -> None:
        own = self._cells_of[site]
        times = self._times[own]
        self._count_alone(own[times == 1], -1.0)
        sites, residents = self._entries(own[times == 0])
        row = np.bincount(sites, residents, minlength=len(self.stands))
        self._saved[place] = row
        self._opens -= row
        self._times[own] += 1
        self._holders[own] += place
        self.chosen[place], self.stands[site] = site, True
        self.reached += float(row[site])

    def _count_alone(self, cells: Ints, sign: float) -> None:
        """Count `cells`, each reached by one site alone, among what others would save of its loss, or no more."""
        sites, residents = self._entries(cells)
        row = np.repeat(self._holders[cells], self._sizes[cells]) * len(self.stands)
        np.add.at(self._saved.reshape(-1), row + sites, sign * residents)

    def _entries(self, cells: Ints) -> tuple[Ints, Floats]:
        """All sites of `cells`, one cell after the other, and the residents of their cells."""
        sizes = self._sizes[cells]
        before = np.cumsum(sizes) - sizes
        entries = np.arange(int(sizes.sum())) + np.repeat(self._begins[cells] - before, sizes)
        return self._sites[entries], np.repeat(self._weights[cells], sizes)
