"""Every rule of a staff plan, recomputed from the answer alone on random networks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from optimize.shifts import StaffProblem, relaxed, solve
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from tests.shifts.evaluator import assert_sound
from tests.shifts.instances import network

NETWORKS = {
    "plain": {"outlets": 4, "seed": 3, "around_the_clock": 0},
    "tight": {"outlets": 4, "seed": 4, "days": 5, "around_the_clock": 0, "staff_ratio": 0.8, "two_pools": 0.5},
    "posts": {"outlets": 3, "seed": 16, "days": 2, "around_the_clock": 0, "two_posts": 1.0},
    "quarter hours": {"outlets": 3, "seed": 5, "grain": 15, "days": 3, "around_the_clock": 0},
    "hours": {"outlets": 3, "seed": 6, "grain": 60, "days": 3, "around_the_clock": 1},
    "no partners": {"outlets": 4, "seed": 7, "partners": 0, "reserve": 0, "days": 4, "around_the_clock": 0},
    "alone": {"outlets": 3, "seed": 8, "partners": 0, "neighbours": 0, "days": 8, "around_the_clock": 0},
    "crowded": {"outlets": 3, "seed": 9, "peak": 40.0, "days": 2, "around_the_clock": 0},
}
QUICK = Limits(gap=0.01, nodes=20)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_rule_holds_and_costs_add_up(name: str) -> None:
    """Staff a day, weekly limits, links, offers, desks, lenders never short, shift shapes, cover and costs."""
    problem = network(**NETWORKS[name])
    plan = solve(problem, limits=QUICK)
    assert_sound(problem, plan)
    gaps = [proof.gap for proof in plan.proofs]
    # A bound that is far off would hide a bad plan; these networks are far smaller than a city and gap worse.
    assert max(gap for gap in gaps if gap is not None) < 0.06


def test_processes_do_not_change_the_plan() -> None:
    """Two processes give the plan of one, and so does solving again."""
    problem = network(3, seed=11, days=3, partners=0, neighbours=0, around_the_clock=0)
    one, two = (solve(problem, limits=QUICK, processes=count) for count in (1, 2))
    pd.testing.assert_frame_equal(one.duties, two.duties)
    pd.testing.assert_frame_equal(one.costs, two.costs)
    assert [proof.objective for proof in one.proofs] == [proof.objective for proof in two.proofs]
    assert len(one.proofs) > 2


def test_processes_share_one_large_partition_and_change_nothing() -> None:
    """Outlets that lend to each other are one partition, planned by both processes together."""
    problem = network(5, seed=14, days=4)
    one, two = (solve(problem, limits=QUICK, processes=count) for count in (1, 2))
    pd.testing.assert_frame_equal(one.duties, two.duties)
    assert [(proof.objective, proof.bound) for proof in one.proofs] == [
        (proof.objective, proof.bound) for proof in two.proofs
    ]
    assert len(one.proofs) == 1


def test_large_and_small_partitions_are_planned_beside_each_other() -> None:
    """One partition with most of the work, by both processes, between small ones: the plan of one process."""
    whole = network(6, seed=17, days=2, around_the_clock=0)
    apart = {"o000", "o003"}
    links = whole.links[~whole.links["outlet"].isin(apart) & ~whole.links["lender"].isin(apart)]
    problem = replace(whole, links=links.reset_index(drop=True))
    one, two = (solve(problem, limits=QUICK, processes=count) for count in (1, 2))
    pd.testing.assert_frame_equal(one.duties, two.duties)
    assert [(proof.partition, proof.bound) for proof in one.proofs] == [
        (proof.partition, proof.bound) for proof in two.proofs
    ]
    assert len(one.proofs) == 3
    assert_sound(problem, two)


def test_regions_of_a_large_partition_are_priced_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices from regions give a plan that keeps every rule, and a bound below each plan's cost and near it."""
    problem = network(6, seed=15, days=3, around_the_clock=0, staff_ratio=0.8)
    whole = solve(problem, limits=QUICK)
    monkeypatch.setattr(relaxed, "WHOLE", 1_000)
    plan = solve(problem, limits=QUICK)
    assert_sound(problem, plan)
    cheapest = min(whole.proofs[0].objective or 0.0, plan.proofs[0].objective or 0.0)
    assert plan.proofs[0].bound is not None
    assert 0.93 * cheapest < plan.proofs[0].bound <= cheapest
    assert plan.proofs[0].bound != whole.proofs[0].bound


def test_inputs_are_not_edited() -> None:
    """The problem's tables are the same after solving."""
    problem, untouched = (network(2, seed=12, days=2, around_the_clock=0) for _ in range(2))
    solve(problem, limits=QUICK)
    for name in ("need", "floors", "posts", "reserve", "shift_types", "staff", "weekly", "links"):
        pd.testing.assert_frame_equal(getattr(problem, name), getattr(untouched, name))


def test_a_stop_leaves_the_rest_unplanned_and_says_so() -> None:
    """When asked to stop beforehand, all need is a hole with that reason and the proof claims nothing."""
    problem = network(3, seed=13, days=2, around_the_clock=0)
    progress = Progress()
    progress.stop()
    plan = solve(problem, limits=QUICK, progress=progress)
    assert plan.duties.empty
    assert set(plan.holes["reason"]) == {"staff.not_planned"}
    assert plan.cover["short"].sum() == problem.need["people"].sum()
    assert {proof.status for proof in plan.proofs} == {Status.UNKNOWN}
    assert_sound(problem, plan)


def test_the_clock_does_not_cost_the_answer() -> None:
    """With next to no time the plan is still sound, and optimal only where its bound says so."""
    problem = network(4, seed=14, days=3, around_the_clock=0)
    plan = solve(problem, limits=Limits(seconds=0.01))
    assert_sound(problem, plan)
    assert all(proof.status is not Status.OPTIMAL or (proof.gap or 0.0) < 1e-6 for proof in plan.proofs)


def test_holes_are_the_shortages() -> None:
    """Person-hours of holes are those short in cover, in floors and in the reserve."""
    problem = network(**NETWORKS["tight"])
    plan = solve(problem, limits=QUICK)
    holes = plan.holes
    hours = holes["people"] * (holes["end"] - holes["start"]).dt.total_seconds() / 3600
    grain = problem.grid.grain / 60
    whole = holes["post"].eq("")
    by_activity = hours[whole].groupby(holes["activity"]).sum()
    assert by_activity.get("work", 0.0) == pytest.approx(plan.cover["short"].sum() * grain)
    assert by_activity.get("standby", 0.0) == pytest.approx(plan.reserve["short"].sum() * grain)
    assert np.isin(holes["activity"], ["work", "standby"]).all()


def shuffled_rows(problem: StaffProblem) -> StaffProblem:
    """The problem with its rows in another order."""
    tables = {
        name: table.sample(frac=1.0, random_state=1)
        for name, table in vars(problem).items()
        if isinstance(table, pd.DataFrame)
    }
    return StaffProblem(**{**vars(problem), **tables})


def test_the_order_of_rows_does_not_matter() -> None:
    """Frames are paired by label: shuffled tables give the same plan."""
    problem = network(3, seed=15, days=2, around_the_clock=0)
    plan, shuffled = solve(problem, limits=QUICK), solve(shuffled_rows(problem), limits=QUICK)
    pd.testing.assert_frame_equal(plan.duties, shuffled.duties)
