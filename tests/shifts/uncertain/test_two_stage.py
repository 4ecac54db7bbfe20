"""The two-stage plan against programs that share nothing with it: money, bound, limits, measures."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optimize.shifts.uncertain import (
    FirstStage,
    Outcome,
    Risk,
    Terms,
    UncertainPlan,
    UncertainProblem,
    along,
    mean_need,
    quantile_need,
    single,
    solve,
    worth,
)
from optimize.shifts.uncertain.model import build
from optimize.shifts.uncertain.prepare import prepare
from quarterhour.labels import LabelError
from quarterhour.result import Limits, Status
from tests.shifts.uncertain.evaluator import cost_of, people_on
from tests.shifts.uncertain.instances import DAY, problem, random_problem

LIMITS = Limits()
SEEDS = st.integers(0, 10_000)


def optimum(asked: UncertainProblem) -> float:
    """The whole program in one piece."""
    program = build(prepare(asked), asked.terms, asked.risk).program
    answer, _ = program.solve(stage="test", partition="", limits=LIMITS)
    assert answer.proof.status is Status.OPTIMAL
    assert answer.proof.objective is not None
    return answer.proof.objective


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS)
def test_money_of_every_path_is_recomputed(seed: int) -> None:
    """A first stage costs on each path what the plain program says, on the plan's paths and on others."""
    asked = random_problem(seed)
    plan = solve(asked, limits=LIMITS)
    for path, money in plan.outcome.paths[["path", "money"]].itertuples(index=False):
        assert cost_of(asked, plan.first, int(path)) == pytest.approx(money, rel=1e-6, abs=1e-6)
    other = replace(random_problem(seed + 1), **means(asked))
    for path, money in along(other, plan.first).paths[["path", "money"]].itertuples(index=False):
        assert cost_of(other, plan.first, int(path)) == pytest.approx(money, rel=1e-6, abs=1e-6)


def means(asked: UncertainProblem) -> dict[str, object]:
    """All but the need and the paths."""
    names = ("pools", "desks", "shift_types", "on_call", "staff", "weekly", "flexible", "terms")
    return {name: getattr(asked, name) for name in names}


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS, days=st.integers(1, 2))
@example(seed=596, days=2)
def test_bound_optimum_objective(seed: int, days: int) -> None:
    """The bound is never above the optimum of the whole program, nor the plan below it; they lie close."""
    asked = random_problem(seed, days=days)
    plan, least = solve(asked, limits=LIMITS), optimum(asked)
    slack = 1e-6 * max(1.0, least)
    assert plan.proof.bound is not None
    assert plan.proof.objective is not None
    assert plan.proof.bound <= least + slack
    assert plan.proof.objective >= least - slack
    assert plan.proof.objective <= least * 1.05 + 1.0


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS)
def test_tail_counts_as_stated(seed: int) -> None:
    """With a tail the objective is the stated mixture of the paths' money, and the bound holds."""
    asked = random_problem(seed, risk=Risk("cvar", alpha=0.6, weight=0.7))
    plan, least = solve(asked, limits=LIMITS), optimum(asked)
    money = [cost_of(asked, plan.first, int(path)) for path in plan.outcome.paths["path"]]
    weights = plan.outcome.paths["weight"].to_numpy(float)
    # The tail's mean as the least over thresholds: another road than sorting paths.
    tail = min(eta + float(weights @ np.maximum(np.array(money) - eta, 0)) / 0.4 for eta in money)
    stated = 0.3 * float(weights @ np.array(money)) + 0.7 * tail
    assert plan.proof.objective == pytest.approx(stated, rel=1e-6)
    assert plan.proof.bound is not None
    assert plan.proof.bound <= least + 1e-6 * least
    assert stated >= least - 1e-6 * least


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS)
@example(seed=208)
def test_promise_is_kept_or_told_broken(seed: int) -> None:
    """The expected share of intervals short is at most as promised, or the plan says that it is not."""
    asked = random_problem(seed, risk=Risk("promise", short_share=0.1))
    plan = solve(asked, limits=LIMITS)
    assert plan.promised == (plan.outcome.kept >= 0.9 - 1e-9)
    free = solve(replace(asked, risk=Risk()), limits=LIMITS)
    assert plan.outcome.kept >= min(0.9, free.outcome.kept) - 1e-9
    if not plan.promised:
        assert plan.proof.status is not Status.OPTIMAL


