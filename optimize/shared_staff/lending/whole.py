"""From the relaxation to whole people: first over the blocks held, then over every block that could still matter.

With a bound and a plan at hand, a block whose cost beyond its price exceeds their difference is in no better plan.
What is left, solved to its end, gives the best plan there is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Ids, Numbers
from optimize.shared_staff.lending.master import master
from optimize.shared_staff.lending.region import Region
from optimize.shared_staff.lending.relax import EPSILON, relax
from optimize.shared_staff.lending.rows import Rows
from quarterhour.result import Limits, Proof, Status

MOST = 60_000
"""Blocks over which whole people are looked for; HiGHS takes so many in seconds."""
CLOSED = 1e-6
"""Relative difference from which plan and bound agree."""


@dataclass(frozen=True)
class Solved:
    """People by block of the region, prices by row of the day, and the evidence."""

    people: Ids
    prices: Numbers
    proof: Proof


def solve_region(region: Region, rows: Rows, lender: Ids, limits: Limits) -> Solved:
    """The best plan of one region, with a bound over all its blocks; nobody lent where there is no time."""
    began = time.perf_counter()
    nothing = np.zeros(len(region.blocks.a), dtype=np.int64)
    relaxed = relax(region, rows, lender, limits, began)
    people, objective, bound = nothing, _nobody(region, rows), relaxed.bound
    held, complete = relaxed.held, len(relaxed.held) == len(nothing)
    while len(held):
        made = master(rows, region.served, region.steps, region.blocks.of(held), region.people)
        answer, x = made.program.solve(stage="lending", partition=region.name, limits=_left(limits, began))
        found = answer.proof.objective
        if found is not None and found < objective + EPSILON:
            objective, people = found, nothing.copy()
            people[held] = np.rint(x[made.columns]).astype(np.int64)
        if complete and answer.proof.bound is not None:
            bound = max(bound, min(answer.proof.bound, objective))
        if complete or objective - bound <= max(limits.gap, CLOSED) * max(1.0, abs(objective)):
            break
        held, complete = np.flatnonzero(relaxed.reduced <= objective - bound + EPSILON), True
        if len(held) > MOST or _late(limits, began):
            break
    bound = min(bound, objective)
    closed = objective - bound <= CLOSED * max(1.0, abs(objective))
    status = Status.OPTIMAL if closed else Status.FEASIBLE
    seconds = time.perf_counter() - began
    return Solved(
        people, relaxed.prices, Proof("lending", region.name, status, objective, bound, seconds, limits.seed)
    )


def _nobody(region: Region, rows: Rows) -> float:
    """What it costs to lend nobody."""
    steps = region.steps.sort_values(["row", "step"])
    width = steps["people"].to_numpy(float)
    before = (steps.groupby("row")["people"].cumsum() - steps["people"]).to_numpy(float)
    missing = np.clip(rows.lower[steps["row"]] - before, 0.0, width)
    return float(missing @ steps["money"].to_numpy(float))


def _left(limits: Limits, began: float) -> Limits:
    """The limits with the time that is left, a moment at least."""
    if limits.seconds is None:
        return limits
    return replace(limits, seconds=max(0.2, limits.seconds - (time.perf_counter() - began)))


def _late(limits: Limits, began: float) -> bool:
    return limits.seconds is not None and time.perf_counter() - began >= limits.seconds
