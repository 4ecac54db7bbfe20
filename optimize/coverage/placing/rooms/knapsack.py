"""Whole clients against a site's room: the knapsacks of all sites at once, and the bound that they give.

Relaxed are sum_j x_ij = 1 (prices u_i) and total room (price t), as in `bound`. Site j, where it stands, takes the
clients that make sum_i (c_ij - u_i) x_ij least with sum_i d_i x_ij <= s_j, x_ij in {0, 1}; with rho_j, f_j - t s_j
plus that, the bound is sum_i u_i + t d + sum_j min(0, rho_j), above the one of shares, which fills the last client
in part. Serving all of i from j costs at least max(0, rho_j) + c_ij - u_i + (j's least in room s_j - d_i) - (j's
least) more.
Source: Pirkul, Computers and Operations Research 14 (1987), and with all sites standing Fisher, Jaikumar and Van
Wassenhove, Management Science 32 (1986); the knapsacks by dynamic programming.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.coverage.placing.ascent import Ascent
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms.bound import price_of_room
from optimize.coverage.placing.rooms.problem import Rooms
from optimize.coverage.placing.values import step_of
from quarterhour.arrays import Floats, Ints, Mask

PATIENCE, SHRINK, LEAST_STEP, DEFLECTION = 6, 0.7, 1e-2, 0.5
MOST_ROOM = 2_000
"""Room is counted in so many units at most: where it has more, demand is rounded down to coarser ones."""


@dataclass(frozen=True, eq=False)
class Packed:
    """The bound with its prices, rho of each site, and what serving each client from each site costs more."""

    value: float
    prices: Floats
    rho: Floats
    extra: Floats


def packed(rooms: Rooms, prices: Floats, below: float, clock: Clock, *, rounds: int) -> tuple[Packed, Floats]:
    """The best bound of some rounds from `prices`, or one of `below`, and how often each site stood lately."""
    demand, room = _units(rooms)
    best, served, stands = _bound(rooms, prices, demand, room)
    now, often = best, stands
    ascent = Ascent(patience=PATIENCE, shrink=SHRINK, least=LEAST_STEP, deflection=DEFLECTION)
    gained = True
    for _ in range(rounds - 1):
        lack = max(below - now.value, 1e-4 * abs(below))
        after = ascent.step(now.prices, best.prices, 1.0 - served, lack, gained=gained)
        if after is None or best.value >= below or clock.over():
            break
        now, served, stands = _bound(rooms, after, demand, room)
        clock.spend(20.0 * rooms.cost.size)
        often = 0.9 * often + 0.1 * stands
        gained = now.value > best.value + 1e-6 * abs(now.value)
        best = now if now.value > best.value else best
    return best, often


def _units(rooms: Rooms) -> tuple[Ints, Ints]:
    """Demand and room in whole units; rounded down, what fits still does."""
    unit = max(step_of(rooms.demand), float(rooms.capacity.max()) / MOST_ROOM)
    demand, room = (np.floor(part / unit + 1e-9).astype(np.int64) for part in (rooms.demand, rooms.capacity))
    return demand, room


def _bound(rooms: Rooms, prices: Floats, demand: Ints, room: Ints) -> tuple[Packed, Floats, Floats]:
    """The bound of prices, less what rounding may have added, how often clients are served and sites stand."""
    less = rooms.cost - prices
    least, taken = least_by_room(less, demand, room)
    sites = np.arange(len(room))
    own = least[sites, room]
    plain = rooms.opening + own
    room_price, edge, part = price_of_room(rooms, plain)
    rho = plain - room_price * rooms.capacity
    stands = (rooms.sites.must | (rho < 0)).astype(float)
    if edge >= 0:
        stands[edge] = part
    counted = np.where(rooms.sites.must, rho, np.minimum(rho, 0.0))
    beside = room[:, None] - demand
    extra = less + np.take_along_axis(least, np.maximum(beside, 0), axis=1) - own[:, None]
    extra = np.where(beside < 0, np.inf, np.maximum(extra, 0.0))
    extra += np.where(rooms.sites.must, 0.0, np.maximum(rho, 0.0))[:, None]
    doubt = 4 * np.finfo(float).eps * len(prices) * float(np.abs(prices).sum() + np.abs(own).sum())
    value = float(prices.sum() + room_price * rooms.room_needed + counted.sum()) - doubt
    return Packed(value, prices, rho, extra), stands @ taken, stands


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
