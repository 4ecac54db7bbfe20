"""Why people are missing: each reason on the smallest problem that has it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from optimize.shifts import StaffPlan, StaffProblem, solve
from optimize.shifts.check import BreakError
from quarterhour.labels import LabelError
from quarterhour.messages import catalogue, has
from quarterhour.result import Limits
from tests.shifts.evaluator import assert_sound
from tests.shifts.tiny import DAY, tiny

FROM_Y = ("y>x", "lent", "y", "a", "x", "a", "p", DAY, 30, 1, 41.0, 60, False, 0.3)
PARTNER = ("z>x", "partner", "z", "", "x", "a", "p", DAY, 15, 1, 60.0, 60, True, 0.25)


def planned(problem: StaffProblem) -> StaffPlan:
    """The plan, found sound."""
    plan = solve(problem, limits=Limits())
    assert_sound(problem, plan)
    assert all(has(code) for code in [*plan.holes["reason"], *plan.holes["mend"]])
    return plan


def reasons(problem: StaffProblem) -> set[tuple[str, str]]:
    """Reason and mend of every hole."""
    holes = planned(problem).holes
    return set(zip(holes["reason"], holes["mend"], strict=True))


def test_nothing_available_at_all() -> None:
    """Without people, shift types and lenders everything is one hole, and nothing crashes."""
    problem = tiny({"x": [1, 2, 2]}, shifts=())
    plan = planned(problem)
    assert plan.duties.empty
    assert plan.holes["people"].tolist() == [1, 2]
    assert set(plan.holes["reason"]) == {"staff.no_shift_fits"}
    # (1 + 2 + 2) hours short, and the cushion of 5 / 0.97 - 5 people, at 150.
    assert plan.costs["money"].sum() == pytest.approx(5 / 0.97 * 150)


def test_no_lender() -> None:
    """No own people and no link: no lender is within reach."""
    assert reasons(tiny({"x": [1, 1]})) == {("staff.no_lender", "staff.mend_find_lender")}


def test_lenders_used() -> None:
    """No own people, and the partner's only person is there already."""
    assert reasons(tiny({"x": [2, 2]}, links=[PARTNER])) == {("staff.lenders_used", "staff.mend_ask_lenders")}


def test_all_on_duty() -> None:
    """The one own person works; another is missing."""
    assert reasons(tiny({"x": [2, 2]}, people={"x": 1})) == {("staff.all_on_duty", "staff.mend_find_lender")}


def test_desks_full() -> None:
    """Two people, one desk."""
    assert reasons(tiny({"x": [2, 2]}, people={"x": 2}, desks=1)) == {("staff.desks_full", "staff.mend_desks")}


def test_week_duties_used() -> None:
    """The person is there but may not work another day this week."""
    problem = tiny({"x": [1, 1]}, people={"x": 1}, duties=0)
    assert reasons(problem) == {("staff.week_duties_used", "staff.mend_find_lender")}


def test_week_hours_used() -> None:
    """One hour left in the week is too little for a shift of two."""
    problem = tiny({"x": [1, 1]}, people={"x": 1}, hours=1.0, hours_most=1.0)
    assert reasons(problem) == {("staff.week_hours_used", "staff.mend_find_lender")}


def test_cheaper_to_stay_short() -> None:
    """Paying two hours for a need of one costs more than the shortage, when that is cheap."""
    problem = tiny({"x": [0, 1]}, people={"x": 1})
    cheap = replace(problem, prices=replace(problem.prices, shortage=50.0))
    assert reasons(cheap) == {("staff.cheaper_short", "staff.mend_prices")}
    assert planned(problem).holes.empty


def test_no_shift_fits() -> None:
    """A need of an hour in an opening of an hour, and only shifts of two hours."""
    assert reasons(tiny({"x": [1]}, people={"x": 1})) == {("staff.no_shift_fits", "staff.mend_shift_type")}


def test_a_reserve_that_cannot_be_given_is_a_hole() -> None:
    """Own people beyond those on duty stand by; the rest is a hole on standby."""
    problem = tiny({"x": [1, 1]}, people={"x": 2}, reserve={"x": [2, 2]})
    plan = planned(problem)
    assert plan.reserve["planned"].tolist() == [1, 1]
    assert plan.holes["activity"].tolist() == ["standby"]
    assert plan.holes["people"].tolist() == [1]
    assert plan.holes["reason"].tolist() == ["staff.all_on_duty"]


