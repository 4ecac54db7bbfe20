"""Prices of the measure's rows: what each path counts for in the tail, and what an interval short costs on top.

They start where nothing is known and move toward what the plan before says: the tail's paths by the mean over
rounds (subgradient steps of length 1 / rounds); the promise's price doubles while the promise is broken, then
halves the range between the last price at which it was broken and the last at which it was kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.shifts.uncertain.model import TwoStage
from optimize.shifts.uncertain.risk import broken_promise, value_at_risk
from optimize.shifts.uncertain.values import Outcome, Risk, Terms

ROUNDS = 8


@dataclass
class RiskPrices:
    """The prices of a round after the other.

    Attributes
    ----------
    rows
        Of the measure, at their place among all rows.
    done
        Whether another round would change nothing.
    """

    risk: Risk
    model: TwoStage
    terms: Terms
    rounds: int = 0
    low: float = 0.0
    high: float = np.inf

    def __post_init__(self) -> None:
        self.rows = np.zeros(len(self.model.program.least))
        if self.risk.kind == "cvar":
            self.rows[self.model.risk_rows] = -self.risk.weight * self.model.given.weights
        self.done = False

    def learn(self, outcome: Outcome) -> None:
        """Move by what the plan at these prices came to."""
        self.rounds += 1
        if self.risk.kind == "cvar":
            tail = -self.risk.weight * value_at_risk(self.risk, outcome)[0]
            self.rows = self.rows.copy()
            self.rows[self.model.risk_rows] += (tail - self.rows[self.model.risk_rows]) / (self.rounds + 1)
        elif self.risk.kind == "promise":
            self._halve(broken_promise(self.risk, outcome) > 1e-9)
        self.done = self.done or self.risk.kind == "expected" or self.rounds >= ROUNDS

    def _halve(self, broken: bool) -> None:
        price = -float(self.rows[self.model.risk_rows[0]])
        if broken:
            self.low = price
        else:
            self.high = price
            self.done = price == 0
        first = self.terms.shortage * self.model.given.clock.grid.grain / 60 / 2
        moved = (self.low + self.high) / 2 if np.isfinite(self.high) else max(first, 2 * self.low)
        self.rows = self.rows.copy()
        self.rows[self.model.risk_rows] = -moved
