"""What holds of every answer, asked of a program that shares no code with the engine."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.shared_staff.dispatch import DAY_KINDS, Policy, kept, solve
from tests.dispatch.asked import at, changed, pair, verdict
from tests.dispatch.instances import network


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    outlets=st.integers(2, 6),
    grain=st.sampled_from([15, 30, 60]),
    now=st.sampled_from(["08:50", "10:20", "13:00", "16:47"]),
    surged=st.sampled_from([0.2, 0.6]),
    whole=st.booleans(),
)
def test_every_rule_is_kept_and_the_objective_is_right(
    seed: int, outlets: int, grain: int, now: str, surged: float, whole: bool
) -> None:
    """No lender below need, nobody beyond two hours, uncertified, booked twice or short of rest."""
    policy = Policy(kinds=DAY_KINDS, ahead=1440.0) if whole else Policy()
    situation = network(outlets, seed, partners=1, surged=surged, grain=grain, now=now, policy=policy)
    answer = solve(situation)
    found = verdict(situation, answer)
    assert found.broken == []
    assert answer.proof.objective is not None
    assert answer.proof.bound is not None
    # Moments are whole seconds, which moves money by less than this.
    assert found.money == pytest.approx(answer.proof.objective, rel=1e-4, abs=1.0)
    assert answer.proof.bound <= answer.proof.objective + 1e-6
    assert answer.moves["value"].is_monotonic_decreasing
    calm = replace(answer, moves=answer.moves.head(0))
    assert answer.proof.objective <= verdict(situation, calm).money + 1e-6


def test_an_answer_is_the_same_every_time() -> None:
    """No clock and no chance."""
    situation = network(8, 3)
    first, second = solve(situation), solve(situation)
    pd.testing.assert_frame_equal(first.moves, second.moves)


@pytest.mark.parametrize(
    ("seed", "grain", "absent"), [(0, 15, False), (1, 30, True), (2, 60, False), (3, 15, True)]
)
def test_moves_under_way_are_counted_by_both(seed: int, grain: int, absent: bool) -> None:
    """Half an hour later their people are where they were sent, breaks taken out; who has gone home is nowhere."""
    policy = Policy(kinds=DAY_KINDS, ahead=1440.0)
    situation = network(6, seed, partners=1, surged=0.6, grain=grain, now="10:20", policy=policy)
    first = solve(situation)
    later = replace(situation, now=situation.now + pd.Timedelta(minutes=30))
    begun = replace(first, moves=first.moves[first.moves["called"] <= later.now])
    assert len(begun.moves)
    if absent:
        gone = later.people["employee"].isin(begun.moves["who"].head(1))
        later = replace(later, people=later.people.assign(available=later.people["available"] & ~gone))
    answer = solve(later, fixed=begun)
    held = kept(later, begun)
    # An offer's people share a name: moves under way are those of the same call.
    call = ["who", "called"]
    known = pd.MultiIndex.from_frame(held[call])
    new = answer.moves[~pd.MultiIndex.from_frame(answer.moves[call]).isin(known)]
    found = verdict(later, replace(answer, moves=new), 0, held)
    assert found.broken == []
    assert found.money == pytest.approx(answer.proof.objective, rel=1e-4, abs=1.0)


def test_who_goes_home_on_the_way_is_nowhere() -> None:
    """E is under way and then reported absent: the receiver has one person less, the lender none beyond that."""
    first = solve(pair())
    later = replace(pair(), now=at(11.5))
    there, gone = solve(later, fixed=first), solve(changed(later, available=False), fixed=first)
    assert there.moves["who"].tolist() == ["E"]
    assert gone.moves.empty
    staffed = {
        name: answer.places.groupby("outlet")["staffed"].max() for name, answer in (("t", there), ("g", gone))
    }
    assert staffed["t"]["O001"] == pytest.approx(2.0)
    assert staffed["g"]["O001"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("damage", "facts", "rule"),
    [
        ({"serves_until": at(24.5)}, {"ends": at(23)}, "night_work"),
        ({"called": at(5.5)}, {"ends": at(12.0)}, "night_work"),
        ({"kind": "within"}, {}, "on_duty"),
        ({}, {"break_start": at(11.1), "break_end": at(11.4)}, "break_kept"),
    ],
)
def test_the_evaluator_knows_nights_breaks_and_the_own_outlet(
    damage: dict[str, object], facts: dict[str, object], rule: str
) -> None:
    """Home past midnight is at night as well; who lends within serves at home; nobody travels in a break."""
    answer = solve(pair())
    assert verdict(pair(), answer).broken == []
    moves = answer.moves.assign(**damage)
    assert (rule, "E") in verdict(changed(pair(), **facts), replace(answer, moves=moves)).broken


def test_the_evaluator_sees_what_is_broken() -> None:
    """Damage of each kind to a good answer is found by its rule."""
    situation = network(10, 2, partners=3)
    answer = solve(situation)
    moves = answer.moves
    assert verdict(situation, answer).broken == []

    def rules(damaged: pd.DataFrame, **frames: pd.DataFrame) -> set[str]:
        changed = replace(situation, **frames)  # type: ignore[arg-type]
        return {rule for rule, _ in verdict(changed, replace(answer, moves=damaged)).broken}

    lent = moves[moves["kind"] == "lend"]
    assert len(lent)
    assert "double_booking" in rules(pd.concat([moves, lent.head(1)], ignore_index=True))
    able = situation.able[situation.able["who"] != lent["who"].iloc[0]]
    assert "able" in rules(moves, able=able)
    late = moves.assign(called=moves["called"] + pd.Timedelta(minutes=30))
    assert "in_time" in rules(late)
    need = situation.need
    assert "lender_need" in rules(moves, need=need.assign(people=need["people"] + 3))
    people = situation.people
    assert "rest" in rules(moves, people=people.assign(home_by=people["begins"]))
    assert "desk" in rules(moves, desks=situation.desks.assign(desks=0))
    assert "hours_day" in rules(moves, people=people.assign(day_left=-1.0, ends=people["ends"]))
