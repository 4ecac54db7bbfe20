"""What a relaxation needs some sites for: the cells around them, told apart by which of the sites reach them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.group import Group
from optimize.coverage.placing.covered.problem import Core
from quarterhour.arrays import Floats, Ints, Mask

BUCKETS = 32
"""Needs of cells are told apart in so many steps."""
LITTLE = 1e-6
"""A cell that needs no more than this of the sites needs none."""


@dataclass(frozen=True, eq=False)
class Around:
    """Cells around some sites, by kind.

    Attributes
    ----------
    cells, kind
        Cells of the core, and the kind of each.
    sites
        Of each kind the sites that reach it, a bit each.
    worth, need
        Of each kind its residents, and how much of its cells must come from the sites; 0 to 1.
    opened
        How far each of the sites is opened, together with those that count as it.
    """

    cells: Ints
    kind: Ints
    sites: Ints
    worth: Floats
    need: Floats
    opened: Floats

    @classmethod
    def of(cls, core: Core, group: Group, opened: Floats, reached: Floats) -> Around:
        """Cells that two of the sites reach or more, and that need some of them."""
        count = len(group.sites)
        own = sparse.csr_array(core.by_site[group.sites].T)
        touched = np.flatnonzero(np.diff(own.indptr) >= 2)
        reaches = own[touched].toarray() > 0
        alike = np.full(len(core.places), -1, dtype=np.int64)
        alike[group.sites], alike[group.others] = np.arange(count), group.alike
        need = reached[touched] - _from_others(core, touched, reaches, alike, opened)
        some = need > LITTLE
        touched, reaches, need = touched[some], reaches[some], need[some]
        steps = np.minimum((need * BUCKETS).astype(int), BUCKETS - 1)
        bits = reaches @ (1 << np.arange(count))
        _, first, kind = np.unique(bits * BUCKETS + steps, return_index=True, return_inverse=True)
        weights = np.maximum(core.weights[touched], 1e-9 * float(core.weights.mean()))
        worth: Floats = np.bincount(kind, weights).astype(float)
        average = np.bincount(kind, weights * need) / np.maximum(worth, 1e-300)
        whole = np.bincount(alike[alike >= 0], opened[alike >= 0], minlength=count).astype(float)
        return cls(touched.astype(np.int64), kind.astype(np.int64), bits[first], worth, average, whole)


def _from_others(core: Core, cells: Ints, reaches: Mask, alike: Ints, opened: Floats) -> Floats:
    """How much of each cell comes from sites that count by themselves, or as one that does not reach it."""
    entries = core.cells[cells]
    row = np.repeat(np.arange(len(cells)), np.diff(entries.indptr))
    counts_as = alike[entries.indices]
    within = (counts_as >= 0) & reaches[row, np.maximum(counts_as, 0)]
    given = np.where(within, 0.0, opened[entries.indices])
    total: Floats = np.bincount(row, given, minlength=len(cells)).astype(float)
    return total
