"""A change that touches one outlet: planned again near the plan of before, every rule kept, the rest held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import optimize.shifts.near
from optimize.shifts import StaffPlan, StaffProblem, solve, solve_near
from optimize.shifts.beside_held import in_weeks
from optimize.shifts.prepare import Prepared
from quarterhour.result import Limits
from tests.shelf import made_once
from tests.shifts.evaluator import assert_sound
from tests.shifts.instances import network
from tests.shifts.tiny import DAY, tiny

QUICK = Limits(gap=0.01, nodes=20)
NETWORKS = {
    "lends a lot": {"outlets": 6, "seed": 4, "days": 5, "around_the_clock": 0, "staff_ratio": 0.9, "partners": 1},
    "two posts": {"outlets": 5, "seed": 16, "days": 3, "around_the_clock": 1, "two_posts": 0.6},
}


@made_once
def _planned(name: str) -> tuple[StaffProblem, StaffPlan]:
    problem = network(**NETWORKS[name])
    return problem, solve(problem, limits=QUICK)


def _busier(problem: StaffProblem, outlet: str) -> StaffProblem:
    need = problem.need.copy()
    need.loc[need["outlet"] == outlet, "people"] += 1
    return replace(problem, need=need)


def _fewer_people(problem: StaffProblem, outlet: str) -> StaffProblem:
    staff = problem.staff.copy()
    staff.loc[staff["outlet"] == outlet, "people"] = (staff["people"] - 1).clip(lower=0)
    staff["standby"] = np.minimum(staff.get("standby", staff["people"]), staff["people"])
    return replace(problem, staff=staff)


def _no_loans_from(problem: StaffProblem, outlet: str) -> StaffProblem:
    return replace(problem, links=problem.links[problem.links["lender"] != outlet])


def _no_partners(problem: StaffProblem, outlet: str) -> StaffProblem:
    away = (problem.links["kind"] == "partner") & (problem.links["outlet"] == outlet)
    return replace(problem, links=problem.links[~away])


CHANGES = [_busier, _fewer_people, _no_loans_from, _no_partners]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", NETWORKS)
def test_every_rule_holds_after_a_change(name: str, change: Callable[[StaffProblem, str], StaffProblem]) -> None:
    """Told by the independent evaluator; the plan costs no more than a few per cent over planning everything."""
    problem, start = _planned(name)
    outlet = sorted(set(problem.posts["outlet"]))[CHANGES.index(change) % 2]
    changed = change(problem, outlet)
    near = solve_near(changed, problem, start, limits=QUICK)
    verdict = assert_sound(changed, near.plan)
    whole = solve(changed, limits=QUICK)
    assert verdict.cost <= 1.06 * assert_sound(changed, whole).cost
    for proof in near.plan.proofs:
        assert proof.bound is not None
        assert proof.objective is not None
        assert proof.bound <= proof.objective + 1e-6 * abs(proof.objective)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_rest_is_held(name: str) -> None:
    """Own people of outlets that are held keep every duty, and these outlets are told."""
    problem, start = _planned(name)
    outlet = sorted(set(problem.posts["outlet"]))[0]
    near = solve_near(_busier(problem, outlet), problem, start, limits=QUICK)
    assert near.again == (outlet,)
    assert set(near.held) == set(problem.posts["outlet"]) - {outlet}
    kept = start.duties[(start.duties["source"] == "own") & start.duties["outlet"].isin(near.held)]
    both = kept.merge(near.plan.duties, on=["duty", "start", "end", "outlet"], suffixes=("", "_now"))
    assert len(both) == len(kept)
    assert (both["people_now"] >= both["people"]).all()
    changed = [proof for proof in near.plan.proofs if proof.partition.endswith(f"{len(near.held)} held")]
    assert changed, "a bound that holds with others held says so"


def test_nothing_changed_is_nothing_done() -> None:
    """The same problem gives the same plan, proofs included."""
    problem, start = _planned("two posts")
    near = solve_near(problem, problem, start, limits=QUICK)
    assert near.again == ()
    pd.testing.assert_frame_equal(near.plan.duties, start.duties)
    pd.testing.assert_frame_equal(near.plan.costs, start.costs)
    assert near.plan.proofs == start.proofs


def test_other_prices_plan_everything_again() -> None:
    """What touches all outlets is planned as a whole."""
    problem, start = _planned("two posts")
    dearer = replace(problem, prices=replace(problem.prices, idle=problem.prices.idle * 2 + 1))
    near = solve_near(dearer, problem, start, limits=QUICK)
    assert near.held == ()
    assert_sound(dearer, near.plan)


def test_an_outlet_that_closes_takes_its_duties_and_loans_with_it() -> None:
    """Whom it lent to is planned again without it."""
    problem, start = _planned("lends a lot")
    lent = start.duties[start.duties["source"] == "lent"]
    gone = str(lent["lender"].iloc[0])
    left = {
        table: frame[frame["outlet"] != gone]
        for table in ("need", "floors", "posts", "reserve", "shift_types", "staff", "weekly", "links")
        for frame in [getattr(problem, table)]
    }
    left["links"] = left["links"][left["links"]["lender"] != gone]
    smaller = replace(problem, **left)
    near = solve_near(smaller, problem, start, limits=QUICK)
    assert_sound(smaller, near.plan)
    assert set(lent.loc[lent["lender"] == gone, "outlet"]) - {gone} <= set(near.again)


def test_who_is_short_at_a_post_lends_nobody_more() -> None:
    """A held outlet whose second post lacks somebody who may serve there keeps its spare people at home."""
    link = ("y>x", "lent", "y", "a", "x", "a", "p", DAY, 30, 2, 41.0, 120, True, 0.3)
    quiet = tiny({"x": [0, 0, 0], "y": [1, 0, 0]}, people={"y": 3}, links=[link])
    first = quiet.need.loc[quiet.need["outlet"] == "y"].iloc[[0]].assign(post="q")
    posts = pd.concat([quiet.posts, pd.DataFrame([("y", "a", "q")], columns=quiet.posts.columns)])
    lacking = replace(quiet, floors=first[list(quiet.floors.columns)], posts=posts)
    for base in (quiet, lacking):
        near = solve_near(_busier(base, "x"), base, solve(base, limits=QUICK), limits=QUICK)
        assert near.again == ("x",)
        assert_sound(_busier(base, "x"), near.plan)
        assert near.plan.duties["source"].eq("lent").any() == (base is quiet)


def test_only_the_week_of_loans_that_are_opened_is_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = network(outlets=4, seed=4, days=9, around_the_clock=0, staff_ratio=0.9, partners=1)
    start = solve(problem, limits=QUICK)
    changed = _fewer_people(problem, "o001")
    again: list[frozenset[pd.Timestamp]] = []

    def kept(part: StaffProblem, prepared: Prepared, weeks: frozenset[pd.Timestamp]) -> StaffProblem:
        again.append(weeks)
        return in_weeks(part, prepared, weeks)

    monkeypatch.setattr(optimize.shifts.near, "in_weeks", kept)
    near = solve_near(changed, problem, start, limits=QUICK)
    assert [len(weeks) for weeks in again] == [1]
    assert_sound(changed, near.plan)
    assert len(near.plan.proofs) == 2
    assert all(
        proof.bound is not None and proof.objective is not None and proof.bound <= proof.objective * (1 + 1e-6)
        for proof in near.plan.proofs
    )
