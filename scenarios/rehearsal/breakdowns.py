"""When pieces of equipment are down: drawn by piece, so that nothing else moves the draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator
from scenarios.rehearsal.customers import STAGE

MONTH = 365.25 / 12 * 24 * 60
"""Minutes; failures are stated by the month."""


@dataclass(frozen=True)
class Breakdowns:
    """Stretches in which one piece is down, in minutes: replication, begin, end."""

    replication: Ints
    begin: Floats
    end: Floats

    def of(self, replication: int) -> tuple[Floats, Floats]:
        """Begins and ends in one replication."""
        own = self.replication == replication
        return self.begin[own], self.end[own]


def draw_breakdowns(equipment: pd.DataFrame, length: float, replications: int, seed: int) -> Breakdowns:
    """Failures and repairs of all pieces over the horizon.

    A piece works for an exponential time (the mean is a month over `failures_a_month`) and is repaired for an
    exponential time (mean `repair_hours`), by clock hours. It begins as it is at any time: down with the
    long-run share of time that it is.

    Parameters
    ----------
    equipment
        equipment, pieces, failures_a_month, repair_hours: one row a kind at the outlet.
    length
        Of the horizon, in minutes.
    """
    found: list[tuple[int, float, float]] = []
    for row in equipment.to_dict("records"):
        up, down = MONTH / max(float(row["failures_a_month"]), 1e-12), 60.0 * float(row["repair_hours"])
        if up >= MONTH * 1e9 or down == 0:
            continue
        for replication in range(replications):
            draw = generator(seed, STAGE, "equipment", str(row["equipment"]), replication)
            for _ in range(int(row["pieces"])):
                broken = draw.random() < down / (up + down)
                now = 0.0
                while now < length:
                    until = now + draw.exponential(down if broken else up)
                    if broken:
                        found.append((replication, now, min(until, length)))
                    now, broken = until, not broken
    table = np.array(found, dtype=np.float64).reshape(-1, 3)
    return Breakdowns(table[:, 0].astype(np.int64), table[:, 1], table[:, 2])
