"""Shift design: brute force on small weeks, proofs that hold, rules, breaks, limits."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.shifts.dzn import BOUNDED, read_dzn
from optimize.linear import LinearProgram, Numbers
from optimize.narrow import narrowed
from optimize.shifts.design import DesignPrices, DesignProblem, DutyRule, evaluate, solve
from optimize.shifts.design.cuts import tightened
from optimize.shifts.design.model import build, duties_of
from optimize.shifts.design.search import Search
from optimize.solve import MipAnswer
from optimize.whole import solve_whole, unit
from quarterhour.labels import LabelError
from quarterhour.result import Limits, Status
from tests.data import shared_data

LIMITS = Limits(nodes=20_000)


def small(
    need: list[int], shifts: list[tuple[int, int]], prices: DesignPrices, slots: int = 4, **more: object
) -> DesignProblem:
    """One place, shifts given by start and length, every shift on every day."""
    days = len(need) // slots
    table = pd.DataFrame(
        [(f"s{number}", start, length, length) for number, (start, length) in enumerate(shifts)],
        columns=["shift", "start", "length", "paid"],
    )
    fits = pd.DataFrame({"day": range(days)}).merge(table[["shift"]], how="cross").assign(place="")
    slots_of_need = pd.DataFrame({"place": "", "slot": range(len(need)), "people": need})
    problem = DesignProblem(slots_of_need, table, fits, slots, days, prices)
    return replace(problem, **more)


def brute(problem: DesignProblem, most: int) -> float:
    """The least cost over all numbers of people 0 .. most of every way to begin a shift."""
    ways = problem.away[["shift", "way"]].drop_duplicates()
    begins = problem.fits.merge(ways, on="shift", how="left").fillna({"way": 0}).astype({"way": int})
    best = np.inf
    for people in itertools.product(range(most + 1), repeat=len(begins)):
        duties = begins.assign(people=people)
        best = min(best, evaluate(problem, duties[duties["people"] > 0]).cost)
    return best


def test_toys_by_brute_force() -> None:
    """Full cover of the toys at least cost, over all sets of at most four shifts and people on them.

    Their demand is 1,1,4,3,5,4,2,3 in slots of three hours; a slot too many costs 180, a shift 179, 181 or 100.
    """
    for name, expected in (("toy1", 716.0), ("toy2", 723.0), ("toy3", 480.0)):
        problem = read_dzn(shared_data("roster", "shift_design", f"{name}.dzn"), BOUNDED)
        demand = problem.need["people"].to_numpy()
        cover = np.array(
            [[(slot - row.start) % 8 < row.length for slot in range(8)] for row in problem.shifts.itertuples()],
            dtype=int,
        )
        minutes = cover.sum(axis=1) * 180
        rule = problem.duties
        assert rule is not None
        best = np.inf
        for count in (1, 2, 3, 4):
            people = np.array(list(itertools.product(range(1, 6), repeat=count)))
            for chosen in itertools.combinations(range(len(cover)), count):
                there = people @ cover[list(chosen)]
                full = (there >= demand).all(axis=1)
                full &= people @ (minutes[list(chosen)] * rule.most - rule.minutes) >= -1e-6
                if full.any():
                    over = there[full].sum(axis=1).min() - demand.sum()
                    best = min(best, 180.0 * over + problem.prices.shift * count)
        found = solve(problem, limits=LIMITS)
        assert best == pytest.approx(expected)
        assert found.proof.status is Status.OPTIMAL
        assert found.proof.objective == pytest.approx(expected)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.sampled_from([0.0, 0.5, 2.5]),
    st.sampled_from([None, 1, 2]),
)
def test_as_good_as_brute_force(need: list[int], shift: float, most: int | None) -> None:
    """Two days of four slots, two shifts, one past midnight: nothing is cheaper, and the bound is not above."""
    problem = small(need, [(0, 2), (3, 2)], DesignPrices(1.0, 3.0, shift, 0.25), most_shifts=most)
    found = solve(problem, limits=LIMITS)
    assert found.proof.status is Status.OPTIMAL
    assert found.proof.objective == pytest.approx(brute(problem, 2), abs=1e-6)


def test_breaks_are_placed() -> None:
    """Two people cover one post for four slots when their breaks differ; one person can not."""
    away = pd.DataFrame([("s0", 0, 1, 1.0), ("s0", 1, 2, 1.0)], columns=["shift", "way", "offset", "share"])
    problem = small([1, 1, 1, 1], [(0, 4)], DesignPrices(1.0, 30.0), away=away)
    found = solve(problem, limits=LIMITS)
    assert found.proof.objective == pytest.approx(brute(problem, 2)) == pytest.approx(2.0)
    assert sorted(found.duties["way"]) == [0, 1]
    assert found.cover["people"].tolist() == [2.0, 1.0, 1.0, 2.0]


def test_nobody_missing_is_kept_or_told() -> None:
    """Without a price of people missing every slot is covered; where no shift is, the problem is infeasible."""
    problem = small([1, 2, 0, 1], [(0, 2), (3, 1)], DesignPrices(1.0, None, 1.0))
    found = solve(problem, limits=LIMITS)
    assert found.cover["under"].sum() == 0
    assert found.proof.objective == pytest.approx(3.0)
    lacking = solve(small([1, 2, 1, 1], [(0, 2)], DesignPrices(1.0, None, 1.0)), limits=LIMITS)
    assert lacking.proof.status is Status.INFEASIBLE
    assert lacking.duties.empty


def test_rule_on_duties_binds_or_costs() -> None:
    """Duties of at least three slots in the mean: two of one slot become one longer, or the rule is paid."""
    kept = DutyRule(0.0, 2.0, 6 * 360.0)
    problem = small([1, 0, 0, 1], [(0, 1), (3, 1), (0, 4)], DesignPrices(1.0, 20.0), duties=kept)
    found = solve(problem, limits=LIMITS)
    figures = evaluate(problem, found.duties)
    assert figures.duties_a_week <= 2.0
    assert found.proof.objective == pytest.approx(2.0)
    priced = replace(problem, duties=replace(kept, price=0.25))
    paid = solve(priced, limits=LIMITS)
    assert paid.proof.objective == pytest.approx(brute(priced, 2), rel=1e-6)
    assert paid.proof.bound is not None
    assert paid.proof.bound <= paid.proof.objective + 1e-9


def test_a_limit_never_reads_as_optimal() -> None:
    """One node: the answer is what was found, with a bound below, and called optimal only where they meet."""
    rng = np.random.default_rng(5)
    shifts = [(start, length) for start in range(12) for length in (3, 4, 5)]
    problem = small(rng.integers(0, 9, 36).tolist(), shifts, DesignPrices(1.0, 4.0, 3.0), slots=12)
    found = solve(problem, limits=Limits(nodes=1))
    proof = found.proof
    assert proof.objective is not None
    assert proof.bound is not None
    assert proof.bound <= proof.objective + 1e-6
    assert (proof.status is Status.OPTIMAL) == (proof.objective - proof.bound <= 1e-6 * proof.objective)
    assert evaluate(problem, found.duties).cost == pytest.approx(proof.objective)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_cuts_cut_no_plan_off(seed: int) -> None:
    """The optimum with cut-set rows is the optimum without, whatever the need and the prices."""
    rng = np.random.default_rng(seed)
    shifts = sorted({(int(rng.integers(0, 6)), int(rng.integers(1, 6))) for _ in range(6)})
    prices = DesignPrices(float(rng.integers(1, 4)), float(rng.integers(1, 4)), float(rng.integers(1, 5)))
    problem = small(rng.integers(0, 6, 18).tolist(), shifts, prices, slots=6)
    model = build(problem)
    with_cuts = tightened(problem, model, LIMITS).program
    plain, _ = model.program.solve(stage="t", partition="", limits=LIMITS)
    cut, _ = with_cuts.solve(stage="t", partition="", limits=LIMITS)
    assert cut.proof.objective == pytest.approx(plain.proof.objective, abs=1e-6)
    assert with_cuts.matrix.shape[0] >= model.program.matrix.shape[0]


def test_evaluator_names_what_is_broken() -> None:
    """A shift where it may not begin, an unknown placement of a break, too many shifts, somebody missing."""
    problem = small([1, 1, 1, 1], [(0, 2), (2, 2)], DesignPrices(1.0, None), most_shifts=1)
    begins = [("", 0, "s0", 0, 1), ("", 0, "s1", 3, 1), ("x", 0, "s1", 0, 1)]
    duties = pd.DataFrame(begins, columns=["place", "day", "shift", "way", "people"])
    figures = evaluate(problem, duties)
    assert figures.broken == ("fits", "most_shifts", "ways")
    assert figures.cost == np.inf
    assert evaluate(problem, duties[:1]).broken == ("under",)


def test_labels_are_checked() -> None:
    """A shift that nobody knows raises, naming the table."""
    problem = small([1, 1, 1, 1], [(0, 2)], DesignPrices(1.0, 1.0))
    with pytest.raises(LabelError, match="fits"):
        solve(replace(problem, fits=problem.fits.assign(shift="other")), limits=LIMITS)
    with pytest.raises(ValueError, match="week"):
        solve(replace(problem, shifts=problem.shifts.assign(length=5)), limits=LIMITS)


def test_instances_of_an_hour_are_proven_both_ways() -> None:
    """By branch and bound alone (a limit of nodes) and by the ladder: the same proven costs."""
    folder = shared_data("roster", "shift_design", "DataSet1")
    for number in (1, 3, 5):
        problem = read_dzn(Path(folder) / f"RandomExample{number}.dzn", BOUNDED)
        by_nodes, by_ladder = solve(problem, limits=LIMITS), solve(problem, limits=Limits(work=100.0))
        assert by_nodes.proof.status is by_ladder.proof.status is Status.OPTIMAL
        assert by_nodes.proof.objective == by_ladder.proof.objective


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_ladder_finds_the_optimum(seed: int) -> None:
    """With the ladder, proven costs are those of branch and bound, with and without a rule on duties."""
    rng = np.random.default_rng(seed)
    shifts = sorted({(int(rng.integers(0, 6)), int(rng.integers(1, 6))) for _ in range(6)})
    prices = DesignPrices(float(rng.integers(1, 4)), float(rng.integers(1, 4)), 1.5)
    rule = DutyRule(0.0, 2.0, float(rng.integers(4, 9)) * 240.0) if rng.random() < 0.5 else None
    problem = small(rng.integers(0, 6, 18).tolist(), shifts, prices, slots=6, duties=rule)
    by_nodes, by_ladder = solve(problem, limits=LIMITS), solve(problem, limits=Limits(work=100.0))
    assert by_nodes.proof.status is by_ladder.proof.status is Status.OPTIMAL
    assert by_ladder.proof.objective == pytest.approx(by_nodes.proof.objective)
    assert by_ladder.proof.bound <= by_ladder.proof.objective + 1e-6


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_all_shifts_of_the_relaxation_make_a_plan(seed: int, ruled: bool) -> None:
    """One linear program gives whole people who keep all rows; only beside a rule on duties it may give none."""
    rng = np.random.default_rng(seed)
    shifts = [(start, length) for start in range(6) for length in (2, 3)]
    rule = DutyRule(0.0, 2.0, 6 * 240.0) if ruled else None
    problem = small(rng.integers(0, 6, 18).tolist(), shifts, DesignPrices(1.0, 3.0, 2.0), slots=6, duties=rule)
    model = build(problem)
    search = Search(problem, model, tightened(problem, model, LIMITS), LIMITS, "t", time.perf_counter())
    used = search.tight.relaxed[model.exists] > 1e-6
    few = search.tight.program.fixed(model.exists[~used], np.zeros(int((~used).sum())))
    values = search.with_all(few, model.exists[used])
    assert len(values) or ruled
    if len(values):
        assert not search.tight.program.broken(values, 1e-6).any()
        people = values[model.starts["column"]]
        assert (people == np.rint(people)).all()
        design, best = duties_of(problem, model, values), solve(problem, limits=LIMITS).proof.objective
        assert best is not None
        cost = evaluate(problem, design).cost
        assert best - 1e-6 <= cost <= search.tight.program.value(values) + 1e-6


def test_a_plan_with_all_shifts_stands_where_no_other_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where branch and bound never comes to an answer, the plan that a linear program gives is the answer."""
    found_by = LinearProgram.solve

    def ended(program: LinearProgram, **others: Any) -> tuple[MipAnswer, Numbers]:
        answer, values = found_by(program, **others)
        return answer, np.empty(0) if program.integer.any() else values

    monkeypatch.setattr(LinearProgram, "solve", ended)
    shifts = [(start, length) for start in range(6) for length in (2, 3)]
    problem = small([3, 1, 4, 1, 5, 2, 2, 5, 3, 0, 1, 4], shifts, DesignPrices(1.0, 3.0, 2.0), slots=6)
    model = build(problem)
    search = Search(problem, model, tightened(problem, model, LIMITS), LIMITS, "t", time.perf_counter())
    found = search.any_number(np.empty(0))
    assert len(found.values)
    assert not search.tight.program.broken(found.values, 1e-6).any()


