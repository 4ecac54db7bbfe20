"""Dual decomposition: blocks of one pool and day that hold all paths, planned at the prices of what ties them.

1. `prices.root`: prices of flexible pools and weekly limits from relaxations of days.
2. Each pool and day is planned in whole people at these prices. Their values add up to a bound on the whole
   (Lagrangian relaxation; for stochastic programs Caroe and Schultz 1999 tie scenarios so, here scenarios stay
   together and pools are tied).
3. Pools that break a limit of the week are planned again, day after day, within it.
4. With the first stage held the recourse of each path is one small linear program; it gives the plan's true cost.
5. Block after block is planned again beside the others as they are, and a small whole as one.
6. For a measure that ties paths 1 to 5 are done some rounds, with prices of the measure from the plan before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Flags, Ids, LinearProgram, Numbers
from optimize.shifts.uncertain.model import TwoStage
from optimize.shifts.uncertain.outcome import outcome, recourse_of
from optimize.shifts.uncertain.prices import EPSILON, STAGE, Root, pool_columns, priced_but_weeks, root
from optimize.shifts.uncertain.risk import broken_promise, measured
from optimize.shifts.uncertain.risk_prices import RiskPrices
from optimize.shifts.uncertain.values import Outcome, Risk, Terms
from quarterhour.result import Limits, Status

NARROW, GAP, WIDE_GAP = 3_000, 0.001, 0.005
"""Where the plan of a block may stop, up to so many columns and above."""
NODES, WORK = 2_000, 4_000_000
"""Nodes, and nodes times columns, that the plan of a block may take."""
CLOSE = 0.004
"""The gap at which a plan is left as it is."""
SMALL, LEAST_DUTY = 6_000, 4.0
"""Columns up to which a pool's week at a limit, or the whole, is one block; hours left that are no more a duty."""


@dataclass(frozen=True)
class Found:
    """Values of all columns, what they come to, the objective and a bound on the least one.

    `prices` are those of the measure's rows at which recourse was chosen.
    """

    values: Numbers
    outcome: Outcome
    objective: float
    prices: Numbers
    promised: bool
    bound: float = -np.inf


def search(model: TwoStage, terms: Terms, risk: Risk, limits: Limits) -> Found:
    """The best plan within the limits, and what the best one can cost at least."""
    budget = Budget(limits, time.perf_counter())
    prices = RiskPrices(risk, model, terms)
    best: Found | None = None
    bound = -np.inf
    while best is None or not (prices.done or budget.spent):
        rooted = root(model, prices.rows, limits.seed)
        values, least = _planned(model, rooted, budget)
        bound = max(bound, least)
        values = _within_weeks(model, rooted.prices, values, budget)
        found = _valued(model, risk, values, prices.rows, limits.seed)
        best = _better(risk, best, found)
        prices.learn(found.outcome)
    return _improved(model, risk, replace(best, bound=bound), budget)