def test_a_reserve_for_which_nobody_agrees_says_so() -> None:
    """One of two people agrees to standby; the other one is free, and the hole says what stands in the way."""
    problem = tiny({"x": [0, 0]}, people={"x": 2}, reserve={"x": [2, 2]})
    agreed = replace(problem, staff=problem.staff.assign(standby=1))
    assert planned(agreed).reserve["planned"].tolist() == [1, 1]
    assert reasons(agreed) == {("staff.nobody_agrees", "staff.mend_ask_consent")}
    assert planned(problem).holes.empty


def test_the_reserve_comes_from_the_shared_pool_first() -> None:
    """A partner on standby is cheaper than own people at the same rate, and is taken before them."""
    offer = (*PARTNER[:10], 40.0, 60, True, 0.25)
    plan = planned(tiny({"x": [1, 1]}, people={"x": 3}, reserve={"x": [1, 1]}, links=[offer]))
    standby = plan.duties[plan.duties["activity"] == "standby"]
    assert standby["source"].tolist() == ["partner"]
    # Two hours at a quarter of 40, and nobody travels until called.
    assert plan.costs.set_index("item")["money"]["standby"] == pytest.approx(20.0)
    assert standby["travel_minutes"].tolist() == [0.0]


def test_nobody_stands_by_twice_or_without_consent() -> None:
    """One of two people at y agrees to standby: of two receivers and y itself one gets that person, no more."""
    links = [(f"y>{to}", "lent", "y", "a", to, "a", "p", DAY, 30, 1, 41.0, 60, True, 0.3) for to in ("w", "x")]
    asked = {"w": [1, 1], "x": [1, 1], "y": [1, 1]}
    problem = tiny({outlet: [0, 0] for outlet in asked}, people={"y": 2}, reserve=asked, links=links)
    plan = planned(replace(problem, staff=problem.staff.assign(standby=1)))
    assert plan.reserve.groupby("outlet")["planned"].max().sum() == 1
    everybody = planned(problem)
    assert everybody.reserve.groupby("outlet")["planned"].max().sum() == 2


def test_a_lender_lends_only_when_it_is_not_short() -> None:
    """One person at y is lent to x only where y needs nobody."""
    quiet = planned(tiny({"x": [1, 1], "y": [0, 0]}, people={"y": 1}, links=[FROM_Y]))
    assert quiet.cover.groupby("outlet")["lent"].sum().to_dict() == {"x": 2, "y": 0}
    busy = planned(tiny({"x": [2, 2], "y": [1, 0]}, people={"y": 1}, links=[FROM_Y]))
    assert busy.cover["lent"].sum() == 0


def test_overtime_is_a_premium() -> None:
    """Four hours of work with one regular hour left cost four hours and half of three on top."""
    shift = (("s4", 480, 480, 60, 240, 0, 0, 0),)
    plan = planned(tiny({"x": [1] * 4}, people={"x": 1}, shifts=shift, hours=1.0))
    money = plan.costs.set_index("item")["money"]
    assert money["regular"] == pytest.approx(4 * 40.0)
    assert money["overtime"] == pytest.approx(3 * 40.0 * 0.5)


def test_unknown_labels_raise() -> None:
    """A link to a post that does not exist names it."""
    problem = tiny({"x": [1, 1]}, links=[PARTNER])
    wrong = replace(problem, links=problem.links.assign(post="counter"))
    with pytest.raises(LabelError, match="x/a/counter"):
        solve(wrong, limits=Limits())
    with pytest.raises(LabelError, match="standby_factor"):
        solve(replace(problem, weekly=problem.weekly.drop(columns="standby_factor")), limits=Limits())


def test_a_break_after_the_end_is_refused() -> None:
    """A shift of two hours with a break from its second hour on names the shift."""
    with pytest.raises(BreakError, match="s2"):
        solve(tiny({"x": [1, 1]}, shifts=(("s2", 480, 480, 60, 120, 60, 90, 90),)), limits=Limits())


def test_every_staff_message_has_both_languages() -> None:
    """The catalogues of the area have the same codes."""
    codes = [{code for code in catalogue(language) if code.startswith("staff.")} for language in ("en", "zh")]
    assert codes[0] == codes[1]
    assert pd.Series(sorted(codes[0])).str.startswith("staff.").all()
