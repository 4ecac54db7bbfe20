"""Maximum coverage: what is given, and what merging and dominance leave of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from optimize.coverage.cells import reduced
from optimize.coverage.placing.values import Sites, step_of
from quarterhour.arrays import Floats, Ints, Mask


@dataclass(frozen=True, eq=False)
class Covering:
    """A maximum-coverage problem.

    Attributes
    ----------
    cover
        demand x sites, 1 where the site reaches the demand in time.
    weights
        Residents of each demand, not negative.
    number
        How many sites stand at most, those that must included.
    sites
        Which must stand, and which may not.
    """

    cover: sparse.csr_array
    weights: Floats
    number: int
    sites: Sites

    @classmethod
    def of(
        cls,
        cover: sparse.csr_array,
        weights: Floats,
        number: int,
        must: Mask | None = None,
        forbidden: Mask | None = None,
    ) -> Covering:
        """From masks.

        Raises
        ------
        ValueError
            When lengths do not fit, weights are negative or unknown, or more must stand than may.
        """
        if len(weights) != cover.shape[0]:
            raise ValueError(f"{len(weights)} weights for {cover.shape[0]} rows of demand.")
        if np.isnan(weights).any() or (weights < 0).any():
            raise ValueError("residents are negative or unknown somewhere.\nMaybe a cell is empty.")
        sites = Sites.of(cover.shape[1], must, forbidden)
        sites.check(number)
        return cls(sparse.csr_array(cover), weights.astype(float), number, sites)


@dataclass(frozen=True, eq=False)
class Core:
    """What is left to choose: cells that no kept site reaches, sites worth opening, and how many.

    Attributes
    ----------
    cells, weights
        cells x sites, and residents of each.
    places
        Of each site here its place in the problem.
    number
        Sites still to choose.
    base
        Residents that kept sites reach.
    step
        The number of which every answer's residents are a multiple; 0 for none.
    """

    cells: sparse.csr_array
    weights: Floats
    places: Ints
    number: int
    base: float
    step: float

    @cached_property
    def by_site(self) -> sparse.csr_array:
        """sites x cells."""
        return sparse.csr_array(self.cells.T)

    @cached_property
    def cells_of(self) -> list[Ints]:
        """The cells of each site."""
        return np.split(self.by_site.indices.astype(np.int64), self.by_site.indptr[1:-1])

    @cached_property
    def _sharing(self) -> dict[int, Ints]:
        return {}

    def sharing(self, site: int) -> Ints:
        """The sites that reach a cell of this one too, itself included; worked out when first asked for."""
        known = self._sharing.get(site)
        if known is None:
            sites = self.cells[self.cells_of[site]].indices
            known = self._sharing[site] = np.flatnonzero(np.bincount(sites)).astype(np.int64)
        return known

    def reached(self, chosen: Ints) -> float:
        """Residents within reach, those of kept sites included."""
        mask = np.zeros(len(self.places))
        mask[chosen] = 1.0
        return self.base + float(self.weights[(self.cells @ mask) > 0].sum())


def core(problem: Covering) -> Core:
    """The exact reductions: one cell a cover set, no site that another one dominates, nothing that is settled."""
    must = problem.sites.must
    reached = (problem.cover @ must.astype(float)) > 0
    rest = problem.cover[~reached] if must.any() else problem.cover
    weights = problem.weights[~reached] if must.any() else problem.weights
    free = np.flatnonzero(problem.sites.usable & ~must)
    open_ = rest if len(free) == rest.shape[1] else sparse.csr_array(rest[:, free])
    cells, worth = reduced(open_, weights, np.ones(len(free)))
    places = free[worth].astype(np.int64)
    number = min(problem.number - int(must.sum()), len(places))
    base = float(problem.weights[reached].sum())
    return Core(cells.cover.astype(float), cells.weights, places, number, base, step_of(problem.weights))
