"""Cells: intervals merged with their neighbours until enough customers were simulated, and how each is served."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.staffing.services import SLACK, Service
from quarterhour.arrays import Floats, Ints, Mask

LEAST = 2000
"""Simulated customers that a cell holds at least, where its spell has as many."""


def merge(customers: Floats, opened: Mask, least: float = LEAST) -> Ints:
    """Number of each slot's cell, shape (spells, slots); -1 where the spell is over.

    Slots of a spell are taken together in order of time until they hold `least`; what is left over at the
    spell's end joins its last cell. Cells are numbered through all spells.
    """
    cells = np.full(customers.shape, -1, dtype=np.int64)
    number = 0
    for spell, slots in enumerate(opened):
        first, held = number, 0.0
        for slot in np.flatnonzero(slots):
            cells[spell, slot] = number
            held += customers[spell, slot]
            if held >= least:
                number, held = number + 1, 0.0
        if number > first and (cells[spell] == number).any():
            cells[spell, cells[spell] == number] = number - 1
        number = int(cells[spell].max()) + 1 if slots.any() else number
    return cells


def totals(cells: Ints, values: Floats) -> Floats:
    """Sum of the slots' values by cell."""
    inside = cells >= 0
    return np.bincount(cells[inside], values[inside]).astype(np.float64)


@dataclass(frozen=True)
class Served:
    """What the cells of one staffing met: flat arrays by cell.

    Attributes
    ----------
    customers
        Number simulated.
    value
        Sum of what their waits count (see `Service.value`).
    """

    customers: Floats
    value: Floats

    def above(self, service: Service) -> Floats:
        """By how much the mean value lies above what was promised; cells where nobody came keep any promise."""
        mean = np.divide(
            self.value, self.customers, out=np.full_like(self.value, np.inf), where=self.customers > 0
        )
        return mean - service.target

    def kept(self, service: Service) -> Mask:
        """Whether the promise is kept to the letter."""
        return self.above(service) >= -SLACK

    def within(self, service: Service) -> float:
        """Share of cells in which the promise is reached within the tolerance."""
        return float((self.above(service) >= -service.tolerance - SLACK).mean())
