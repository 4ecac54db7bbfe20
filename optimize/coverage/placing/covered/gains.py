"""What every swap of a standing site for another one would gain, kept up to date from swap to swap.

Opening a site adds the residents whom nobody reaches; closing one loses those whom it alone reaches, less those of
them whom the other one reaches too. A swap changes these sums only for cells that none, one or two sites reach
before or after it: only their entries are looked at anew (after Resende and Werneck, European Journal of
Operational Research 174 (2006), who keep such sums for the p-median).
"""

from __future__ import annotations

import numpy as np

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
        self._sharing, by_site = core.sharing, core.by_site
        self._cells_of = core.cells_of
        self._begins, self._sizes = core.cells.indptr[:-1].astype(np.int64), np.diff(core.cells.indptr)
        self._sites, self._weights = core.cells.indices.astype(np.int64), core.weights
        count = len(core.places)
        self.chosen, self.stands = chosen.copy(), np.zeros(count, dtype=bool)
        self.reached = core.base
        self._times, self._holders = np.zeros((2, len(core.weights)), dtype=np.int64)
        self._opens = by_site @ core.weights
        self._saved = np.zeros((len(chosen), count))
        self._near = [self._sharing(site) for site in chosen.tolist()]
        for place, site in enumerate(chosen.tolist()):
            self._open(place, site)

    @property
    def pairs(self) -> int:
        """How many swaps there are of sites that share residents."""
        return sum(len(some) for some in self._near)

    def best(self, barred: Mask, above: float) -> tuple[int, int] | None:
        """The place in `chosen` and the site of the swap that gains most, or loses least.

        Sites that are `barred` stay as they are, unless the swap comes to more than `above` residents.
        """
        count, places = len(self.stands), np.arange(len(self.chosen))
        lost = self._saved[places, self.chosen]
        opens = np.where(self.stands, -np.inf, self._opens)
        sites, place = np.concatenate(self._near), np.repeat(places, [len(some) for some in self._near])
        gain = self._saved.reshape(-1)[place * count + sites]
        gain += opens[sites]
        gain -= lost[place]
        found = _most(lost, opens, gain, place, sites)
        if found is None:
            return None
        most, goes, comes = found
        if (barred[self.chosen[goes]] or barred[comes]) and self.reached + most <= above:
            lost[barred[self.chosen]] = np.inf
            opens[barred] = -np.inf
            gain[np.isinf(lost)[place] | barred[sites]] = -np.inf
            found = _most(lost, opens, gain, place, sites)
        return None if found is None else found[1:]

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
        self.chosen[place], self.stands[site], self._near[place] = site, True, self._sharing(site)
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


def _most(lost: Floats, opens: Floats, gain: Floats, place: Ints, site: Ints) -> tuple[float, int, int] | None:
    """The swap that gains most and what it gains, None for none.

    It is the least loss with the most that a site opens, or one of the pairs of sites that share cells, whose
    `gain` is told.
    """
    goes, comes = int(lost.argmin()), int(opens.argmax())
    apart, pair = float(opens[comes] - lost[goes]), int(gain.argmax())
    if gain[pair] >= apart:
        apart, goes, comes = float(gain[pair]), int(place[pair]), int(site[pair])
    return (apart, goes, comes) if np.isfinite(apart) else None
