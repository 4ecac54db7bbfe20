"""The best moves within minutes: candidates, rules, choice, and what the chosen do at both ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.linear import Flags
from optimize.shared_staff.dispatch.candidates import Candidates, candidates
from optimize.shared_staff.dispatch.choice import choose
from optimize.shared_staff.dispatch.ground import POST, Ground, gather
from optimize.shared_staff.dispatch.program import like
from optimize.shared_staff.dispatch.rules import judged, refusals
from optimize.shared_staff.dispatch.told import blank_moves, told, unmoved
from optimize.shared_staff.dispatch.values import Dispatch, Situation
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits


def solve(
    situation: Situation,
    *,
    stay_near: Dispatch | None = None,
    fixed: Dispatch | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Dispatch:
    """Ranked moves, what they do at both ends, who cannot be sent by which rule, and what stays open.

    Parameters
    ----------
    stay_near
        The answer before: each of its moves that is not made again costs the policy's `unsteadiness`, so that
        small changes of the situation do not turn everything over.
    fixed
        Moves under way: they are held, and their people are free for no other.
    limits
        None for an answer at once, with a bound of its own; limits (seconds, nodes) for the model to be solved
        too.

    Raises
    ------
    LabelError
        When labels of the situation have no partner, or stand twice.
    ValueError
        When the horizon does not reach beyond now, or now has no zone.
    """
    held = kept(situation, fixed)
    ground = gather(_with_fewer_offers(situation, held), held)
    under_way = ground.people["employee"].isin(held["who"]).to_numpy()
    offered = candidates(ground, wanting(ground), under_way)
    keeps, rules = judged(offered)
    before = _before(ground, stay_near, held)
    useful = _useful(offered.take(keeps), before)
    # What no choice changes is told while the solver, which needs no Python, looks for one.
    with ThreadPoolExecutor(max_workers=1) as beside:
        refused, without = beside.submit(refusals, offered, rules), beside.submit(unmoved, useful)
        made, proof = choose(useful, before, limits, progress)
        return told(useful.take(made), held, refused.result(), before, without.result(), proof)


def kept(situation: Situation, fixed: Dispatch | None) -> pd.DataFrame:
    """Moves under way of people who are still there: who has gone home since is nowhere."""
    if fixed is None:
        return blank_moves(situation)
    gone = situation.people.loc[~situation.people["available"].astype(bool), "employee"]
    return fixed.moves[~fixed.moves["who"].isin(gone)].reset_index(drop=True)


def _with_fewer_offers(situation: Situation, held: pd.DataFrame) -> Situation:
    """Partners' people who are under way can not be had again."""
    gone = held["who"].value_counts().reindex(situation.offers["offer"]).fillna(0).to_numpy()
    people = (situation.offers["people"] - gone).clip(lower=0).astype("int64")
    return replace(situation, offers=situation.offers.assign(people=people).reset_index(drop=True))


def wanting(ground: Ground) -> Mask:
    """Lanes in which one more person, there from now to the end, would save more than the bother of a move."""
    worth = ground.lines.worth(ground.staffed).sum(axis=1)
    wants: Mask = (worth > ground.situation.policy.bother) & (ground.closes > 0)
    return wants


TIMES = {"begin": "serves_from", "stop": "serves_until", "away": "away_from"}
"""Moments by which a move is known again, and their names in an answer."""


def _before(ground: Ground, stay_near: Dispatch | None, held: pd.DataFrame) -> pd.DataFrame:
    """who, kind, to_post, begin, stop, away of the moves of the answer before that are not under way."""
    moves = blank_moves(ground.situation) if stay_near is None else stay_near.moves
    persons = held.loc[held["kind"] != "partner", "who"]
    moves = moves[~moves["who"].isin(persons)]
    rows = ground.post_rows(moves[POST[0]], moves[POST[1]])
    times = {name: ground.clock.of_instants(moves[column]) for name, column in TIMES.items()}
    return moves[["who", "kind"]].assign(to_post=rows, **times).reset_index(drop=True)


def _useful(moves: Candidates, before: pd.DataFrame) -> Candidates:
    """Moves that may be worth their cost, of people alike no more than can be spared, and all of the answer
    before.

    With the moves that only add people, what a person is worth is greatest when nobody else has come: a move whose
    people would save less than it costs even then is in no best answer.
    """
    ground = moves.ground
    worth = ground.lines.worth(ground.staffed)
    to, come = moves.lanes("to_post"), moves.lanes("from_post")
    most = np.where(to >= 0, (moves.gain * worth[to]).sum(axis=1), 0.0)
    kind = moves.kind
    most -= np.where((kind == "break") & (come >= 0), (moves.loss * worth[come]).sum(axis=1), 0.0)
    kept: Flags = most > moves.column("cost")
    move = like(before, moves)[1]
    again = np.zeros(len(kept), dtype=bool)
    again[move] = True
    kept |= again
    kept &= ~_beyond_spare(moves, kept) | again
    return moves.take(kept)


def _beyond_spare(moves: Candidates, kept: Flags) -> Flags:
    """Moves of people whom a cheaper one of the same post can stand in for: a post lends no more than it can
    spare."""
    ground = moves.ground
    frame = moves.frame[["kind", "from_post", "to_post", "begin", "stop", "away", "back", "cost", "who"]]
    lends = kept & np.isin(frame["kind"].to_numpy(str), ("lend", "within", "release"))
    spare = np.minimum(ground.post_spare, ground.pool_spare[ground.posts["pool_place"]]).max(axis=1)
    most = np.where(frame["from_post"] >= 0, np.floor(spare[frame["from_post"]] + 1e-6), np.inf)
    ordered = frame[lends].sort_values(["cost", "who"])
    rank = ordered.groupby(["kind", "from_post", "to_post", "begin", "stop"]).cumcount().reindex(frame.index)
    beyond: Flags = lends & (rank.fillna(0).to_numpy() >= most)
    return beyond
