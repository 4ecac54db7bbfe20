"""The choice against every possible one, and how steady it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optimize.shared_staff.dispatch import Policy, Situation, solve
from optimize.shared_staff.dispatch.along import along
from optimize.shared_staff.dispatch.candidates import Candidates, candidates
from optimize.shared_staff.dispatch.choice import objective
from optimize.shared_staff.dispatch.ground import gather
from optimize.shared_staff.dispatch.line import SLOPES, Lines
from optimize.shared_staff.dispatch.program import build
from optimize.shared_staff.dispatch.rules import judged
from optimize.shared_staff.dispatch.solve import _before, wanting
from optimize.shared_staff.dispatch.told import blank_moves
from optimize.shared_staff.dispatch.uses import Uses
from quarterhour.arrays import Floats, Mask
from quarterhour.result import Limits, Status
from tests.dispatch.instances import network

MOST = 13
"""Moves of which every choice is tried."""


def allowed(situation: Situation) -> Candidates:
    """All moves that keep the rules."""
    ground = gather(situation, blank_moves(situation))
    offered = candidates(ground, wanting(ground), np.zeros(len(ground.people), dtype=bool))
    return offered.take(judged(offered)[0])


def best_of_all(moves: Candidates, situation: Situation) -> float:
    """Least money over all choices that use nothing twice."""
    none = _before(moves.ground, None, blank_moves(situation))
    best = np.inf
    for picks in product([False, True], repeat=len(moves.frame)):
        made, uses = np.array(picks, dtype=bool), Uses.of(moves)
        for move in np.flatnonzero(made).tolist():
            uses.make(move)
        if uses.kept():
            best = min(best, objective(moves, made, none))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_with_limits_the_best_of_all_choices_is_found(seed: int) -> None:
    """Small towns: the model's optimum is that of trying every choice, and its proof says so."""
    made = network(2, seed, partners=1, surged=0.6, hours=3.0, grain=60, policy=Policy(kinds=("lend", "partner")))
    moves = allowed(made)
    if not 0 < len(moves.frame) <= MOST:
        moves = moves.take(np.arange(min(MOST, len(moves.frame))))
    if not len(moves.frame) or len(allowed(made).frame) > MOST:
        pytest.skip("too few or too many moves to try every choice")
    answer = solve(made, limits=Limits(nodes=5000))
    assert answer.proof.objective == pytest.approx(best_of_all(moves, made), rel=1e-6, abs=1e-3)
    assert answer.proof.status is Status.OPTIMAL


def test_more_search_is_never_worse_and_both_bounds_hold() -> None:
    """The quick answer's bound lies below what the model finds, and its money not below."""
    made = network(6, 11, partners=2)
    quick, long = solve(made), solve(made, limits=Limits(nodes=300, gap=0.001))
    assert quick.proof.bound is not None
    assert long.proof.objective is not None
    assert quick.proof.bound <= long.proof.objective + 1e-6 <= quick.proof.objective + 2e-6  # type: ignore[operator]
    assert quick.proof.status is not Status.OPTIMAL or quick.proof.gap == pytest.approx(0.0, abs=1e-6)


