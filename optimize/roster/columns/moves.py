"""Which kind of neighbourhood comes next: drawn by what each saved for its work so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Move:
    """One kind of neighbourhood and what it has been worth.

    Attributes
    ----------
    size
        Duties that could change (person x day x kind), about. It grows while parts are solved to the end and
        shrinks where they are not.
    rate
        Cost saved per work, a running mean.
    """

    name: str
    size: float
    rate: float = np.inf
    tried: int = 0
    saved: int = 0

    def learn(self, saved: int, work: float, ended: bool) -> None:
        """What one part saved for its work, and whether it was solved to the end."""
        rate = saved / max(0.01, work)
        self.rate = rate if not np.isfinite(self.rate) else 0.8 * self.rate + 0.2 * rate
        self.tried += 1
        self.saved += saved
        self.size = self.size * 1.08 if ended else max(200.0, self.size * 0.9)


def usual(mixture: bool) -> list[Move]:
    """The kinds that every search has; with a bound's mixture one more."""
    sizes = {"dives": 3000.0, "columns": 1000.0, "people": 1000.0, "days": 1500.0, "windows": 9000.0}
    return [Move(name, size) for name, size in (sizes | ({"mixture": 4000.0} if mixture else {})).items()]


def drawn(moves: list[Move], generator: np.random.Generator) -> Move:
    """Those not tried yet first; then by rate, each with a share that keeps it in play."""
    new = [move for move in moves if not np.isfinite(move.rate)]
    if new:
        return new[0]
    rates = np.array([move.rate for move in moves])
    even = np.full(len(rates), 1 / len(rates))
    odds = 0.3 * even + 0.7 * (rates / rates.sum() if rates.sum() > 0 else even)
    return moves[int(generator.choice(len(rates), p=odds))]
