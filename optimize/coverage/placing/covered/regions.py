"""Regions of sites without coordinates: numbers that differ little between sites which share many residents.

What chance says of every site is evened out between sites and cells step by step, as heat would be; sums of a few
such fields by chance are fields of the same kind. Sites above any value of one are a region, or several.
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.placing.covered.problem import Core
from quarterhour.arrays import Floats

FIELDS = 32
"""Fields that are evened out."""
STEPS = 10
"""Steps from sites to cells and back: more of them make larger regions."""


class Regions:
    """Fields over the sites of a core."""

    def __init__(self, core: Core, draw: np.random.Generator) -> None:
        self._draw = draw
        by_cell = 1.0 / np.maximum(np.diff(core.cells.indptr), 1)
        by_site = 1.0 / np.maximum(core.by_site @ core.weights, np.finfo(float).tiny)
        fields = draw.standard_normal((len(core.places), FIELDS))
        for _ in range(STEPS):
            fields = core.by_site @ ((core.weights * by_cell)[:, None] * (core.cells @ fields))
            fields *= by_site[:, None]
            fields -= fields.mean(axis=0)
            fields /= np.maximum(np.abs(fields).max(axis=0), np.finfo(float).tiny)
        self._fields = fields

    @staticmethod
    def steps(core: Core) -> float:
        """What making the fields counts as."""
        return float(FIELDS * STEPS * core.cells.nnz)

    def field(self) -> Floats:
        """A number for every site, another one each time."""
        field: Floats = self._fields @ self._draw.standard_normal(FIELDS)
        return field