def test_dual_prices_are_those_of_the_solver() -> None:
    """With no move made, the rows of people have the dual prices that the closed form gives."""
    made = network(4, 7, partners=1)
    moves = allowed(made)
    none = _before(moves.ground, None, blank_moves(made))
    program = build(moves, none, lenders=True)
    x = np.arange(len(moves.frame))
    _, values, prices = program.fixed(x, np.zeros(len(x))).solve_relaxed(stage="t", partition="", limits=Limits())
    assert len(values)
    touched = np.unique(np.concatenate([moves.lanes("to_post"), moves.lanes("from_post")]))
    touched = touched[touched >= 0]
    worth = moves.ground.lines.worth(moves.ground.staffed)[touched]
    np.testing.assert_allclose(-prices[: worth.size].reshape(worth.shape), worth, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_tangents_that_never_hold_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model without their rows has fewer, and the same value, relaxed and whole."""
    moves = allowed(network(8, seed, partners=1, surged=0.6))
    none = _before(moves.ground, None, blank_moves(moves.ground.situation))
    few = build(moves, none, lenders=True)

    def every(lines: Lines, *_: Floats) -> tuple[Mask, Mask]:
        flags = np.ones((len(SLOPES), *lines.rate.shape), dtype=bool)
        return flags, flags

    monkeypatch.setattr(Lines, "reached", every)
    full = build(moves, none, lenders=True)
    assert len(few.least) < len(full.least)
    for one, other, close in ((few.relaxed(), full.relaxed(), 1e-8), (few, full, 2e-4)):
        values = [
            each.solve(stage="test", partition="", limits=Limits(nodes=20_000))[0].proof.objective
            for each in (one, other)
        ]
        assert values[0] == pytest.approx(values[1], rel=close)


def moved(first: object, second: object) -> int:
    """Moves of one answer that the other does not have."""
    keys = ["who", "kind", "outlet", "post"]
    left, right = (set(map(tuple, answer.moves[keys].to_numpy().tolist())) for answer in (first, second))  # type: ignore[attr-defined]
    return len(left - right)


def test_small_changes_do_not_turn_everything_over() -> None:
    """One customer more or less here and there: with the answer before, fewer moves change than without it."""
    free = steady = 0
    for seed in range(4):
        made = network(8, seed, partners=2)
        rng = np.random.default_rng(seed)
        waiting = np.maximum(made.lanes["waiting"] + rng.integers(-1, 2, len(made.lanes)), 0.0)
        nudged = replace(made, lanes=made.lanes.assign(waiting=waiting))
        before = solve(made)
        assert moved(before, solve(made, stay_near=before)) == 0
        free += moved(before, solve(nudged))
        near = solve(nudged, stay_near=before)
        steady += moved(before, near)
        assert near.proof.bound <= near.proof.objective + 1e-6  # type: ignore[operator]
    assert steady <= free
    assert steady <= 3


def test_moves_under_way_are_held_and_their_people_busy() -> None:
    """A held move stays in the answer, its person is moved no second time, its offer is used up."""
    made = network(8, 1, partners=2)
    before = solve(made)
    later = replace(made, now=made.now + np.timedelta64(10, "m"))
    answer = solve(later, fixed=before)
    assert moved(before, answer) == 0
    persons = answer.moves[answer.moves["kind"] != "partner"]
    assert not persons["who"].duplicated().any()
    partners = answer.moves[answer.moves["kind"] == "partner"]["who"].value_counts()
    assert (partners <= made.offers.set_index("offer")["people"].reindex(partners.index)).all()


def test_nothing_to_do_is_an_answer_too() -> None:
    """A calm morning: no move, nothing open, and next to no lateness."""
    made = network(3, 1, surged=0.0)
    calm = replace(
        made,
        flow=made.flow.assign(rate=0.2),
        lanes=made.lanes.assign(waiting=0.0),
        need=made.need.assign(people=0),
    )
    answer = solve(calm)
    assert answer.moves.empty
    assert answer.open.empty
    assert answer.proof.objective < 100.0  # type: ignore[operator]


def test_both_ends_are_told_lane_by_lane() -> None:
    """What customers would meet without the moves is each lane's own, whichever lanes are told."""
    situation = network(6, seed=3, partners=1, surged=0.6)
    answer = solve(situation)
    assert len(answer.moves)
    ground = gather(situation, blank_moves(situation))
    every = along(ground, np.arange(len(situation.lanes)), ground.staffed)
    alone = situation.lanes[["outlet", "lane"]].assign(waiting=every["waiting"], late=every["late"])
    both = answer.ends.merge(alone, on=["outlet", "lane"], validate="one_to_one")
    assert len(both) == len(answer.ends) > 1
    assert both["waiting_before"].nunique() > 1
    assert both["waiting_before"].tolist() == pytest.approx(both["waiting"].tolist())
    assert both["late_before"].tolist() == pytest.approx(both["late"].tolist())
