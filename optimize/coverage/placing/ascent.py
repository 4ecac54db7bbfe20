"""Steps uphill along subgradients, the way of all our Lagrangean bounds.

Source: Held, Wolfe and Crowder, Mathematical Programming 6 (1974), with a deflected direction (Camerini, Fratta
and Maffioli, Mathematical Programming Study 3 (1975)).
"""

from __future__ import annotations

import numpy as np

from quarterhour.arrays import Floats

LEVEL = 1e-12
"""A squared length of direction below which prices have settled."""


class Ascent:
    """Takes one step after the other; steps shrink where they find nothing.

    Parameters
    ----------
    patience
        Rounds without gain until the step shrinks and the search goes back to the best prices.
    shrink
        By how much it shrinks.
    least
        Width at which the search ends.
    deflection
        How much of its last direction a step keeps; it makes zigzags short.
    """

    def __init__(self, *, patience: int, shrink: float, least: float, deflection: float) -> None:
        self._patience, self._shrink, self._least, self._deflection = patience, shrink, least, deflection
        self.width = 1.0
        self._bad = 0
        self._way: Floats | float = 0.0

    def step(self, prices: Floats, best: Floats, uphill: Floats, lack: float, *, gained: bool) -> Floats | None:
        """The next prices after a round at `prices`; None where the search has ended.

        Parameters
        ----------
        best
            Prices of the best bound so far.
        uphill
            A subgradient at `prices`.
        lack
            By how much the bound there is below what is hoped for.
        gained
            Whether the round was one better than those before.
        """
        self._bad = 0 if gained else self._bad + 1
        if self._bad >= self._patience:
            self.width, self._bad, self._way, prices = self.width * self._shrink, 0, 0.0, best
        way = uphill + self._deflection * self._way
        self._way = way
        length = float(np.dot(way, way))
        if self.width < self._least or length < LEVEL:
            return None
        return prices + self.width * lack / length * way
