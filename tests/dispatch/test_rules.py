"""Each rule of dispatch alone: one person, one receiver, one fact changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from optimize.shared_staff.dispatch import Policy, Situation, solve
from tests.dispatch.asked import at, changed, pair, verdict


def refusal(situation: Situation) -> str:
    """The rule by which E is refused; "" where E is sent."""
    answer = solve(situation)
    assert not verdict(situation, answer).broken
    if len(answer.moves):
        assert answer.moves["who"].tolist() == ["E"]
        return ""
    found = answer.refused
    return str(found.loc[found["who"] == "E", "rule"].iloc[0])


def test_somebody_to_spare_goes_where_customers_wait() -> None:
    """E is alerted now and serves from the first interval that 15 + 15 + 20 + 5 minutes reach: 11:30."""
    answer = solve(pair())
    move = answer.moves.iloc[0]
    assert (move["who"], move["from_outlet"], move["outlet"], move["post"]) == ("E", "O000", "O001", "counter")
    assert move["door"] == pytest.approx(55.0)
    assert move["serves_from"] == at(11.5)
    assert move["leaves"] == at(11.5) - pd.Timedelta(minutes=25)
    assert move["waiting_saved"] > 0
    # Two ways of 20 minutes at pay and the price of travel, and the bother of a move.
    rate = pair().people["rate"].iloc[0]
    assert move["cost"] == pytest.approx(40 / 60 * (rate + 40.0) + 50.0)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"trained": False}, "trained"),
        ({"travel_limit": 19.0}, "travel_limit"),
        ({"ends": at(12.75)}, "block"),
        ({"home_by": at(16.0)}, "rest"),
        (
            {
                "break_start": at(11.25),
                "break_end": at(17),
                "break_earliest": at(11.25),
                "break_latest": at(11.25),
            },
            "break_kept",
        ),
    ],
)
def test_a_fact_of_the_person_forbids_it_by_its_rule(facts: dict[str, object], rule: str) -> None:
    """With one fact changed E is not sent, and the rule that says so is told."""
    assert refusal(changed(pair(), **facts)) == rule


def test_who_is_absent_is_sent_nowhere() -> None:
    """Nor is anybody told why."""
    answer = solve(changed(pair(), available=False))
    assert answer.moves.empty
    assert set(answer.refused["rule"]) <= {"available"}


def test_no_hours_left_lets_people_go_back_but_not_stay() -> None:
    """Without minutes left E serves no longer than the way home within the duty allows."""
    answer = solve(changed(pair(), day_left=0.0, ends=at(14)))
    assert (answer.moves["away_until"] <= at(14)).all()
    assert (answer.moves["serves_until"] + pd.Timedelta(minutes=20) <= at(14)).all()


def test_nobody_without_the_certificate_is_sent() -> None:
    """E who does not hold the receiver's post is no candidate."""
    situation = pair()
    able = situation.able[~((situation.able["who"] == "E") & (situation.able["outlet"] == "O001"))]
    assert solve(replace(situation, able=able.reset_index(drop=True))).moves.empty


def test_a_lender_that_needs_everybody_lends_nobody() -> None:
    """One person needed at O000 in a single interval of the block is enough to keep E there."""
    situation = pair()
    need = situation.need
    here = (need["outlet"] == "O000") & (need["post"] == "") & (need["start"] == at(12))
    assert refusal(replace(situation, need=need.assign(people=np.where(here, 1, need["people"])))) in (
        "lender_need",
        "",
    )
    always = (need["outlet"] == "O000") & (need["post"] == "")
    forced = replace(situation, need=need.assign(people=np.where(always, 1, need["people"])))
    answer = solve(forced)
    assert answer.moves.empty


def test_two_hours_door_to_service_are_the_limit() -> None:
    """85 minutes of travel and 35 of the rest are two hours; one minute more is too far."""
    situation = changed(pair(), travel_limit=200.0)
    near = replace(situation, now=at(10.0), until=at(17), travel=situation.travel.assign(minutes=85.0))
    assert refusal(near) == ""
    assert refusal(replace(near, travel=near.travel.assign(minutes=86.0))) in ("in_time", "block")


def test_nobody_comes_without_a_desk() -> None:
    """With as many desks as people at O001 there is none for E."""
    situation = pair()
    assert refusal(replace(situation, desks=situation.desks.assign(desks=[6, 1]))) == "desk"


def test_standby_is_called_only_with_consent_and_within_its_hours() -> None:
    """E on standby from 11:00 is called then, serves within the standby, and never without consent."""
    situation = changed(
        pair(Policy(kinds=("standby",))), state="standby", begins=at(11), ends=at(15), day_left=480.0
    )
    move = solve(situation).moves.iloc[0]
    assert move["called"] >= at(11)
    assert move["serves_until"] <= at(15)
    assert refusal(changed(situation, standby=False)) == "standby_consent"
    assert refusal(changed(situation, day_left=60.0)) == "hours_day"
    assert refusal(changed(situation, week_left=60.0)) == "hours_week"


def test_a_duty_goes_on_within_the_longest_shift() -> None:
    """F's duty ends at 12:00 while customers wait: it goes on, but not beyond the contract's longest shift."""
    situation = pair(Policy(kinds=("extend",)))
    people = situation.people.assign(
        ends=[at(17), at(12)], longest_end=[at(19), at(13)], day_left=[0.0, 300.0], rate=40.0
    )
    answer = solve(replace(situation, people=people))
    move = answer.moves.iloc[0]
    assert (move["who"], move["kind"]) == ("F", "extend")
    assert (move["serves_from"], move["serves_until"]) == (at(12), at(13))
    assert not verdict(replace(situation, people=people), answer).broken


def test_a_break_moves_within_what_its_shift_allows() -> None:
    """F's break at 11:00 is put off, to a time that the shift allows, at the same length."""
    situation = pair(Policy(kinds=("break",)))
    moments = {"break_start": at(11), "break_end": at(12), "break_earliest": at(10), "break_latest": at(14)}
    kind = situation.people["begins"].dtype
    people = situation.people.assign(
        **{name: pd.Series([pd.NaT, moment], dtype=kind) for name, moment in moments.items()}
    )
    flow = situation.flow
    calm = flow["start"] >= at(12.5)
    answer = solve(replace(situation, people=people, flow=flow.assign(rate=np.where(calm, 0.1, 5.0))))
    move = answer.moves.iloc[0]
    assert (move["who"], move["kind"]) == ("F", "break")
    assert at(12) <= move["away_from"] <= at(14)
    assert move["away_until"] - move["away_from"] == pd.Timedelta(hours=1)
