"""Capacitated location as a mixed-integer model over the pairs that are kept.

Sets      sites j; clients i; pairs (j, i) kept.
Variables y_j in {0, 1};  x_ji: share of i served from j, 0 to 1, whole where a client is served from one site
          only.
Objective min sum_j f_j y_j + sum_ji c_ji x_ji, money.
Subject   sum_j x_ji = 1;  x_ji <= y_j;  sum_i d_i x_ji <= s_j y_j;  sum_j s_j y_j >= sum_i d_i.
Source    Balinski, Management Science 12 (1965), with the strong rows x_ji <= y_j.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.coverage.placing.rooms.problem import Rooms
from optimize.solve import LinearModel
from quarterhour.arrays import Floats, Mask


def model(rooms: Rooms, pairs: Mask, stand: Mask, fall: Mask, *, below: float = np.inf) -> LinearModel:
    """The model of answers that cost at most `below`, with sites that `stand` and `fall` held.

    Columns are sites, then the kept pairs by site.
    """
    site, client = np.nonzero(pairs)
    sites, clients, count = len(rooms.opening), len(rooms.demand), len(site)
    pair = np.arange(count)
    one = np.ones(count)
    strong, room, total = clients + pair, clients + count + np.arange(sites), clients + count + sites
    cost = np.concatenate([rooms.opening, rooms.cost[site, client]])
    site_column, pair_column = np.arange(sites), sites + pair
    entries = [
        (client, pair_column, one),  # all of a client
        (strong, pair_column, one),  # nobody where no site stands
        (strong, site, -one),
        (room[site], pair_column, rooms.demand[client]),  # no more than there is room for
        (room, site_column, -rooms.capacity),
        (np.full(sites, total), site_column, rooms.capacity),  # room for all together
    ]
    money = int(np.isfinite(below))
    if money:
        entries.append((np.full(sites + count, total + 1), np.arange(sites + count), cost))
    row, column, value = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    shape = (total + 1 + money, sites + count)
    unbounded = np.full(count + sites, -np.inf)
    return LinearModel(
        cost=cost,
        lower=np.concatenate([stand.astype(float), np.zeros(count)]),
        upper=np.concatenate([1.0 - fall.astype(float), np.ones(count)]),
        integer=np.concatenate([np.ones(sites, dtype=bool), np.full(count, rooms.single)]),
        least=np.concatenate([np.ones(clients), unbounded, [rooms.room_needed], unbounded[:money]]),
        most=np.concatenate([np.ones(clients), np.zeros(count + sites), [np.inf], np.full(money, below)]),
        matrix=sparse.csr_array(sparse.coo_array((value, (row, column)), shape=shape)),
    )


def read(rooms: Rooms, pairs: Mask, values: Floats) -> tuple[Mask, Floats]:
    """Standing sites and shares from the model's values, less what the solver's tolerance leaves over."""
    sites = len(rooms.opening)
    share = np.zeros(rooms.cost.shape)
    found = np.clip(values[sites:], 0.0, 1.0)
    share[pairs] = np.rint(found) if rooms.single else np.where(found < 1e-9, 0.0, found)
    total = share.sum(axis=0)
    share = share / np.where(total > 0, total, 1.0)
    stands: Mask = (values[:sites] > 0.5) | (share > 0).any(axis=1)
    return stands, share
