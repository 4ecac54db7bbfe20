"""Which moves are made: one model over all receivers and lenders.

Sets       moves m (a person or a partner's person, a receiver, a moment to begin and to stop), lanes l they touch,
           intervals t; people e, offers o, posts p and pools g of lenders, outlets u; moves b of the answer before
Data       gain[m,t] at the receiver, loss[m,t] at the lender (shares of the interval); cost[m]; staffed[l,t];
           spare[p,t], spare[g,t] people beyond need; free[u,t] desks; the lanes' data of `line`
Variables  x[m] in {0, 1}; n[l,t] people; Q[l,t], L[l,t] >= 0 queue and late in it; drop[b] in [0, 1]
Rows       n[l,t] = staffed + sum gain x - sum loss x
           Q[l,t] >= Phi(z) (k Q[l,t-1] + r - s n[l,t]) + phi(z) d     for each tangent z of `line`
           L[l,t] >= Phi(z) (k Q[l,t-1] + r - (s + a) n[l,t]) + phi(z) d
           sum of x over moves of e <= 1, of o <= people still to be had
           sum of loss x over moves that lend from p (from g) <= spare: a lender stays as sure as planned, whoever
           comes to it
           sum of gain x at u, less the loss of moves within u, <= free desks
           sum of x over moves like b + drop[b] >= 1
Objective  sum w L + sum cost x + unsteadiness sum drop

All is linear, so the relaxation gives a bound, and the dual price of the first rows what one more pair of hands is
worth (`line.Lines.worth`, which is that dual price in closed form once the moves are made).
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from optimize.linear import Builder, Flags, Ids, LinearProgram
from optimize.shared_staff.dispatch.candidates import Candidates, people_after
from optimize.shared_staff.dispatch.clock import FAR
from optimize.shared_staff.dispatch.greedy import greedy
from optimize.shared_staff.dispatch.line import LIFTS, SLOPES, Lines
from optimize.shared_staff.dispatch.uses import Uses
from quarterhour.arrays import Floats
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

EXACT = 1e-9
USED = 1e-6
MINUTE = 1.0


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
    program = _program(moves, before, penalty) if len(bonus) else None
    made, least = _relaxed(program, moves, bonus)
    value = objective(moves, made, before)
    if len(before) and program is not None:
        kept = greedy(moves, bonus, _again(before, moves))
        if objective(moves, kept, before) <= value:
            made, value = kept, objective(moves, kept, before)
    if program is None:
        least = value
    elif limits is not None and value - least > limits.gap * max(1.0, abs(value)):
        answer, values = program.solve(stage="dispatch", partition="", limits=limits, progress=progress)
        least = max(least, -np.inf if answer.proof.bound is None else answer.proof.bound)
        other = values[: len(made)] > 0.5 if answer.found else made
        if objective(moves, other, before) < value:
            made, value = other, objective(moves, other, before)
    least = min(least, value)
    proven = value - least <= 1e-6 * max(1.0, abs(value))
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    seed = 0 if limits is None else limits.seed
    return made, Proof("dispatch", "", status, value, least, time.perf_counter() - began, seed)


def _relaxed(program: LinearProgram | None, moves: Candidates, bonus: Floats) -> tuple[Flags, float]:
    """The moves made after the relaxation, and its value, a bound."""
    if program is None:
        return np.zeros(0, dtype=bool), -np.inf
    answer, values, _ = program.solve_relaxed(stage="dispatch", partition="", limits=Limits())
    bound = answer.proof.bound if answer.proof.bound is not None else -np.inf
    used = values[: len(bonus)] > USED if answer.found else np.ones(len(bonus), dtype=bool)
    return greedy(moves, bonus, used), bound


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


def _program(moves: Candidates, before: pd.DataFrame, penalty: float) -> LinearProgram:
    """The model; its first columns are the moves."""
    ground = moves.ground
    touched = np.union1d(moves.lanes("to_post"), moves.lanes("from_post"))
    touched = touched[touched >= 0]
    outlook = ground.lines.cost(ground.staffed)
    program = Builder(offset=float(np.delete(outlook, touched).sum()))
    x = program.columns(len(moves.frame), cost=moves.column("cost"), upper=1.0, integer=True)
    _add_lines(program, moves, x, touched)
    _add_uses(program, moves, x)
    _add_steady(program, moves, x, before, penalty)
    return program.build()


def objective(moves: Candidates, made: Flags, before: pd.DataFrame) -> float:
    """Money of lateness, of the moves made, and of those given up."""
    ground = moves.ground
    after = people_after(ground, moves.take(made))
    number, move = like(before, moves)
    again = np.unique(number[made[move]])
    penalty = ground.situation.policy.unsteadiness * (len(before) - len(again))
    return float(ground.lines.cost(after).sum() + moves.column("cost")[made].sum() + penalty)


def _add_lines(program: Builder, moves: Candidates, x: Ids, touched: Ids) -> None:
    """People, queue and late of every lane touched, and the rows that tie them to the moves."""
    ground = moves.ground
    lines: Lines = ground.lines.take(touched)
    size, count = lines.rate.shape
    people = program.columns(size * count).reshape(size, count)
    queue = program.columns(size * count).reshape(size, count)
    late = program.columns(size * count, cost=lines.weight.ravel()).reshape(size, count)
    staffed = ground.staffed[touched].ravel()
    balance = program.rows(size * count, lower=staffed, upper=staffed).reshape(size, count)
    program.put(balance, people)
    for name, shares, sign in (("to_post", moves.gain, -1.0), ("from_post", moves.loss, 1.0)):
        lane = moves.lanes(name)
        row = np.searchsorted(touched, lane)
        move, t = np.nonzero((shares > EXACT) & (lane >= 0)[:, None])
        program.put(balance[row[move], t], x[move], sign * shares[move, t])
    reached = lines.serves + lines.ahead[:, None]
    for slope, lift in zip(SLOPES[1:], LIFTS[1:], strict=True):
        for column, serves in ((queue, lines.serves), (late, reached)):
            least = slope * lines.rate + lift * lines.spread
            least[:, 0] += slope * lines.stays[:, 0] * lines.waiting
            rows = program.rows(size * count, lower=least.ravel()).reshape(size, count)
            program.put(rows, column)
            program.put(rows, people, slope * serves)
            program.put(rows[:, 1:], queue[:, :-1], -slope * lines.stays[:, 1:])


def _add_uses(program: Builder, moves: Candidates, x: Ids) -> None:
    """People are moved once, offers, lenders and desks give no more than they have."""
    for use in Uses.of(moves).kinds:
        move, t = np.nonzero(np.abs(use.shares) > EXACT)
        cell = use.place[move] * use.left.shape[1] + t
        used, row = np.unique(cell, return_inverse=True)
        program.put(program.rows(len(used), upper=use.left.ravel()[used])[row], x[move], use.shares[move, t])


def _add_steady(program: Builder, moves: Candidates, x: Ids, before: pd.DataFrame, penalty: float) -> None:
    """A move of the answer before is made again, or given up at a price."""
    drop = program.columns(len(before), cost=penalty, upper=1.0)
    kept = program.rows(len(before), lower=1.0)
    program.put(kept, drop)
    number, move = like(before, moves)
    program.put(kept[number], x[move])


def like(before: pd.DataFrame, moves: Candidates) -> tuple[Ids, Ids]:
    """Pairs of a row of `before` and a move: the same person by the same kind of move to the same post."""
    keys = ["who", "kind", "to_post"]
    left = before[keys].assign(number=np.arange(len(before)))
    right = moves.frame[keys].assign(move=np.arange(len(moves.frame)))
    both = left.merge(right, on=keys)
    return both["number"].to_numpy(np.int64), both["move"].to_numpy(np.int64)
