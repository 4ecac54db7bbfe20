"""A bound on every p-median, and what no better answer can use.

For any u_i the value sum_i u_i + (sum of the p least rho_j), with rho_j = sum_i min(0, d_ij - u_i), is a lower
bound (Cornuejols, Fisher and Nemhauser 1977); kept sites are among the p whatever their rho_j. The u_i are
found by subgradients and the value is recomputed in double precision. In an answer below the best one known
  - site j stands only if bound + rho_j - (the p-th rho) is below it,
  - site j falls only if bound - rho_j + (the p+1-st rho) is below it,
  - nobody travels further than u_i + (best - bound).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimize.coverage.placing.ascent import Ascent
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.median.interchange import interchange, total
from optimize.coverage.placing.values import closed
from quarterhour.arrays import Floats, Ints, Mask

Singles = npt.NDArray[np.float32]
"""Ways in single precision: half the memory to go through in every round."""

ROUNDS = 1000
PATIENCE, SHRINK, LEAST_STEP = 15, 0.75, 1e-4
DEFLECTION = 0.7
SWAPS_EVERY = 20


@dataclass(frozen=True, eq=False)
class Bound:
    """The best answer so far (places of sites, its cost), the best bound and its prices u, one a client."""

    chosen: Ints
    objective: float
    value: float
    prices: Floats

    def better(self, chosen: Ints, objective: float) -> Bound:
        """With another answer where that costs less."""
        return replace(self, chosen=chosen, objective=objective) if objective < self.objective else self


@dataclass(frozen=True, eq=False)
class Open:
    """Places of sites that stand in every better answer, and of those that may; `furthest` way of each client."""

    stand: Ints
    may: Ints
    furthest: Floats


def ascend(cost: Floats, number: int, kept: Mask, chosen: Ints, step: float, clock: Clock) -> Bound:
    """The best bound of some hundred rounds, and answers from the sites that it would open."""
    light = np.ascontiguousarray(cost.T, dtype=np.float32)
    less = np.empty_like(light)
    ways = np.partition(cost[:, chosen], min(1, number - 1), axis=1)
    first, second = ways[:, 0], ways[:, min(1, number - 1)]
    prices = first + 0.5 * np.minimum(second - first, np.maximum(first, 1.0))
    found = Bound(chosen, total(cost, chosen), -np.inf, prices)
    ascent = Ascent(patience=PATIENCE, shrink=SHRINK, least=LEAST_STEP, deflection=DEFLECTION)
    for turn in range(ROUNDS):
        clock.spend(cost.size)
        value, picked = lightly(light, less, prices, number, kept)
        gained = value > found.value + 1e-6
        if gained:
            found = replace(found, value=value, prices=prices)
        if turn % SWAPS_EVERY == SWAPS_EVERY // 2 and ascent.width > 0.05:
            other = interchange(cost, picked, kept, clock)
            found = found.better(other, total(cost, other))
        uphill = 1.0 - (light[picked] < prices).sum(axis=0)
        lack = max(found.objective - value, 0.5 * step)
        after = ascent.step(prices, found.prices, uphill, lack, gained=gained)
        if after is None or clock.over() or closed(found.objective, found.value - 0.05 * step, step):
            break
        prices = after
    return replace(found, value=exact(cost, found.prices, number, kept)[0])


def lightly(
    light: Singles, less: Singles, prices: Floats, number: int, kept: Mask
) -> tuple[float, npt.NDArray[np.intp]]:
    """The bound of given prices in single precision and the sites that it opens; `less` is overwritten."""
    np.minimum(light, prices.astype(np.float32), out=less)
    rho = less.sum(axis=1, dtype=np.float32).astype(float) - float(prices.sum())
    picked = cheapest(rho, number, kept)
    return float(prices.sum() + rho[picked].sum()), picked


def exact(cost: Floats, prices: Floats, number: int, kept: Mask) -> tuple[float, Floats]:
    """The bound of given prices in double precision, less what rounding may have added, and each rho."""
    rho = np.minimum(cost - prices[:, None], 0.0).sum(axis=0)
    value = float(prices.sum() + rho[cheapest(rho, number, kept)].sum())
    doubt = np.finfo(float).eps * len(cost) * float(np.abs(prices).sum() + np.abs(rho).sum())
    return value - doubt, rho


def cheapest(rho: Floats, number: int, kept: Mask) -> npt.NDArray[np.intp]:
    """Kept sites, and the others of least rho, `number` in all."""
    ranked = np.where(kept, -np.inf, rho)
    if number >= len(rho):
        return np.arange(len(rho))
    return np.argpartition(ranked, number - 1)[:number]


def fix(cost: Floats, kept: Mask, bound: Bound, step: float) -> Open:
    """What answers below the best one can use; `step` is by how much one must be below."""
    number = len(bound.chosen)
    value, rho = exact(cost, bound.prices, number, kept)
    slack = bound.objective - (1.0 - 1e-4) * step - value + 1e-9 * max(1.0, abs(bound.objective))
    falls, stands = fixed(rho, kept, number, slack)
    stands = kept | stands
    stand, may = (np.flatnonzero(mask).astype(np.int64) for mask in (stands, ~falls & ~stands))
    return Open(stand, may, bound.prices + slack)


def fixed(rho: Floats, kept: Mask, number: int, slack: float) -> tuple[Mask, Mask]:
    """Which sites fall, and which beside the kept ones stand, in every answer whose bound may rise by `slack`."""
    order = np.argsort(np.where(kept, -np.inf, rho), kind="stable")
    inside = np.zeros(len(rho), dtype=bool)
    inside[order[:number]] = True
    last, after = rho[order[number - 1]], rho[order[number]] if number < len(rho) else np.inf
    return ~inside & (rho - last > slack), inside & ~kept & (after - rho > slack)
