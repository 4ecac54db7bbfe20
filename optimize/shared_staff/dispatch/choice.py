"""Which moves are made: the relaxation says where to look, greed and exchanges choose, the model may prove."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from optimize.linear import Flags
from optimize.shared_staff.dispatch.candidates import Candidates, people_after
from optimize.shared_staff.dispatch.clock import FAR
from optimize.shared_staff.dispatch.greedy import greedy
from optimize.shared_staff.dispatch.program import build, like
from quarterhour.arrays import Floats
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

USED = 1e-6
MINUTE = 1.0
POLISHED = 120
"""Moves that a small model chooses among at its root; more take longer than an answer may."""
ROOT = Limits(nodes=1, gap=0.002)
WIDE = 120
"""Lanes beyond which lenders get no lines of their own in the relaxation, for speed."""


def choose(
    moves: Candidates, before: pd.DataFrame, limits: Limits | None, progress: Progress | None = None
) -> tuple[Flags, Proof]:
    """The moves to make; `before` has one row a move of the answer before, who, kind, to_post.

    The linear relaxation gives the bound and the moves that `greedy` looks at first; with limits the model itself
    is solved too, and the better answer kept. Bounds hold for the moves given.
    """
    began = time.perf_counter()
    penalty = moves.ground.situation.policy.unsteadiness
    bonus = np.zeros(len(moves.frame))
    bonus[like(before, moves)[1]] = penalty
    made, least = _relaxed(moves, before, bonus)
    value = objective(moves, made, before)
    if len(before) and len(bonus):
        kept = greedy(moves, bonus, _again(before, moves))
        if objective(moves, kept, before) <= value:
            made, value = kept, objective(moves, kept, before)
    if not len(bonus):
        least = value
    elif limits is not None and value - least > limits.gap * max(1.0, abs(value)):
        answer, values = build(moves, before, lenders=True).solve(
            stage="dispatch", partition="", limits=limits, progress=progress
        )
        least = max(least, -np.inf if answer.proof.bound is None else answer.proof.bound)
        other = values[: len(made)] > 0.5 if answer.found else made
        if objective(moves, other, before) < value:
            made, value = other, objective(moves, other, before)
    least = min(least, value)
    proven = value - least <= 1e-6 * max(1.0, abs(value))
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    seed = 0 if limits is None else limits.seed
    return made, Proof("dispatch", "", status, value, least, time.perf_counter() - began, seed)


def _relaxed(moves: Candidates, before: pd.DataFrame, bonus: Floats) -> tuple[Flags, float]:
    """The moves made after the relaxation, and its value, a bound."""
    if not len(bonus):
        return np.zeros(0, dtype=bool), -np.inf
    lanes = np.union1d(moves.lanes("to_post"), moves.lanes("from_post"))
    program = build(moves, before, lenders=len(lanes) <= WIDE)
    answer, values = program.relaxed().solve(stage="dispatch", partition="", limits=Limits(), presolve=False)
    bound = answer.proof.bound if answer.proof.bound is not None else -np.inf
    used = values[: len(bonus)] > USED if answer.found else np.ones(len(bonus), dtype=bool)
    made = greedy(moves, bonus, used)
    return (_polished(moves, before, bonus, used | made, made) if (used | made).sum() <= POLISHED else made), bound


def _polished(moves: Candidates, before: pd.DataFrame, bonus: Floats, kept: Flags, made: Flags) -> Flags:
    """The best of the moves that the relaxation or greed used, found at the root of a small model, where it is
    better."""
    few = moves.take(kept)
    answer, values = build(few, before, lenders=True).solve(stage="dispatch", partition="", limits=ROOT)
    if not answer.found:
        return made
    first = np.zeros(len(made), dtype=bool)
    first[np.flatnonzero(kept)] = values[: len(few.frame)] > 0.5
    choices = [made, first, greedy(moves, bonus, first)]
    return min(choices, key=lambda choice: objective(moves, choice, before))


def _again(before: pd.DataFrame, moves: Candidates) -> Flags:
    """Moves of the answer before at the very times of then."""
    number, move = like(before, moves)
    same = np.ones(len(move), dtype=bool)
    for name in ("begin", "stop", "away"):
        then, now = before[name].to_numpy(np.float64)[number], moves.column(name)[move]
        same &= (np.abs(then - now) < MINUTE) | (np.isnan(now) & (np.abs(then) >= FAR))
    flags = np.zeros(len(moves.frame), dtype=bool)
    flags[move[same]] = True
    return flags


def objective(moves: Candidates, made: Flags, before: pd.DataFrame) -> float:
    """Money of lateness, of the moves made, and of those given up."""
    ground = moves.ground
    after = people_after(ground, moves.take(made))
    number, move = like(before, moves)
    again = np.unique(number[made[move]])
    penalty = ground.situation.policy.unsteadiness * (len(before) - len(again))
    return float(ground.lines.cost(after).sum() + moves.column("cost")[made].sum() + penalty)
