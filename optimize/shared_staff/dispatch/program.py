"""The model of all moves: receivers and lenders at once.

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

Tangents that hold for no number of people that the moves may leave have no rows (`line.Lines.reached`).

All is linear, so the relaxation gives a bound, and the dual price of the first rows what one more pair of hands is
worth (`line.Lines.worth`, which is that dual price in closed form once the moves are made).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids, LinearProgram
from optimize.shared_staff.dispatch.candidates import Candidates
from optimize.shared_staff.dispatch.line import LIFTS, SLOPES, Lines
from optimize.shared_staff.dispatch.uses import WITHIN, Uses
from quarterhour.arrays import Floats

EXACT = 1e-9


def build(moves: Candidates, before: pd.DataFrame, *, lenders: bool) -> LinearProgram:
    """The model; its first columns are the moves.

    Without `lenders`, lanes that nobody comes to have no lines: what they lose is laid open at the people planned,
    which is no more than they lose (cost is convex). The value is then a bound of the whole model's, at half the
    rows.
    """
    ground, penalty = moves.ground, moves.ground.situation.policy.unsteadiness
    touched = np.unique(moves.lanes("to_post"))
    come = moves.lanes("from_post")
    if lenders:
        touched = np.union1d(touched, come)
    touched = touched[touched >= 0]
    outlook = ground.lines.cost(ground.staffed)
    apart = (come >= 0) & ~np.isin(come, touched)
    missed = np.where(apart, (moves.loss * ground.lines.worth(ground.staffed)[come]).sum(axis=1), 0.0)
    program = Builder(offset=float(np.delete(outlook, touched).sum()))
    x = program.columns(len(moves.frame), cost=moves.column("cost") + missed, upper=1.0, integer=True)
    _add_lines(program, moves, x, touched)
    _add_uses(program, moves, x)
    _add_steady(program, moves, x, before, penalty)
    return program.build()


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
        move, t = np.nonzero((shares > EXACT) & np.isin(lane, touched)[:, None])
        program.put(balance[row[move], t], x[move], sign * shares[move, t])
    queueing, lateness = (some[1:] for some in lines.reached(*(some[touched] for some in _between(moves))))
    both = lines.serves + lines.ahead[:, None]
    for slope, lift, queues, lates in zip(SLOPES[1:], LIFTS[1:], queueing, lateness, strict=True):
        for column, serves, holds in ((queue, lines.serves, queues), (late, both, lates)):
            least = slope * lines.rate + lift * lines.spread
            least[:, 0] += slope * lines.stays[:, 0] * lines.waiting
            lane, t = np.nonzero(holds)
            rows = program.rows(len(lane), lower=least[lane, t])
            program.put(rows, column[lane, t])
            program.put(rows, people[lane, t], slope * serves[lane, t])
            program.put(rows[t > 0], queue[lane, t - 1][t > 0], -slope * lines.stays[lane, t][t > 0])


def _between(moves: Candidates) -> tuple[Floats, Floats]:
    """(L, T) fewest and most people that moves may leave in each lane: all lend, or come as desks allow.

    Who stays within the outlet takes no desk of it, and leaves one free on the way.
    """
    ground = moves.ground
    to, come = moves.lanes("to_post"), moves.lanes("from_post")
    within = np.isin(moves.kind, WITHIN)
    lost, arriving, staying = (np.zeros_like(ground.staffed) for _ in range(3))
    np.add.at(lost, come[come >= 0], moves.loss[come >= 0])
    for into, some in ((arriving, (to >= 0) & ~within), (staying, (to >= 0) & within)):
        np.add.at(into, to[some], moves.gain[some])
    desks = np.maximum(ground.free_desks, 0.0)
    outlet = ground.outlet_of_post
    np.add.at(desks, outlet[moves.rows("to_post")[within]], np.maximum(moves.loss - moves.gain, 0.0)[within])
    home = np.zeros(len(ground.staffed), dtype=np.int64)
    place = ground.posts["place"].to_numpy()
    home[place[place >= 0]] = outlet[place >= 0]
    return ground.staffed - lost, ground.staffed + staying + np.minimum(arriving, desks[home])


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
