"""Whole clients against a site's room: the knapsacks of all sites at once, and the bound that they give.

Relaxed is sum_j x_ij = 1 (prices u_i) at sites that all stand. Site j then takes the clients that make
sum_i (c_ij - u_i) x_ij least with sum_i d_i x_ij <= s_j, x_ij in {0, 1}; the bound, sum_i u_i + sum_j (f_j +
that), is above the one of shares (`bound`), which fills the last client in part. Serving all of i from j costs at
least c_ij - u_i + (j's least in room s_j - d_i) - (j's least) more.
Source: Fisher, Jaikumar and Van Wassenhove, Management Science 32 (1986); the knapsacks by dynamic programming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.coverage.placing.ascent import Ascent
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.problem import Rooms
from optimize.coverage.placing.values import step_of
from quarterhour.arrays import Floats, Ints, Mask

ROUNDS = 80
PATIENCE, SHRINK, LEAST_STEP, DEFLECTION = 6, 0.7, 1e-2, 0.5
MOST_ROOM = 2_000
"""Room is counted in so many units at most: where it has more, demand is rounded down to coarser ones."""


@dataclass(frozen=True, eq=False)
class Packed:
    """The bound, and what serving each client from each site costs more than it."""

    value: float
    extra: Floats


def packed(rooms: Rooms, prices: Floats, below: float, clock: Clock) -> Packed:
    """The best bound of some rounds from `prices` where all sites stand, or one of `below`."""
    demand, room = _units(rooms)
    best, at = Packed(-np.inf, np.zeros(rooms.cost.shape)), prices
    ascent = Ascent(patience=PATIENCE, shrink=SHRINK, least=LEAST_STEP, deflection=DEFLECTION)
    for _ in range(ROUNDS):
        now, served = _bound(rooms, prices, demand, room)
        clock.spend(20.0 * rooms.cost.size)
        gained = now.value > best.value + 1e-6 * abs(now.value)
        if now.value > best.value:
            best, at = now, prices
        uphill, lack = 1.0 - served, max(below - now.value, 1e-4 * abs(below))
        after = ascent.step(prices, at, uphill, lack, gained=gained)
        if after is None or best.value >= below or clock.over():
            break
        prices = after
    return best


def _units(rooms: Rooms) -> tuple[Ints, Ints]:
    """Demand and room in whole units; rounded down, what fits still does."""
    unit = max(step_of(rooms.demand), float(rooms.capacity.max()) / MOST_ROOM)
    demand, room = (np.floor(part / unit + 1e-9).astype(np.int64) for part in (rooms.demand, rooms.capacity))
    return demand, room


def _bound(rooms: Rooms, prices: Floats, demand: Ints, room: Ints) -> tuple[Packed, Floats]:
    """The bound of prices, less what rounding may have added, and how often it serves each client."""
    less = rooms.cost - prices
    least, taken = least_by_room(less, demand, room)
    sites = np.arange(len(room))
    own = least[sites, room]
    beside = room[:, None] - demand
    extra = less + np.take_along_axis(least, np.maximum(beside, 0), axis=1) - own[:, None]
    doubt = 4 * np.finfo(float).eps * len(prices) * float(np.abs(prices).sum() + np.abs(own).sum())
    value = float(prices.sum() + rooms.opening.sum() + own.sum()) - doubt
    return Packed(value, np.where(beside < 0, np.inf, np.maximum(extra, 0.0))), taken.sum(axis=0).astype(float)


def least_by_room(cost: Floats, demand: Ints, room: Ints) -> tuple[Floats, Mask]:
    """The least cost of clients in each room up to the largest one, and whom each site takes in its own room.

    Parameters
    ----------
    cost
        sites x clients; only negative ones are ever taken.
    demand, room
        Whole units of clients and of sites.
    """
    count = int((cost < 0).sum(axis=1).max(initial=0))
    order = np.argsort(cost, axis=1, kind="stable")[:, :count]
    gains, sizes = np.minimum(np.take_along_axis(cost, order, axis=1), 0.0), demand[order]
    sites, largest, widest = np.arange(len(room)), int(room.max(initial=0)), int(demand.max(initial=0))
    table = np.zeros((len(room), widest + largest + 1))
    table[:, :widest] = np.inf  # room below nothing
    least, flat = table[:, widest:], table.reshape(-1)
    here = (sites * table.shape[1] + widest)[:, None] + np.arange(largest + 1)
    takes = np.zeros((count, len(room), largest + 1), dtype=bool)
    for item in range(count):
        with_it = flat.take(here - sizes[:, item, None]) + gains[:, item, None]
        np.less(with_it, least, out=takes[item])
        np.minimum(with_it, least, out=least)
    taken, left = np.zeros(cost.shape, dtype=bool), room.copy()
    for item in reversed(range(count)):
        here_too = np.flatnonzero(takes[item, sites, left])
        taken[here_too, order[here_too, item]] = True
        left[here_too] -= sizes[here_too, item]
    return least, taken
