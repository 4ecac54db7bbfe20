"""People on duty are counted from the roster."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from api.duty import on_duty
from api.facts import facts
from api.records import records
from tests.api.plans import bare_plan, made_plan, small_plan


def test_counts_agree_with_a_walk_over_the_intervals() -> None:
    """Every interval of every outlet, counted one segment after the other."""
    plan = small_plan()
    assert plan.roster is not None
    duty = on_duty(plan)
    assert duty is not None
    work = plan.roster.segments[plan.roster.segments["activity"] == "work"]
    for row in records(duty):
        there = work[(work["outlet"] == row.outlet) & (work["start"] <= row.start) & (work["end"] > row.start)]
        counts = there["source"].value_counts()
        assert (row.own, row.lent, row.partner) == tuple(
            counts.get(source, 0) for source in ("own", "lent", "partner")
        )
        assert row.short == max(row.needed - len(there), 0)


def test_holes_of_the_roster_count_as_missing() -> None:
    """The hand-made roster leaves one duty of eight hours open beside two missing hours an outlet."""
    plan = small_plan()
    found = facts(plan)
    assert found.short_hours == 8.0 + 3 * 2.0
    # Two people for eight hours and a third for two, in three outlets over seven days.
    assert found.needed_hours == 3 * 7 * (2 * 8.0 + 2.0)


def test_without_a_roster_the_staff_plan_counts() -> None:
    """What is planned is shown where nobody is named yet."""
    plan = replace(small_plan(), roster=None)
    assert plan.staff is not None
    duty = on_duty(plan)
    assert duty is not None
    assert duty["short"].sum() == plan.staff.cover["short"].sum()
    assert on_duty(bare_plan()) is None


def test_work_that_is_cut_by_a_break_counts_whole_intervals() -> None:
    """A break in the middle of an interval takes that interval away; times off the grid never raise."""
    plan = made_plan(outlets=1, people=3, days=1)
    assert plan.roster is not None
    first = plan.roster.segments.iloc[[0]]
    noon = first["start"].dt.normalize().iloc[0] + pd.Timedelta(hours=12)
    parts = pd.concat(
        [first.assign(end=noon + pd.Timedelta(minutes=15)), first.assign(start=noon + pd.Timedelta(minutes=45))]
    )
    cut = replace(plan, roster=replace(plan.roster, segments=parts.reset_index(drop=True)))
    duty = on_duty(cut)
    assert duty is not None
    away = duty.loc[duty["own"] == 0, "start"].dt.strftime("%H:%M").tolist()
    assert away == ["12:00", "12:30"]


def test_figures_are_absent_where_a_stage_is() -> None:
    """Nothing is zero that was not planned."""
    found = facts(bare_plan())
    assert (found.customers, found.needed_hours, found.people, found.promises, found.covered_now) == (None,) * 5