def test_a_promise_costs_and_keeps_more() -> None:
    """Where a missing person is cheap, only the promise brings people."""
    needs = {"x": [[1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2]]}
    cheap = problem(needs, terms=Terms(20.0), standby=0, flexible=(0, 0, 60.0, 0.0))
    free = solve(cheap, limits=LIMITS)
    bound_to = solve(replace(cheap, risk=Risk("promise", short_share=0.5)), limits=LIMITS)
    assert free.outcome.kept == 0.0
    assert bound_to.outcome.kept >= 0.5
    assert bound_to.outcome.money > free.outcome.money


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS, days=st.integers(1, 3))
def test_limits_are_kept(seed: int, days: int) -> None:
    """Desks, people of a day, people on call, duties and hours of the week, size of the flexible pool."""
    asked = random_problem(seed, days=days)
    first = solve(asked, limits=LIMITS).first
    cells = {(row.outlet, row.pool, row.start): 0 for row in asked.need.itertuples(index=False)}
    there = people_on(first, cells, pd.Timedelta(hours=1))
    desks = int(asked.desks["desks"].iloc[0])
    assert all(0 <= count <= desks for count in there.values())
    staff = asked.staff.set_index(["outlet", "day"])
    usage = pd.concat([first.duties, first.standby]).groupby(["outlet", "day"])["people"].sum()
    assert all(count <= staff.loc[key, "people"] for key, count in usage.items())
    calls = first.standby.groupby(["outlet", "day"])["people"].sum()
    assert all(count <= staff.loc[key, "standby"] for key, count in calls.items())
    weekly = asked.weekly.set_index("outlet")
    for outlet, count in usage.groupby("outlet").sum().items():
        assert count <= weekly.loc[outlet, "duties"]
    hours = (first.duties["hours"] * first.duties["people"]).groupby(first.duties["outlet"]).sum()
    for outlet, worked in hours.items():
        assert worked <= max(weekly.loc[outlet, "hours_most"], weekly.loc[outlet, "hours"]) + 1e-6
    assert first.flexible["people"].between(0, asked.flexible["most"].iloc[0]).all()


def test_best_of_all_first_stages() -> None:
    """One outlet and every first stage tried: none is cheaper than the plan."""
    needs = {"x": [[1, 1, 1, 1], [1, 2, 2, 1], [2, 3, 3, 1]]}
    shifts = (("s3", 480, 540, 60, 180, 0, 0, 0),)
    asked = problem(needs, shifts=shifts, windows=(("w", 480, 240),), flexible=(0, 0, 60.0, 0.0), people=3)
    plan = solve(asked, limits=LIMITS)
    grid = asked.grid

    def at(hour: int) -> pd.Timestamp:
        return grid.day_start(DAY) + pd.Timedelta(hours=hour)

    best = np.inf
    for early, late, calls in itertools.product(range(4), range(4), range(3)):
        if early + late + calls > 3:
            continue
        duties = [
            ("x", "a", DAY, "s3", at(8), at(11), 3.0, early),
            ("x", "a", DAY, "s3", at(9), at(12), 3.0, late),
        ]
        first = FirstStage(
            pd.DataFrame(duties, columns=["outlet", "pool", "day", "shift", "start", "end", "hours", "people"]),
            pd.DataFrame(columns=["outlet", "pool", "day", "start", "end", "people"]),
            pd.DataFrame(
                [("x", "a", DAY, "w", at(8), at(12), calls)],
                columns=["outlet", "pool", "day", "contract", "start", "end", "people"],
            ),
            pd.DataFrame(columns=["component", "day", "people"]),
            np.empty(0),
            0,
        )
        best = min(best, float(np.mean([cost_of(asked, first, path) for path in range(3)])))
    assert plan.proof.objective == pytest.approx(best, rel=1e-6)
    assert plan.proof.status is Status.OPTIMAL


def test_standby_only_where_it_may_be_called() -> None:
    """A peak that may come is worth a contract on call; one that is sure is worth a duty."""
    shifts = (("s4", 480, 480, 60, 240, 0, 0, 0),)
    may = problem({"x": [[1] * 4, [1] * 4, [2] * 4]}, shifts=shifts, flexible=(0, 0, 60.0, 0.0), standby=1)
    plan = solve(may, limits=LIMITS)
    assert plan.first.standby["people"].sum() == 1
    assert plan.first.duties["people"].sum() == 1
    # 4 hours at 30, and on call at 0.3 of that, in a third of the cases at 0.7 more.
    assert plan.outcome.money == pytest.approx(120 * (1 + 0.3 + 0.7 / 3))