@dataclass(frozen=True)
class Budget:
    """What is left to spend on the many small solves."""

    limits: Limits
    began: float

    @property
    def spent(self) -> bool:
        """Whether the clock has run out."""
        return self.limits.seconds is not None and time.perf_counter() - self.began > self.limits.seconds

    def solve(self, program: LinearProgram) -> tuple[Numbers, float]:
        """Values (empty where none were found) and bound of one block."""
        seconds = self.limits.seconds
        if seconds is not None:
            seconds = max(0.1, seconds - (time.perf_counter() - self.began))
        nodes = max(1, min(NODES, WORK // max(1, len(program.cost))))
        if self.limits.nodes is not None:
            nodes = min(nodes, self.limits.nodes)
        gap = max(GAP if len(program.cost) <= NARROW else WIDE_GAP, self.limits.gap)
        limits = Limits(gap=gap, nodes=nodes, seed=self.limits.seed, seconds=seconds)
        answer, values = program.solve(stage=STAGE, partition="", limits=limits)
        bound = -np.inf if answer.proof.bound is None else answer.proof.bound
        if answer.proof.status is Status.UNKNOWN:
            whole = np.flatnonzero(program.integer)
            idle = program.fixed(whole, program.lower[whole]).relaxed()
            values = idle.solve(stage=STAGE, partition="", limits=Limits(seed=self.limits.seed))[1]
        return np.where(program.integer, np.rint(values), values) if len(values) else values, bound


def _planned(model: TwoStage, rooted: Root, budget: Budget) -> tuple[Numbers, float]:
    """Every block at the prices, and the bound that they add up to; the flexible pool as the relaxation has it."""
    tied = model.flags(model.flexible_rows, model.risk_rows, model.base.weeks)
    values, bound = model.program.lower.copy(), 0.0
    for columns, part in model.program.priced(tied, rooted.prices).parts():
        found, least = budget.solve(part)
        bound += least
        if len(found):
            values[columns] = found
    flexible = model.base.flexible["column"].to_numpy()
    values[flexible] = np.rint(rooted.values[flexible])
    return values, bound


def _within_weeks(model: TwoStage, prices: Numbers, values: Numbers, budget: Budget) -> Numbers:
    """Pools over a limit of the week: each day gets a share of it and is planned again, one after the other."""
    program, weeks = model.program, model.base.weeks
    values = values.copy()
    values[: model.width] = model.settled(values)
    half, beyond = len(weeks) // 2, model.beyond
    free = program.lower < program.upper
    free[beyond] = False
    share = _shares(model, values, free)
    rest, _ = priced_but_weeks(model, prices)
    pools = np.sort(model.base.usage["p"].unique())
    for place, pool in enumerate(pools):
        scale = min(share[place], share[half + place])
        if scale >= 1:
            continue
        mine = pool_columns(model, int(pool))
        values[mine] *= np.where(free[mine], scale, 1.0)
        values[beyond[place]] = min(values[beyond[place]], program.upper[beyond[place]])
        for day in np.unique(model.day_of[mine][model.day_of[mine] >= 0]):
            columns = np.append(mine[model.day_of[mine] == day], beyond[place])
            found, _ = budget.solve(rest.within(columns, values))
            if not len(found):
                found = np.zeros(len(columns))
            values[columns] = found
    return values


def _shares(model: TwoStage, values: Numbers, free: Flags) -> Numbers:
    """What part of the free use of each limit of a week may stay, 1 where the limit is kept."""
    program, weeks = model.program, model.base.weeks
    first = np.arange(len(values)) < model.width
    first[model.beyond] = False
    moving = (program.matrix @ np.where(first & free, values, 0.0))[weeks]
    still = (program.matrix @ np.where(first & ~free, values, 0.0))[weeks]
    most = program.most[weeks].copy()
    most[len(weeks) // 2 :] += program.upper[model.beyond]
    left = np.maximum(most - still, 0.0)
    share: Numbers = np.where(moving > left + EPSILON, left / np.maximum(moving, EPSILON), 1.0)
    return share


def _valued(model: TwoStage, risk: Risk, values: Numbers, prices: Numbers, seed: int) -> Found:
    """What a first stage comes to with the best recourse."""
    settled = recourse_of(model, model.settled(values), prices, seed)
    reached = outcome(model, settled)
    return Found(settled, reached, measured(risk, reached), prices, broken_promise(risk, reached) <= EPSILON)


def _better(risk: Risk, best: Found | None, found: Found) -> Found:
    """The one that keeps the promise, or nearly, and costs less."""
    if best is None:
        return found
    one, other = (broken_promise(risk, each.outcome) for each in (best, found))
    if abs(one - other) > EPSILON:
        return found if other < one else best
    return found if found.objective < best.objective else best


def _improved(model: TwoStage, risk: Risk, best: Found, budget: Budget) -> Found:
    """Blocks planned again beside the others as they are, at the measure's prices; then all at once if few enough.

    Blocks alone keep the size of the flexible pools that the relaxation asks for.
    """
    program = model.program.priced(model.flags(model.risk_rows), best.prices)
    rounds = [_blocks(model, best.values)]
    if len(program.cost) <= SMALL:
        rounds.append([np.arange(len(program.cost))])
    for blocks in rounds:
        if best.promised and best.objective - best.bound <= CLOSE * abs(best.objective):
            return best
        values, bound = best.values.copy(), best.bound
        for columns in blocks:
            if budget.spent:
                return best
            found, least = budget.solve(program.within(columns, values))
            if len(found):
                values[columns] = found
            if len(columns) == len(values):
                bound = max(bound, least)
        found_now = _valued(model, risk, values, best.prices, budget.limits.seed)
        best = replace(_better(risk, best, found_now), bound=bound)
    return best


def _blocks(model: TwoStage, values: Numbers) -> list[Ids]:
    """Columns of each pool and day with the hours beyond the regular ones; small weeks at a limit are one."""
    program, weeks = model.program, model.base.weeks
    first = np.where(np.arange(len(values)) < model.width, values, 0.0)
    room = (program.most - program.matrix @ first)[weeks]
    half = len(weeks) // 2
    answer = []
    for place, pool in enumerate(np.sort(model.base.usage["p"].unique())):
        mine, beyond = pool_columns(model, int(pool)), model.beyond[place]
        tight = room[place] < 1 or room[half + place] < LEAST_DUTY
        if tight and len(mine) <= SMALL:
            answer.append(np.append(mine, beyond))
            continue
        for day in np.unique(model.day_of[mine][model.day_of[mine] >= 0]):
            answer.append(np.append(mine[model.day_of[mine] == day], beyond))
    return answer
