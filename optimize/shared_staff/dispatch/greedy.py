"""Moves made one after the other, each the one that saves most with those before it made; then exchanges.

What a person is worth at a receiver falls with everybody who comes before (`line`), so that the first moves taken
are mostly those that the best answer has too; how much greed may have missed is told by `bound`. No clock and no
chance: the same situation gives the same moves on every machine.
"""

from __future__ import annotations

import numpy as np

from optimize.shared_staff.dispatch.candidates import Candidates
from optimize.shared_staff.dispatch.uses import Uses
from quarterhour.arrays import Floats, Ints, Mask

ALIKE = 0.8
"""Moves of other lanes that save at least this share of the best are made in the same round."""
EXCHANGES = 200
"""Moves tried to be given up for better ones: a work limit, so that no answer depends on a clock."""
LEAST = 1e-6


def greedy(moves: Candidates, bonus: Floats, first: Mask) -> Mask:
    """(M,) the moves to make, those of `first` before all others.

    `bonus` is money beyond what lanes save, for moves of the answer before.
    """
    made = np.zeros(len(moves.frame), dtype=bool)
    if not len(made):
        return made
    uses, people = Uses.of(moves), moves.ground.staffed.copy()
    for allowed in (first, ~first):
        saved = savings(moves, people, np.arange(len(made)))
        _add(moves, bonus, uses, people, made, saved, allowed)
    worst = np.flatnonzero(made)[np.argsort(_standing(moves, people, made), kind="stable")][:EXCHANGES]
    for move in worst.tolist():
        _exchange(moves, bonus, uses, people, made, move)
    _drop_idle(moves, bonus, uses, people, made)
    return made


def savings(moves: Candidates, people: Floats, rows: Ints) -> Floats:
    """Money that each of some moves would save beside `people`, its own cost taken off."""
    lines = moves.ground.lines
    to, come = moves.lanes("to_post")[rows], moves.lanes("from_post")[rows]
    gain, loss = moves.gain[rows], moves.loss[rows]
    same = to == come
    saved = -moves.column("cost")[rows]
    comes, goes = np.flatnonzero(to >= 0), np.flatnonzero((come >= 0) & ~same)
    lanes = np.concatenate([to[comes], come[goes]])
    change = np.concatenate([(gain - np.where(same[:, None], loss, 0.0))[comes], -loss[goes]])
    used, place = np.unique(lanes, return_inverse=True)
    there = np.concatenate([people[used], np.maximum(people[lanes] + change, 0.0)])
    cost = lines.take(np.concatenate([used, lanes])).cost(there)
    np.add.at(saved, np.concatenate([comes, goes]), cost[: len(used)][place] - cost[len(used) :])
    return saved


def _add(
    moves: Candidates, bonus: Floats, uses: Uses, people: Floats, made: Mask, saved: Floats, only: Mask
) -> Ints:
    """Make moves while they save anything; gives those made, in order."""
    to, come = moves.lanes("to_post"), moves.lanes("from_post")
    changed = np.zeros(len(people) + 1, dtype=bool)  # one more for moves without a lane there, -1
    added: list[int] = []
    open_ = np.flatnonzero(~made & only)
    open_ = open_[(saved + bonus)[open_] > LEAST]
    while len(open_):
        open_ = open_[uses.allow(open_)]
        value = (saved + bonus)[open_]
        open_, value = open_[value > LEAST], value[value > LEAST]
        if not len(open_):
            break
        order = open_[np.argsort(-value, kind="stable")]
        least = ALIKE * float(value.max())
        touched: set[int] = set()
        for move in order.tolist():
            lanes = {int(to[move]), int(come[move])} - {-1}
            if (saved + bonus)[move] < least:
                break
            if lanes & touched or not uses.allow(np.array([move]))[0]:
                continue
            touched |= lanes
            uses.make(move)
            put(moves, people, move)
            made[move] = True
            added.append(move)
        open_ = open_[~made[open_]]
        changed[list(touched)] = True
        again = open_[changed[to[open_]] | changed[come[open_]]]
        changed[list(touched)] = False
        saved[again] = savings(moves, people, again)
    return np.array(added, dtype=np.int64)


def put(moves: Candidates, people: Floats, move: int, sign: float = 1.0) -> None:
    """Change the people of lanes by a move, or take it back."""
    to, come = int(moves.lanes("to_post")[move]), int(moves.lanes("from_post")[move])
    if to >= 0:
        people[to] += sign * moves.gain[move]
    if come >= 0:
        people[come] -= sign * moves.loss[move]


def _standing(moves: Candidates, people: Floats, made: Mask) -> Floats:
    """What each move made still saves, the others made."""
    chosen = np.flatnonzero(made)
    return savings_of_made(moves.take(chosen), people)


def savings_of_made(chosen: Candidates, people: Floats) -> Floats:
    """Money that each of some moves, all made, saves beside the others, its own cost taken off."""
    lines = chosen.ground.lines
    to, come = chosen.lanes("to_post"), chosen.lanes("from_post")
    same = (to == come)[:, None]
    saved = -chosen.column("cost")
    for lane, change in ((to, np.where(same, chosen.loss, 0.0) - chosen.gain), (come, chosen.loss)):
        rows = np.flatnonzero((lane >= 0) & (~same[:, 0] | (change is not chosen.loss)))
        there = people[lane[rows]]
        here = lines.take(lane[rows])
        saved[rows] += here.cost(np.maximum(there + change[rows], 0.0)) - here.cost(there)
    return saved


def _drop_idle(moves: Candidates, bonus: Floats, uses: Uses, people: Floats, made: Mask) -> None:
    """Give up moves that those made after them left without use, the least useful first."""
    while made.any():
        chosen = np.flatnonzero(made)
        value = savings_of_made(moves.take(chosen), people) + bonus[chosen]
        order = chosen[np.argsort(value, kind="stable")]
        idle = [move for move in order[: int((value < -LEAST).sum())].tolist() if _spared(uses, move)]
        if not idle:
            return
        put(moves, people, idle[0], -1.0)
        made[idle[0]] = False


def _spared(uses: Uses, move: int) -> bool:
    """Take a move back, unless another needs what it gives free, such as a desk."""
    uses.make(move, -1.0)
    if uses.kept():
        return True
    uses.make(move)
    return False


def _exchange(moves: Candidates, bonus: Floats, uses: Uses, people: Floats, made: Mask, move: int) -> None:
    """Give up one move where others that it stands in the way of save more together."""
    if not made[move]:
        return
    uses.make(move, -1.0)
    put(moves, people, move, -1.0)
    made[move] = False
    near = moves.alike(move)
    rows = np.flatnonzero(near & ~made)
    saved = np.full(len(made), -np.inf)
    saved[rows] = savings(moves, people, rows)
    before = float(saved[move] + bonus[move])
    start = people.copy()
    added = _add(moves, bonus, uses, people, made, saved, near)
    lanes = np.flatnonzero((people != start).any(axis=1))
    cost = moves.ground.lines.take(np.tile(lanes, 2)).cost(np.concatenate([start[lanes], people[lanes]]))
    gained = float(cost[: len(lanes)].sum() - cost[len(lanes) :].sum())
    gained += float((bonus - moves.column("cost"))[added].sum())
    if gained > before + LEAST and uses.kept():
        return
    for other in added.tolist():
        uses.make(other, -1.0)
        put(moves, people, other, -1.0)
        made[other] = False
    uses.make(move)
    put(moves, people, move)
    made[move] = True
