"""The least cost from below: is there a plan that costs no more than a rung? If not, the next rung.

Costs are multiples of a unit, so the first rung is the relaxation's bound rounded up. Within a low rung reduced
costs rule out most shifts and people, and what is left is soon refuted or solved. A rung without a plan raises
the bound to the next multiple; rungs then lie 1, 2, 4, .. units apart, so that few are tried and the last lies not
far above the optimum. This is destructive improvement of a lower bound (Klein and Scholl 1999).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import LinearProgram, Numbers
from optimize.narrow import lagrangian, narrowed
from optimize.whole import rounded_up, solve_whole, unit
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status

RUNGS = 20
"""Most rungs; where there is no plan at all, this ends the climb."""
EQUAL = 1e-6
"""Costs within this part of a unit are the same."""


@dataclass(frozen=True)
class Climbed:
    """How far the ladder led: a bound, and the best plan found (empty for none)."""

    bound: float
    values: Numbers


def climbed(
    program: LinearProgram,
    duals: Numbers,
    *,
    stage: str,
    partition: str,
    limits: Limits,
    bound: float = -np.inf,
    known: float = np.inf,
    progress: Progress | None = None,
) -> Climbed:
    """Climb from `bound` until a plan is proven, the cost of a `known` plan is reached, or a limit comes.

    Nothing but a bound where the program is not of whole numbers.
    """
    began, unit_, rungs, best = time.perf_counter(), unit(program), 1, np.empty(0)
    bound = rounded_up(program, max(bound, lagrangian(program, duals)[0]))
    if unit_ is None or not np.isfinite(bound):
        return Climbed(bound, best)
    step = float(unit_)
    for _ in range(RUNGS):
        left = np.inf if limits.seconds is None else limits.seconds - (time.perf_counter() - began)
        if left <= 0 or bound >= known - EQUAL * step:
            break
        at_most = min(bound + (rungs - 1) * step, known - step)
        low = narrowed(program, duals, at_most)
        kept = np.flatnonzero((low.lower < low.upper) | (low.lower != 0))
        few = low.within(kept, np.zeros(len(low.cost)), np.arange(len(low.least)))
        few = replace(few, offset=program.offset)
        asked = replace(limits, seconds=None if limits.seconds is None else left)
        found = solve_whole(few, at_most=at_most, stage=stage, partition=partition, limits=asked, any_answer=True)
        if found is None:
            return Climbed(bound, best)
        answer, values = found
        if answer.proof.status is Status.INFEASIBLE:
            bound, rungs = at_most + step, 2 * rungs
        elif answer.found:
            best = np.zeros(len(program.cost))
            best[kept] = values
            known, rungs = program.value(best), max(1, rungs // 4)
        else:
            units = answer.proof.bound
            on_rung = -np.inf if units is None else units * step + program.offset
            return Climbed(max(bound, min(at_most + step, on_rung)), best)
    return Climbed(bound, best)
