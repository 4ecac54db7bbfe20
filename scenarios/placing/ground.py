"""What every placement model reads of a network: inhabited zones, and which points must, may or may not stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimize.coverage.capacity import SPREAD_MONTHS
from optimize.coverage.placing import Sites
from optimize.coverage.reach import Reach
from quarterhour.arrays import Floats, Mask
from quarterhour.messages import Message
from quarterhour.progress import Progress
from quarterhour.result import Limits


@dataclass(frozen=True, eq=False)
class Ground:
    """What every model reads: inhabited zones and all points."""

    reach: Reach
    limits: Limits
    progress: Progress | None

    @property
    def must(self) -> Mask:
        """Outlets and required sites."""
        return self.reach.role("existing", "required")

    @property
    def sites(self) -> Sites:
        """Which points must stand and which may not."""
        return Sites(self.must, self.reach.role("forbidden", "competitor"))

    @property
    def living(self) -> Mask:
        """Zones where anybody lives."""
        inhabited: Mask = self.reach.residents > 0
        return inhabited

    @property
    def cover(self) -> sparse.csr_array:
        """Inhabited zones x points."""
        return sparse.csr_array(self.reach.cover()[np.flatnonzero(self.living)])

    @property
    def residents(self) -> Floats:
        """Of each inhabited zone."""
        return self.reach.residents[self.living]

    @property
    def minutes(self) -> Floats:
        """Inhabited zones x points; out of reach counts as the furthest that is known."""
        ways = np.full((len(self.reach.zones), len(self.reach.points)), self.reach.horizon)
        ways[self.reach.zone, self.reach.point] = self.reach.minutes
        return ways[self.living]

    @property
    def one_each(self) -> Floats:
        """1 for what is new."""
        return np.where(self.reach.role("existing"), 0.0, 1.0)

    @property
    def monthly(self) -> Floats:
        """Money a month of what is new."""
        money = self.reach.points["monthly_cost"] + self.reach.points["opening_cost"] / SPREAD_MONTHS
        return np.where(self.reach.role("existing"), 0.0, money.to_numpy(dtype=float))

    def number(self, points: int) -> tuple[int, tuple[Message, ...]]:
        """How many points stand when so many are new; required ones open all the same."""
        required = int(self.reach.role("required").sum())
        notes = (
            (Message("place.required_exceed", {"required": required, "points": points}),)
            if required > points
            else ()
        )
        return int(self.reach.role("existing").sum()) + max(points, required), notes
