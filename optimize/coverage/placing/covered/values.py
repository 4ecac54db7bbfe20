"""What a relaxation of maximum coverage says: a bound, what it opens and reaches, and what is fixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.coverage.placing.covered.cuts import Cuts
from quarterhour.arrays import Floats, Ints, Mask

IDLE = 1e-4
"""A cut with less than this part of the largest force does not bind."""


@dataclass(frozen=True, eq=False)
class Fixed:
    """Sites that fall and that stand in every answer better than the best one known."""

    falls: Mask
    stands: Mask

    @property
    def free(self) -> Ints:
        """Sites that may stand or not."""
        return np.flatnonzero(~self.falls & ~self.stands).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A bound and the relaxation that it comes from.

    Attributes
    ----------
    value
        The bound, residents; of answers with what was `fixed` before.
    worth
        v of each site.
    opened, reached
        How much of each site the relaxation opens, and of each cell it reaches; 0 to 1.
    prices
        l of each cell.
    cuts, force
        The cuts that it kept, and m of each.
    level
        How many sizes of groups (`tighten`) have closed what they can.
    round, alone
        Seconds of the round of cuts that it comes from, and those that the next relaxation alone may take.
    """

    value: float
    worth: Floats
    opened: Floats
    reached: Floats
    prices: Floats
    cuts: Cuts
    force: Floats
    fixed: Fixed
    level: int = 0
    round: float = 0.0
    alone: float = 0.0

    @property
    def last(self) -> float:
        """Worth of the least of the sites that the bound takes."""
        number = round(float(self.opened.sum()))
        return float(np.sort(self.worth)[::-1][max(0, min(number, len(self.worth)) - 1)])

    @property
    def binding(self) -> Mask:
        """Cuts that matter: interior point leaves a little force to all."""
        mask: Mask = self.force > IDLE * self.force.max(initial=0.0)
        return mask


def most_opened(opened: Floats, number: int) -> Ints:
    """So many sites, those that a relaxation opens most."""
    return np.argsort(-opened, kind="stable")[:number].astype(np.int64)