def test_a_plan_without_search() -> None:
    """No time at all: who must not be missing is there, and the cost is called no more than feasible."""
    problem = small([1, 2, 0, 1, 3, 0, 2, 1], [(0, 2), (1, 3), (3, 1)], DesignPrices(1.0, None, 1.0))
    found = solve(problem, limits=Limits(seconds=1e-6, nodes=1))
    assert found.proof.objective is not None
    assert found.cover["under"].sum() == 0
    assert evaluate(problem, found.duties).cost == pytest.approx(found.proof.objective)


def test_bounds_drawn_in_keep_the_optimum() -> None:
    """What costs at most the optimum stays possible; a unit below, nothing is; costs are multiples of the unit."""
    rng = np.random.default_rng(3)
    shifts = [(start, length) for start in range(6) for length in (2, 3)]
    problem = small(rng.integers(0, 6, 18).tolist(), shifts, DesignPrices(1.5, 4.5, 3.0), slots=6)
    tight = tightened(problem, build(problem), LIMITS)
    best = solve(problem, limits=LIMITS).proof.objective
    assert best is not None
    assert float(unit(tight.program) or 0) == 1.5
    for at_most, expected in ((best, Status.OPTIMAL), (best - 1.5, Status.INFEASIBLE)):
        low = narrowed(tight.program, tight.duals, at_most)
        found = solve_whole(low, at_most=at_most, stage="t", partition="", limits=Limits(work=100.0))
        assert found is not None
        assert found[0].proof.status is expected


