"""Days that are not plain: past midnight, around the clock, daylight saving, closed gaps, no need."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from optimize.shifts import StaffProblem, solve
from quarterhour.grid import TimeGrid
from quarterhour.result import Limits, Status
from tests.shifts.evaluator import assert_sound
from tests.shifts.instances import network
from tests.shifts.tiny import DAY, tiny


def around_the_clock(*, seed: int, days: int) -> StaffProblem:
    """One outlet that never closes, with people enough."""
    return network(
        1, days=days, seed=seed, grain=60, partners=0, two_pools=0, two_posts=0, reserve=0, staff_ratio=3.0
    )


def test_no_need_is_an_empty_plan() -> None:
    """Without any need there are no duties, holes, costs or proofs."""
    problem = tiny({"x": [1]}, people={"x": 1})
    plan = solve(replace(problem, need=problem.need.iloc[:0]), limits=Limits())
    assert plan.duties.empty
    assert plan.cover.empty
    assert plan.holes.empty
    assert plan.costs.empty
    assert plan.proofs == ()


def test_a_need_of_nobody_costs_nothing() -> None:
    """Open hours in which nobody is needed are planned with nobody, proven."""
    plan = solve(tiny({"x": [0, 0, 0]}, people={"x": 1}), limits=Limits())
    assert plan.duties.empty
    assert [proof.status for proof in plan.proofs] == [Status.OPTIMAL]
    assert plan.costs["money"].sum() == 0


def test_past_midnight_with_a_late_day_cut() -> None:
    """With the day cut at 06:00 an outlet open from 22:00 to 06:00 is one business day with a night duty."""
    grid = TimeGrid("Asia/Shanghai", 60, day_cut=360)
    # 22:00 is 960 minutes after the cut.
    shift = (("night", 960, 960, 60, 480, 0, 0, 0),)
    problem = tiny({"x": [1] * 8}, people={"x": 2}, shifts=shift, grid=grid, opens=960)
    plan = solve(problem, limits=Limits())
    verdict = assert_sound(problem, plan)
    assert plan.cover["short"].sum() == 0
    assert plan.duties["day"].tolist() == [DAY]
    assert plan.duties["start"].iloc[0].hour == 22
    # Eight hours at 40.
    assert verdict.money["regular"] == 8 * 40.0


def test_around_the_clock_nights_cross_weeks() -> None:
    """Two weeks of 24 hours: only the hours before the first night duty stay empty, Sunday nights included."""
    problem = around_the_clock(seed=21, days=14)
    plan = solve(problem, limits=Limits(gap=0.02, nodes=30))
    assert_sound(problem, plan)
    # The earliest start of all is 07:00, so nobody can be there before on the first day.
    assert set(plan.holes["reason"]) <= {"staff.before_first_day", "staff.cheaper_short"}
    early = plan.cover[plan.cover["short"] > 0]
    assert (early["start"] < pd.Timestamp("2026-09-28 07:00", tz="Asia/Shanghai")).mean() > 0.5
    sunday = pd.Timestamp("2026-10-04")
    night = plan.duties[(plan.duties["day"] == sunday) & (plan.duties["end"].dt.date > sunday.date())]
    assert len(night) >= 1
    assert len(plan.proofs) == 2


def test_last_night_of_the_horizon_is_staffed() -> None:
    """An outlet that runs over its day edges is taken to run on after the last planned day."""
    problem = around_the_clock(seed=22, days=3)
    plan = solve(problem, limits=Limits(gap=0.02, nodes=30))
    assert_sound(problem, plan)
    last = plan.cover[plan.cover["start"] >= pd.Timestamp("2026-09-30 22:00", tz="Asia/Shanghai")]
    assert last["short"].sum() == 0


def test_weeks_carry_nights_that_both_could_cover() -> None:
    """Where Monday's own duties start before Sunday's night ends, cover is counted once and costs add up."""
    problem = around_the_clock(seed=23, days=14)
    early = problem.shift_types.iloc[[0]].assign(shift="early4", earliest_start=240, latest_start=360, minutes=480)
    problem = replace(problem, shift_types=pd.concat([problem.shift_types, early], ignore_index=True))
    plan = solve(problem, limits=Limits(gap=0.02, nodes=30))
    assert_sound(problem, plan)


def test_days_of_23_and_25_hours() -> None:
    """Duties keep their length when the clock changes, and start at the wall-clock time of their shift."""
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        grid = TimeGrid("Europe/Berlin", 60)
        lengths = (("a8", 900, 480), ("b7", 960, 420), ("c2", 1320, 120))
        shifts = tuple((name, 0, latest, 60, minutes, 0, 0, 0) for name, latest, minutes in lengths)
        problem = tiny(
            {"x": [1] * hours}, people={"x": 6}, shifts=shifts, grid=grid, day=pd.Timestamp(day), opens=0
        )
        plan = solve(problem, limits=Limits())
        assert_sound(problem, plan)
        assert plan.cover["short"].sum() == 0
        elapsed = (plan.duties["end"] - plan.duties["start"]).dt.total_seconds() / 3600
        assert set(elapsed) <= {2.0, 7.0, 8.0}
        # 23 = 8 + 8 + 7 and 25 = 8 + 8 + 7 + 2, so nobody is idle.
        assert plan.cover["surplus"].sum() == 0


def test_a_lunch_closure_lies_inside_a_duty() -> None:
    """A duty runs over the closed gap of one business day."""
    problem = tiny({"x": [1] * 9}, people={"x": 1}, shifts=(("s9", 480, 480, 60, 540, 60, 180, 300),))
    closed = problem.need["start"].dt.hour == 12
    plan = solve(replace(problem, need=problem.need[~closed]), limits=Limits())
    # The hour's break falls into the closed hour, so that nothing is short.
    assert plan.cover["short"].sum() == 0
    assert plan.duties["break_start"].dt.hour.tolist() == [12]
