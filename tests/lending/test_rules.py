"""Each rule alone, on a day of two or three outlets."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from benchmarks.lending.__main__ import small
from optimize.shared_staff.lending import LendingTerms, solve
from quarterhour.result import Limits, Status
from scenarios.evaluate.lending import judge_lending
from tests.lending.tiny import at, link, need, problem, supply

SHORT = need("r", 1, 2, 600, 720)
"""r misses one person from 10:00 to 12:00."""


def spare(people: int = 1, name: str = "l") -> list[tuple]:
    """A lender with so many people beyond its need all day."""
    return need(name, 2 + people, 2, 480, 1020)


def test_one_person_goes_and_comes_back():
    """The least way: 10 minutes and 5 of hand-over are one quarter out, 10 minutes one quarter back."""
    plan = solve(problem(SHORT + spare(), [supply("l/1")], [link("l/1", "r")]))
    block = plan.blocks.iloc[0]
    assert len(plan.blocks) == 1
    assert [block[name] for name in ("leave", "start", "end", "back")] == [at(585), at(600), at(720), at(735)]
    # Two hours at 5, 20 minutes of way at 5 + 40; credit is level, so that fairness costs nothing.
    assert plan.proofs[0].objective == pytest.approx(2 * 5 + 20 / 60 * 45)
    assert plan.proofs[0].status is Status.OPTIMAL
    assert plan.holes.empty
    assert plan.ledger.set_index("lender")["after"].to_dict() == {"l": 2.0, "r": -2.0}


def test_no_lender_falls_below_its_own_need():
    """The lender has somebody to spare only until 11:00, travel back included."""
    keeps = need("l", 3, 2, 480, 660) + need("l", 3, 3, 660, 1020)
    plan = solve(problem(SHORT + keeps, [supply("l/1", 3)], [link("l/1", "r")]))
    assert plan.blocks["back"].max() <= at(660)
    assert (plan.cover["there"] - plan.cover["away"] >= plan.cover["keep"])[plan.cover["outlet"] == "l"].all()
    assert set(plan.holes["reason"]) == {"lending.lenders_at_need"}


def test_own_confidence_is_kept_beyond_the_day_s_need():
    """A lender that wants to be surer keeps its person although its need would let him go."""
    keeps = need("l", 3, 2, 480, 1020, keep=3)
    plan = solve(problem(SHORT + keeps, [supply("l/1", 3)], [link("l/1", "r")]))
    assert plan.blocks.empty


@pytest.mark.parametrize(("minutes", "pace", "lent"), [(85, 1.0, 1), (85.1, 1.0, 0), (60, 1.5, 0), (60, 1.4, 1)])
def test_door_to_service_within_two_hours(minutes, pace, lent):
    """Alert 15, preparation 15, hand-over 5: 85 minutes are left for the way as it is at that time of day."""
    free, way = LendingTerms(travel=0.0), [link("l/1", "r", minutes)]
    asked = problem(SHORT + spare(), [supply("l/1", price=0.0)], way, pace=pace, terms=free)
    assert len(solve(asked).blocks) == lent


def test_rest_is_kept_as_the_duty_is_not_left():
    """A duty that ends at noon has to be home by then."""
    plan = solve(problem(SHORT + spare(), [supply("l/1", end=720)], [link("l/1", "r")]))
    assert plan.blocks["back"].max() <= at(720)
    assert set(plan.holes["reason"]) == {"lending.nobody_free_then"}


def test_a_break_is_no_time_to_travel_and_does_not_serve():
    """The break from 11:00 to 11:30 is taken at the receiver, who misses somebody then."""
    rest = supply("l/1", break_start=at(660), break_end=at(690))
    plan = solve(problem(SHORT + spare(), [rest], [link("l/1", "r")]))
    missing = plan.cover[(plan.cover["outlet"] == "r") & (plan.cover["short"] > 0)]
    assert list(missing["start"]) == [at(660), at(675)]
    assert (plan.blocks["leave"] >= at(690)).any() or (plan.blocks["end"] > at(690)).any()


def test_nobody_without_the_certificate():
    """Who is barred does not go, and the hole says why."""
    plan = solve(problem(SHORT + spare(), [supply("l/1")], [link("l/1", "r", barred="lending.no_certificate")]))
    assert plan.blocks.empty
    assert set(plan.holes["reason"]) == {"lending.no_certificate"}
    assert set(plan.holes["mend"]) == {"lending.mend_certificate"}


def test_nobody_in_reach():
    """Without any link nobody is in reach."""
    plan = solve(problem(SHORT + spare(), [supply("l/1")], []))
    assert set(plan.holes["reason"]) == {"lending.nobody_in_reach"}


def test_nobody_is_lent_twice():
    """One person can not serve two outlets one after the other."""
    later = need("s", 1, 2, 840, 900)
    plan = solve(problem(SHORT + later + spare(), [supply("l/1")], [link("l/1", "r"), link("l/1", "s")]))
    assert plan.blocks["people"].sum() == 1
    assert "lending.all_lent" in set(plan.holes["reason"])


def test_cap_of_a_lender():
    """A lender that lends one person a day lends one."""
    short = need("r", 1, 3, 600, 720)
    plan = solve(problem(short + spare(2), [supply("l/1", 2)], [link("l/1", "r")], most=1))
    assert plan.blocks["people"].sum() == 1
    assert set(plan.holes["reason"]) == {"lending.cap_reached"}


def test_desks_of_the_receiver():
    """Nobody comes where every desk is taken."""
    plan = solve(problem(SHORT, [supply("l/1", kind="partner", outlet="")], [link("l/1", "r")], desks=1))
    assert plan.blocks.empty
    assert set(plan.holes["reason"]) == {"lending.desks_full"}


def test_least_block_of_a_partner():
    """Somebody who comes for four hours at least comes only where that is worth it."""
    offer = supply("p/1", kind="partner", outlet="", price=80.0, least_minutes=240, most_minutes=480)
    dear = solve(problem(SHORT, [offer], [link("p/1", "r")], price=150.0))
    cheap = solve(problem(SHORT, [offer], [link("p/1", "r")], price=300.0))
    assert dear.blocks.empty
    assert set(dear.holes["reason"]) == {"lending.dearer_than_missing"}
    assert (cheap.blocks["end"] - cheap.blocks["start"]).tolist() == [pd.Timedelta(hours=4)]


def test_longest_block():
    """Nobody stays longer than the longest block; then another comes."""
    long = need("r", 1, 2, 480, 960)
    offers = [supply(f"p/{n}", kind="partner", outlet="", most_minutes=240) for n in range(2)]
    plan = solve(problem(long, offers, [link(f"p/{n}", "r") for n in range(2)]))
    assert (plan.blocks["end"] - plan.blocks["start"]).max() <= pd.Timedelta(hours=4)
    assert plan.blocks["people"].sum() == 2


def test_who_owes_lends_first():
    """Of two lenders alike in all but the ledger the one without credit lends."""
    two = [supply("l/1"), supply("m/1")]
    both = SHORT + spare() + spare(name="m")
    plan = solve(problem(both, two, [link("l/1", "r"), link("m/1", "r")], credit={"l": 10.0, "m": -3.0}))
    assert plan.blocks["lender"].tolist() == ["m"]
    assert plan.ledger.set_index("lender").loc["m", "after"] == pytest.approx(-1.0)


def test_worth_of_one_more_pair_of_hands():
    """Where nobody can come another person is worth the price of a missing hour."""
    plan = solve(problem(SHORT + spare(), [supply("l/1")], []))
    assert plan.worth["worth"].tolist() == pytest.approx([300.0] * 8)


def test_a_time_limit_never_reads_as_optimal():
    """Without time for the relaxation there may be a plan, but no word that it is the best one."""
    asked = small(4)
    plan = solve(asked, limits=Limits(seconds=0.0))
    assert not judge_lending(asked, plan.blocks.to_dict("records")).broken
    for proof in plan.proofs:
        assert (proof.status is Status.OPTIMAL) == (proof.gap <= 1e-6)
    assert any(proof.status is Status.FEASIBLE for proof in plan.proofs)


def test_steps_must_suffice():
    """A problem without prices for all who may be missing is refused."""
    asked = problem(SHORT, [supply("l/1")], [])
    with pytest.raises(ValueError, match="fewer people"):
        solve(dataclasses.replace(asked, steps=asked.steps.assign(people=0)))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"people": 2}, "somebody twice"),
        ({"leave": at(450)}, "before or after the duty"),
        ({"start": at(585)}, "not there in time"),
        ({"end": at(615)}, "too short"),
        ({"back": at(720)}, "not home in time"),
    ],
)
def test_the_evaluator_sees_what_is_broken(change, fault):
    """A right plan, changed in one place, is found out."""
    asked = problem(SHORT + spare(), [supply("l/1")], [link("l/1", "r")])
    block = solve(asked).blocks.to_dict("records")[0]
    assert not judge_lending(asked, [block]).broken
    assert any(fault in text for text in judge_lending(asked, [block | change]).broken)
