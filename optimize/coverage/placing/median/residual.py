"""What fixing leaves of a p-median, in the radius form.

Sets      sites j that may stand, beside those that do; of client i the ways D_1 < D_2 < ... to sites that may,
          below its way to a site that stands and no longer than any better answer lets it be.
Variables y_j in {0, 1};  0 <= z_ik <= 1: no site within D_k of i.
Objective min sum_i (D_1 + sum_k (D_k+1 - D_k) * z_ik); after the last D comes the way to the site that stands.
Subject   z_ik + sum over j at D_k of y_j >= z_i,k-1 (z_i0 = 1);  sum_j y_j = p less the sites that stand;
          z_iK = 0 where no site that stands is near enough.
Source    Cornuejols, Nemhauser and Wolsey, SIAM J. Algebraic Discrete Methods 1 (1980).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.median.bound import Bound, Open
from optimize.coverage.placing.median.interchange import total
from optimize.solve import LinearModel, solve_mip
from quarterhour.arrays import Floats, Ints
from quarterhour.result import Status

STAGE = "coverage.median"


@dataclass(frozen=True, eq=False)
class _Levels:
    """One row a level: its client, its way, the next way (infinite where it must not be passed)."""

    client: Ints
    way: Floats
    next_way: Floats
    entry_level: Ints
    entry_site: Ints


def residual(cost: Floats, open_: Open, bound: Bound, step: float, clock: Clock) -> Bound:
    """A better answer and bound from HiGHS; no answer of the model means that the best one is optimal."""
    number = len(bound.chosen) - len(open_.stand)
    if number <= 0 or number > len(open_.may):
        # No choice is left, or none that would be better.
        only = open_.stand[: len(bound.chosen)]
        if number == 0:
            bound = bound.better(only, total(cost, only))
        return replace(bound, value=bound.objective)
    near = _near(cost, open_)
    levels = _levels(cost, open_, near)
    lost = near > open_.furthest
    lost[levels.client] = False
    if lost.any():  # somebody would have to go further than any better answer allows
        return replace(bound, value=bound.objective)
    model = _model(open_, levels, near, number)
    answer = solve_mip(model, stage=STAGE, limits=clock.left(), solver="highs")
    if answer.proof.status is Status.INFEASIBLE:
        return replace(bound, value=bound.objective)
    if answer.found:
        picked = open_.may[answer.values[: len(open_.may)] > 0.5]
        chosen = np.concatenate([open_.stand, picked])
        if len(chosen) == len(bound.chosen):
            bound = bound.better(chosen, total(cost, chosen))
    told = answer.proof.bound
    if told is not None and np.isfinite(told):
        bound = replace(bound, value=max(bound.value, min(told, bound.objective)))
    return bound


def _near(cost: Floats, open_: Open) -> Floats:
    return cost[:, open_.stand].min(axis=1) if len(open_.stand) else np.full(len(cost), np.inf)


def _levels(cost: Floats, open_: Open, near: Floats) -> _Levels:
    ways = cost[:, open_.may]
    order = np.argsort(ways, axis=1, kind="stable")
    ways = np.take_along_axis(ways, order, axis=1)
    kept = (ways <= open_.furthest[:, None]) & (ways < near[:, None])
    client = np.nonzero(kept)[0].astype(np.int64)
    way, site = ways[kept], order[kept].astype(np.int64)
    new = np.ones(len(way), dtype=bool)
    new[1:] = (way[1:] != way[:-1]) | (client[1:] != client[:-1])
    of_level = np.cumsum(new) - 1
    client, way = client[new], way[new]
    last = np.append(client[1:] != client[:-1], True)[: len(client)]
    after = np.where(near <= open_.furthest, near, np.inf)
    next_way = np.where(last, after[client], np.append(way[1:], 0.0)[: len(way)])
    return _Levels(client, way, next_way, of_level.astype(np.int64), site)


def _model(open_: Open, levels: _Levels, near: Floats, number: int) -> LinearModel:
    sites, count = len(open_.may), len(levels.way)
    row = np.arange(count)
    first = np.append(True, levels.client[1:] != levels.client[:-1])[:count]
    chained = row[~first]
    passable = np.isfinite(levels.next_way)
    rows = np.concatenate([levels.entry_level, row, chained, np.full(sites, count)])
    columns = np.concatenate([levels.entry_site, sites + row, sites + chained - 1, np.arange(sites)])
    values = np.concatenate(
        [np.ones(len(levels.entry_level) + count), np.full(len(chained), -1.0), np.ones(sites)]
    )
    has_level = np.zeros(len(near), dtype=bool)
    has_level[levels.client] = True
    return LinearModel(
        cost=np.append(np.zeros(sites), np.where(passable, levels.next_way, levels.way) - levels.way),
        lower=np.zeros(sites + count),
        upper=np.append(np.ones(sites), passable.astype(float)),
        integer=np.arange(sites + count) < sites,
        least=np.append(first.astype(float), number),
        most=np.append(np.full(count, np.inf), number),
        matrix=sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=(count + 1, sites + count))),
        offset=float(levels.way[first].sum() + near[~has_level].sum()),
    )
