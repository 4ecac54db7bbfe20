"""The relaxation of maximum coverage, and which cells are rows of it.

Reached is the least of 1 and of how much of its sites stands. A cell far from where the two meet needs no row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimize.coverage.placing.covered.cuts import Cuts
from optimize.coverage.placing.covered.model import model
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Fixed
from optimize.solve import LinearModel
from quarterhour.arrays import Floats, Ints, Mask

MARGIN = 0.2
"""A cell whose sites a relaxation opens less or more than once by this much is hardly at its limit in the next."""

TINY = 1e-9
"""Entries that a relaxation leaves out: its bound is computed anew with them."""


@dataclass(frozen=True, eq=False)
class Split:
    """Cells that are rows, and those of the others that are reached as often as their sites stand.

    All others are reached. What a relaxation reaches is no less by this.
    """

    rows: Ints
    barely: Mask

    @classmethod
    def of(cls, core: Core, cuts: Cuts, before: Floats | None) -> Split:
        """All cells are rows, or those in cuts and those that what was opened `before` reaches about once."""
        if before is None:
            return cls(np.arange(len(core.weights)), np.zeros(len(core.weights), dtype=bool))
        times = core.cells @ before
        rows = (np.abs(times - 1.0) <= MARGIN) | cuts.of_cell
        return cls(np.flatnonzero(rows).astype(np.int64), ~rows & (times < 1.0))


def program(core: Core, cuts: Cuts, fixed: Fixed, split: Split, mean: float) -> LinearModel:
    """The relaxation in mean cells' residents, as least cost."""
    sites = len(core.places)
    own = replace(cuts, cells=sparse.csr_array(cuts.cells[:, split.rows]))
    whole = model(sparse.csr_array(core.cells[split.rows]), core.weights[split.rows] / mean, core.number, own)
    cost, lower, upper = -whole.cost, whole.lower, whole.upper
    cost[:sites] = -(core.cells.T @ np.where(split.barely, core.weights, 0.0)) / mean
    lower[:sites][fixed.stands], upper[:sites][fixed.falls] = 1.0, 0.0
    matrix = whole.matrix.copy()
    matrix.data[np.abs(matrix.data) < TINY] = 0.0
    matrix.eliminate_zeros()
    return replace(whole, cost=cost, matrix=matrix, maximise=False, integer=np.zeros_like(whole.integer))
