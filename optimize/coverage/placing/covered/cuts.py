"""Cuts on maximum coverage: what neighbouring sites reach together, over all ways to open them.

The linear relaxation opens halves: of three sites it opens one and a half, and reaches every cell that two of them
share. For sites S, a_c >= 0 and b_j >= 0, let beta be the most that sum of a_c over the cells reached by T, less
sum of b_j over T, comes to over all subsets T of S. Every answer then keeps

    sum_c a_c z_c <= beta + sum_j g_j y_j,

where g_j of a site j is the least of sum of a_c over all its cells (it counts by itself) and, for each k in S,
b_k + sum of a_c over its cells that k does not reach (it counts as k). Proof: let T be those k that an open site
counts as. A cell that is reached is so by some k in T, which beta + sum of b over T pays for, or it is paid for by
the sites that reach it. These are local cuts (Applegate, Bixby, Chvatal and Cook, Mathematical Programming 97
(2003)), lifted to all sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from scipy import sparse

from quarterhour.arrays import Floats, Ints, Mask


@dataclass(frozen=True, eq=False)
class Cuts:
    """Rows cells @ z <= most + sites @ y.

    Attributes
    ----------
    cells, sites
        cuts x cells, cuts x sites: a and g, in any unit; none is negative.
    most
        beta of each cut.
    """

    cells: sparse.csr_array
    sites: sparse.csr_array
    most: Floats

    @classmethod
    def none(cls, cells: sparse.csr_array) -> Self:
        """No cut on cells x sites."""
        count, sites = cells.shape
        return cls(sparse.csr_array((0, count)), sparse.csr_array((0, sites)), np.zeros(0))

    @cached_property
    def of_cell(self) -> Mask:
        """Whether a cell is part of some cut."""
        mask: Mask = np.bincount(self.cells.indices, minlength=self.cells.shape[1]) > 0
        return mask

    @cached_property
    def rows(self) -> sparse.csr_array:
        """cuts x sites, then cells: what is at most `most`, as in `model`."""
        return sparse.csr_array(sparse.hstack([-self.sites, self.cells]))

    def kept(self, mask: Mask) -> Cuts:
        """Those of the mask."""
        return Cuts(self.cells[mask], self.sites[mask], self.most[mask])

    def within(self, of_cell: Ints, fixed_cells: Mask, sites: Ints, fixed_sites: Mask) -> Cuts:
        """The same on some sites and merged cells.

        Parameters
        ----------
        of_cell
            Of each cell its merged one; -1 for none.
        fixed_cells, fixed_sites
            Cells that are reached and sites that stand in any case; other sites than `sites` fall.
        """
        cell = np.flatnonzero(of_cell >= 0)
        shape = (len(of_cell), int(of_cell.max(initial=-1)) + 1)
        merged = sparse.csr_array((np.ones(len(cell)), (cell, of_cell[cell])), shape=shape)
        most = self.most - self.cells @ fixed_cells.astype(float) + self.sites @ fixed_sites.astype(float)
        return Cuts(sparse.csr_array(self.cells @ merged), sparse.csr_array(self.sites[:, sites]), most)

    def with_more(self, others: Sequence[Cuts]) -> Cuts:
        """These and others."""
        every = [self, *others]
        return Cuts(
            sparse.csr_array(sparse.vstack([cuts.cells for cuts in every])),
            sparse.csr_array(sparse.vstack([cuts.sites for cuts in every])),
            np.concatenate([cuts.most for cuts in every]),
        )