@pytest.mark.parametrize("over", [1.0, 5.0])
@pytest.mark.parametrize("least", [4.0, 6.0, 9.0])
def test_a_priced_rule_counts_breaks_as_minutes_on_duty(over: float, least: float) -> None:
    """Breaks make minutes on duty more than presence: no bound lies above the best of all plans."""
    away = pd.DataFrame([("s1", 0, 1, 1.0)], columns=["shift", "way", "offset", "share"])
    rule = DutyRule(least, 10.0, 2400.0, 3.0)
    problem = small([1, 0, 1, 2], [(0, 2), (0, 4)], DesignPrices(over, 30.0, 0.0, 0.1), away=away, duties=rule)
    proof = solve(problem, limits=LIMITS).proof
    best = brute(problem, 4)
    assert proof.bound is not None
    assert proof.objective is not None
    assert proof.bound <= best + 1e-6
    assert proof.objective >= best - 1e-6
    assert proof.status is not Status.OPTIMAL or proof.objective == pytest.approx(best)


def test_a_priced_rule_that_nothing_bounds_is_refused() -> None:
    """Without a price of people beyond need nothing bounds minutes on duty: words, no division by zero."""
    rule = DutyRule(5.0, 5.0, 2400.0, 2.0)
    problem = small([1, 1, 2, 2], [(0, 2), (2, 2)], DesignPrices(0.0, 10.0), duties=rule)
    with pytest.raises(ValueError, match="price of people beyond need"):
        solve(problem, limits=LIMITS)


def test_a_place_that_needs_nobody_changes_nothing() -> None:
    """Shifts may begin at a place without need; few shifts are chosen as without it."""
    problem = small([1, 1, 2, 2], [(0, 2), (2, 2), (0, 4)], DesignPrices(1.0, 10.0, 0.0, 1.0), most_shifts=2)
    beside = problem.fits[problem.fits["shift"] == "s2"].assign(place="a")
    more = replace(problem, fits=pd.concat([beside, problem.fits], ignore_index=True))
    assert solve(more, limits=LIMITS).proof.objective == solve(problem, limits=LIMITS).proof.objective