def test_worth_of_all_paths() -> None:
    """Knowing the path costs at most the two-stage plan, and that hardly more than the mean's plan."""
    asked = random_problem(3, outlets=1)
    plan = solve(asked, limits=LIMITS)
    found = worth(asked, plan, limits=LIMITS)
    assert found.perfect <= found.stochastic.money + 1e-6
    assert found.saved >= -0.01 * found.stochastic.money
    assert found.information >= 0


def test_kept_duties_stay() -> None:
    """With duties kept, only the rest is decided, and it is no worse than without contracts on call."""
    asked = problem({"x": [[1, 1, 1, 1, 1, 1], [2, 3, 3, 3, 2, 1]]})
    bare = replace(asked, staff=asked.staff.assign(standby=0))
    duties = solve(single(bare, quantile_need(asked, 0.5)), limits=LIMITS).first
    assert duties.standby.empty
    held = solve(asked, limits=LIMITS, base=duties)
    pd.testing.assert_frame_equal(held.first.duties, duties.duties)
    assert held.outcome.money <= along(asked, duties).money + 1e-6


def test_quantile_and_mean_need() -> None:
    """Least people on paths of at least that weight; the mean is rounded half up."""
    asked = problem({"x": [[1], [2], [5]]}, weights=[0.5, 0.3, 0.2])
    assert [int(quantile_need(asked, share)["people"].iloc[0]) for share in (0, 0.5, 0.51, 0.8, 0.81, 1)] == [
        1, 1, 2, 2, 5, 5,
    ]  # fmt: skip
    assert mean_need(asked)["people"].tolist() == [2]  # 0.5 + 0.6 + 1.0 = 2.1
    with pytest.raises(ValueError, match=r"1\.2"):
        quantile_need(asked, 1.2)


def test_order_of_rows_does_not_matter() -> None:
    """The same tables in another order give the same plan."""
    asked = random_problem(7)
    turned = replace(
        asked,
        **{name: getattr(asked, name).iloc[::-1] for name in ("need", "paths", "staff", "shift_types", "weekly")},
    )
    one, other = solve(asked, limits=LIMITS), solve(turned, limits=LIMITS)
    assert one.proof.objective == pytest.approx(other.proof.objective)
    pd.testing.assert_frame_equal(one.first.duties, other.first.duties)


def test_misfits_are_refused() -> None:
    """Weights, gaps, a second week, another week's first stage, prices that are not convex."""
    asked = problem({"x": [[1, 2], [2, 1]]})
    with pytest.raises(ValueError, match=r"add up to 0\.8"):
        replace(asked, paths=asked.paths.assign(weight=0.4))
    with pytest.raises(ValueError, match="lacks an interval"):
        replace(asked, need=asked.need.iloc[1:])
    two = pd.concat([asked.weekly, asked.weekly.assign(week=DAY + pd.Timedelta(days=7))])
    with pytest.raises(ValueError, match="more than one week"):
        replace(asked, weekly=two)
    with pytest.raises(LabelError, match="desks"):
        replace(asked, desks=asked.desks.iloc[:0])
    longer = problem({"x": [[1, 2, 1], [2, 1, 1]]})
    with pytest.raises(LabelError, match="first stage"):
        along(longer, solve(asked, limits=LIMITS).first)
    with pytest.raises(ValueError, match="at least 1"):
        Terms(100.0, 0.5)
    with pytest.raises(ValueError, match="0 to 1"):
        Risk("cvar", alpha=90)


def test_time_limit_never_reads_as_optimal() -> None:
    """A limit of no time gives a plan that keeps its rows, and no word of optimal unless the bound says so."""
    plan: UncertainPlan = solve(random_problem(5, days=2), limits=Limits(seconds=0.0))
    outcome: Outcome = plan.outcome
    assert np.isfinite(outcome.money)
    assert plan.proof.status is Status.FEASIBLE or plan.proof.gap == pytest.approx(0, abs=1e-6)
