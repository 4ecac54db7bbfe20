"""Prices of cover and of limits, and the bound that they prove.

For any y within -over .. under (day x kind: what one more person is worth) and any u >= 0 (person x kind: what a
duty of a limited kind costs beyond its price)

    bound(y, u) = offset + sum y wanted + sum_p (min over rosters of sum(price - y + u) - sum_k u[p, k] most[p, k])

is at most the cost of every roster (Lagrange; Held and Karp 1971). Prices are whole parts of a unit (see `scale`)
and all sums are whole numbers, so the bound is exact, without a tolerance.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimize.roster.columns.pricing import Found, Pricing
from optimize.roster.columns.problem import BANNED, Flags, Ids, Problem, Rosters
from optimize.roster.columns.scale import dearest, scale_of
from optimize.roster.columns.stints import NEVER, Table


@dataclass(frozen=True)
class Prices:
    """What cover is worth (day x kind) and what limited kinds cost (person x kind), in whole parts of a unit."""

    cover: Ids
    limit: Ids
    scale: int

    @staticmethod
    def of(problem: Problem, cover: NDArray[np.float64], limit: NDArray[np.float64]) -> Prices:
        """Rounded, and brought within what a bound allows."""
        scale = scale_of(problem)
        low, high = -problem.over * scale, problem.under * scale
        return Prices(
            np.clip(np.rint(cover * scale).astype(np.int64), low, high),
            np.clip(np.rint(limit * scale).astype(np.int64), 0, dearest(problem.days, scale)),
            scale,
        )


class Priced:
    """A problem's people with their own prices ready to be changed by `Prices`."""

    def __init__(self, problem: Problem, corridor: bool = False) -> None:
        self.problem = problem
        self.pricing = Pricing(problem, corridor)
        self._banned = problem.price >= BANNED
        self._own = np.where(self._banned, 0, problem.price)
        most = np.minimum(problem.most_of_kind, problem.days)
        can = ~self._banned[:, :, 1:].all(axis=1)
        self.limited = can & (most < problem.days)
        self.most = np.where(self.limited, most, 0)

    def of(self, people: Ids) -> Self:
        """Some of the people, in that order."""
        some = copy(self)
        some.problem = self.problem.of(people)
        some.pricing = self.pricing.of(some.problem, people)
        some._banned, some._own = self._banned[people], self._own[people]
        some.limited, some.most = self.limited[people], self.most[people]
        return some

    def charged(self, prices: Prices) -> Table:
        """Person x day x (off, kinds): what a roster's days cost at these prices."""
        charged = self._own * prices.scale
        charged[:, :, 1:] += prices.limit[:, None, :] - prices.cover[None]
        charged[self._banned] = NEVER
        return charged.astype(np.int32)

    def best(self, prices: Prices, barred: Flags | None = None) -> Found:
        """The cheapest rosters at these prices; limits of kinds only as far as prices hold them.

        Barred: person x day x (off, kinds) that are not to be.
        """
        charged = self.charged(prices)
        if barred is not None:
            charged[barred] = NEVER
        return self.pricing.best(charged)

    def excess(self, person: Ids, rosters: Rosters) -> Ids:
        """Row x kind: duties beyond the limits of kinds."""
        kinds = np.arange(1, len(self.problem.kinds) + 1)
        done = np.stack([(rosters == kind).sum(axis=1) for kind in kinds], axis=1)
        return np.where(self.limited[person], done - self.most[person], np.minimum(0, done - 1))
