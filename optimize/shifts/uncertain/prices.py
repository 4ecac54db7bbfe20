"""Prices of what ties blocks together: dual values of linear relaxations of a component's day and a pool's week.

A component's day holds the limits of its flexible pool and all of its paths; above `WHOLE` columns its pools are
cut into regions that get a share of the flexible pool each, as `optimize.shifts.relaxed` does with outlets. Limits
of a week tie the days of a pool: where the relaxed days break one, the pool's week is relaxed at their prices.

Any prices give a bound (`LinearProgram.priced`); these are good ones because little ties blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from optimize.shifts.uncertain.model import TwoStage
from quarterhour.result import Limits

STAGE = "standby"
WHOLE = 130_000
"""Columns up to which a component's day is relaxed as a whole."""
EPSILON = 1e-6


@dataclass(frozen=True)
class Root:
    """Prices of all rows (0 where a row ties nothing), what the relaxed days decide, and the bound they give."""

    prices: Numbers
    values: Numbers
    bound: float


def root(model: TwoStage, risk: Numbers, seed: int) -> Root:
    """Prices of flexible pools and weeks, given those of the measure's rows."""
    program = model.program
    weeks = model.flags(model.base.weeks)
    days = _relaxed(model, program.priced(model.flags(model.risk_rows) | weeks, risk), seed)
    prices = np.where(model.flags(model.flexible_rows), days.prices[: len(weeks)], risk)
    used = program.matrix @ np.where(np.arange(len(program.cost)) < model.width, days.values, 0.0)
    broken = weeks & (used > program.most + EPSILON)
    for pool in _pools(model, broken):
        prices[model.base.weeks] += _week(model, prices, pool, seed)[model.base.weeks]
    return Root(prices, days.values, days.bound)


def _relaxed(model: TwoStage, rest: LinearProgram, seed: int) -> Root:
    """Values, and duals by the rows of the whole program, of a relaxation that falls into parts."""
    number = np.flatnonzero(~model.flags(model.risk_rows, model.base.weeks))
    values, prices, bound = rest.lower.copy(), np.zeros(len(model.program.least)), 0.0
    parts = rest.parts()
    for columns, part in parts:
        for some, piece in _regions(model, columns, part):
            answer, found, duals = piece.solve_relaxed(stage=STAGE, partition="", limits=Limits(seed=seed))
            if not answer.found:
                continue
            values[some] = found
            bound += -np.inf if answer.proof.bound is None else answer.proof.bound
            rows = rest.rows_of(some)
            seen = np.zeros(len(rest.least))
            seen[rows] = duals
            prices[number] += seen * (len(some) / len(columns) if len(some) < len(columns) else 1.0)
    whole = all(len(columns) <= WHOLE for columns, _ in parts)
    return Root(prices, values, bound if whole else -np.inf)


def _regions(model: TwoStage, columns: Ids, part: LinearProgram) -> list[tuple[Ids, LinearProgram]]:
    """The part itself, or its blocks in regions with a share of the flexible pool each."""
    if len(columns) <= WHOLE:
        return [(columns, part)]
    shared = np.isin(columns, model.base.flexible["column"])
    count = int(np.ceil(len(columns) / WHOLE))
    free = part.priced(_rows_of(part, np.flatnonzero(shared)), np.zeros(len(part.least)))
    blocks = [block for block, _ in free.parts() if not shared[block].any()]
    sizes = np.cumsum([len(block) for block in blocks])
    home = np.minimum((sizes - 1) * count // sizes[-1], count - 1)
    upper = np.where(shared, part.upper / count, part.upper)
    lower = np.where(shared, part.lower / count, part.lower)
    small = replace(part, upper=upper, lower=lower)
    answer = []
    for region in range(count):
        mine = np.concatenate([np.flatnonzero(shared), *(blocks[n] for n in np.flatnonzero(home == region))])
        mine.sort()
        answer.append((columns[mine], small.within(mine, np.zeros(len(part.cost)))))
    return answer


def _rows_of(part: LinearProgram, columns: Ids) -> np.ndarray:
    mask = np.zeros(len(part.least), dtype=bool)
    mask[part.rows_of(columns)] = True
    return mask


def _pools(model: TwoStage, broken: np.ndarray) -> list[int]:
    """Pools with a broken limit of the week."""
    half = len(model.base.weeks) // 2
    over = broken[model.base.weeks]
    pools = np.sort(model.base.usage["p"].unique())
    known = model.given.weekly.set_index("p").reindex(pools).index.to_numpy()
    return [int(p) for p, many, long in zip(known, over[:half], over[half:], strict=True) if many or long]


def _week(model: TwoStage, prices: Numbers, pool: int, seed: int) -> Numbers:
    """Dual values of a pool's limits of the week, everything else priced."""
    rest, number = priced_but_weeks(model, prices)
    columns = pool_columns(model, pool)
    rows = rest.rows_of(columns)
    part = rest.within(columns, rest.lower, rows)
    answer, _, duals = part.solve_relaxed(stage=STAGE, partition="", limits=Limits(seed=seed))
    found = np.zeros(len(model.program.least))
    if answer.found:
        found[number[rows]] = duals
    return found


def priced_but_weeks(model: TwoStage, prices: Numbers) -> tuple[LinearProgram, Ids]:
    """The program with flexible pools and measure priced and the limits of weeks kept; and its rows' numbers."""
    tied = model.flags(model.flexible_rows, model.risk_rows)
    return model.program.priced(tied, prices), np.flatnonzero(~tied)


def pool_columns(model: TwoStage, pool: int) -> Ids:
    """All columns of one pool in the week."""
    return np.flatnonzero(model.pool_of == pool)
