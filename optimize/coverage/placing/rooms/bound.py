"""A bound on capacitated location, and what better answers can not use.

Relaxed are sum_j x_ij = 1 (prices u_i) and total room sum_j s_j y_j >= d (price t), d being demand rounded up to
what sums of capacities can be. Site j then is worth rho_j = f_j - t s_j + (the least sum_i (c_ij - u_i) x_ij with
sum_i d_i x_ij <= s_j, 0 <= x_ij <= 1), a knapsack filled by (c_ij - u_i) / d_i, and the bound is
sum_i u_i + t d + sum_j min(0, rho_j), that of the linear relaxation with x_ij <= y_j at best. With the ratio
r_j <= 0 at which the knapsack is full, serving all of i from j costs at least
max(0, rho_j) + max(0, c_ij - u_i - r_j d_i) more than the bound.
Where t > 0, the site that total room stands at the edge of is open in part: with that part of whom it serves the
way uphill is that of the bound with the best t.
Source: Cornuejols, Sridharan and Thizy, European Journal of Operational Research 50 (1991).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.coverage.placing.ascent import Ascent
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.problem import Rooms
from quarterhour.arrays import Floats

ROUNDS = 500
PATIENCE, SHRINK, LEAST_STEP = 10, 0.75, 2e-3
DEFLECTION = 0.6
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of what room costs first prices of clients may hold."""
PART = 0.9
"""Up to which part of the time prices are looked for."""


@dataclass(frozen=True, eq=False)
class Priced:
    """A bound: its value, rho of each site, and what serving each client from each site costs more than it."""

    value: float
    prices: Floats
    rho: Floats
    extra: Floats


def ascend(
    rooms: Rooms,
    target: float,
    clock: Clock,
    *,
    prices: Floats | None = None,
    rounds: int = ROUNDS,
    enough: float = np.inf,
) -> tuple[Priced, Floats]:
    """The best bound of some rounds from `prices`, or one of `enough`, and how often each site stood lately.

    `target` is about what an answer costs.
    """
    if prices is None:
        prices = _first(rooms)
    best, often = _value(rooms, prices)[0], np.zeros(len(rooms.opening))
    ascent = Ascent(patience=PATIENCE, shrink=SHRINK, least=LEAST_STEP, deflection=DEFLECTION)
    for _ in range(rounds):
        clock.spend(8 * rooms.cost.size)
        now, served = _value(rooms, prices)
        often = 0.9 * often + 0.1 * (now.rho < 0)
        gained = now.value > best.value + 1e-6 * abs(best.value)
        if now.value > best.value:
            best = now
            if best.value > 0.999 * target:  # a guess that was too low
                target = 1.01 * best.value
        lack = max(target - now.value, 1e-4 * abs(target))
        after = ascent.step(prices, best.prices, 1.0 - served, lack, gained=gained)
        if after is None or best.value >= enough or clock.over(PART):
            break
        prices = after
    return best, often


def _first(rooms: Rooms) -> Floats:
    """What the nearest site costs, and of the price of room as much as gives the best bound.

    Where total room decides how many sites stand, t holds that price: from prices that hold it too, the bound
    rises slowly.
    """
    reachable = np.where(np.isfinite(rooms.cost), rooms.cost, 1e18)
    nearest = np.where(rooms.sites.usable[:, None], reachable, 1e18).min(axis=0)
    each = float(np.median(rooms.opening / np.maximum(rooms.capacity, 1e-9)))
    tried = [nearest + part * each * rooms.demand for part in PARTS]
    return max(tried, key=lambda prices: _value(rooms, prices)[0].value)


def _value(rooms: Rooms, prices: Floats) -> tuple[Priced, Floats]:
    """The bound of prices, less what rounding may have added, and how often it serves each client."""
    demand = rooms.demand
    less = rooms.cost - prices
    ratio = np.minimum(less / demand, 0.0)
    order = np.argsort(ratio, axis=1)
    row = np.arange(len(rooms.cost))
    full = np.cumsum(demand[order], axis=1) > rooms.capacity[:, None]
    at = np.argmax(full, axis=1)
    critical = np.where(full.any(axis=1), ratio[row, order[row, at]], 0.0)
    over = less - critical[:, None] * demand
    profit = np.minimum(over, 0.0)
    gained = profit.sum(axis=1)
    plain = rooms.opening + gained + critical * rooms.capacity
    room_price, edge, part = price_of_room(rooms, plain)
    rho = plain - room_price * rooms.capacity
    counted = np.where(rooms.sites.must, rho, np.minimum(rho, 0.0))
    counted[rooms.sites.forbidden] = 0.0
    terms = (prices, counted, gained, critical * rooms.capacity)
    doubt = 4 * np.finfo(float).eps * len(prices) * sum(float(np.abs(part).sum()) for part in terms)
    value = float(prices.sum() + room_price * rooms.room_needed + counted.sum()) - doubt
    stands = ((rooms.sites.must | (rho < 0)) & rooms.sites.usable).astype(float)
    if edge >= 0:
        stands[edge] = part
    served = _served(over, critical, demand, rooms.capacity, stands)
    extra = np.maximum(over, 0.0) + np.where(rooms.sites.must, 0.0, np.maximum(rho, 0.0))[:, None]
    extra[rooms.sites.forbidden] = np.inf
    return Priced(value, prices, np.where(rooms.sites.forbidden, np.inf, rho), extra), served


def _served(over: Floats, critical: Floats, demand: Floats, capacity: Floats, stands: Floats) -> Floats:
    """How much of each client the standing sites serve; the client at a full knapsack's edge in part."""
    here = np.flatnonzero(stands)
    inside = over[here] < 0
    served: Floats = stands[here] @ inside
    edge = (over[here] == 0) & (critical[here] < 0)[:, None]
    left = np.maximum(capacity[here] - inside @ demand, 0.0)
    served += stands[here] @ (np.minimum(left[:, None] / demand, 1.0) * edge)
    return served


def price_of_room(rooms: Rooms, plain: Floats) -> tuple[float, int, float]:
    """The t that makes the bound largest: that of the last site needed for total room, if it costs anything.

    Also that site, and the part of it that is needed; -1 and 0 where none is.
    """
    usable = np.flatnonzero(rooms.sites.usable & (rooms.capacity > 0))
    always, needed = rooms.capacity[rooms.sites.must].sum(), rooms.room_needed
    free = usable[~rooms.sites.must[usable]]
    each = plain[free] / rooms.capacity[free]
    order = np.argsort(each, kind="stable")
    room = always + np.cumsum(rooms.capacity[free[order]])
    enough = np.flatnonzero(room >= needed - 1e-9)
    if always >= needed - 1e-9 or not len(enough) or each[order[enough[0]]] <= 0:
        return 0.0, -1, 0.0
    last = int(free[order[enough[0]]])
    part = 1.0 - float(room[enough[0]] - needed) / float(rooms.capacity[last])
    return float(each[order[enough[0]]]), last, min(part, 1.0)
