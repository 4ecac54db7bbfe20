"""Answers keep to every rule, bounds hold, and a stopped run says so."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from benchmarks.curtois import broken_rules, objective, read_instance, read_roster
from benchmarks.roster_instance import problem_of, roster_of
from optimize.roster.columns import root, solve
from optimize.roster.columns.answer import checked
from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.compact import improve
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.left import unproven
from optimize.roster.columns.problem import cost
from optimize.roster.columns.response import first_rosters
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from tests.data import shared_data
from tests.roster_columns.cases import all_rosters, random_problem


def _two_people(seed):
    problem = random_problem(seed, people=2, days=6, kinds=1)
    rosters = [all_rosters(problem.of(np.array([person]))) for person in range(2)]
    return problem, rosters


@pytest.mark.parametrize("seed", range(12))
def test_two_people_at_least_cost(seed):
    """The bound is never above the best of all pairs of rosters, which an answer that claims it has reached."""
    problem, rosters = _two_people(seed)
    answer = solve(problem, limits=Limits(work=0.3, seed=seed))
    if not all(len(mine) for mine in rosters):
        assert answer.without
        return
    best = min(cost_of(problem, np.stack(pair)) for pair in product(*rosters))
    assert not broken(problem, answer.rosters)
    assert answer.proof.bound <= best <= answer.proof.objective
    if answer.proof.status is Status.OPTIMAL:
        assert answer.proof.objective == best


@pytest.mark.parametrize("seed", range(8))
def test_cp_sat_says_the_same(seed):
    """The compact model proves the least cost of all pairs of rosters."""
    problem, rosters = _two_people(seed)
    if not all(len(mine) for mine in rosters):
        return
    best = min(cost_of(problem, np.stack(pair)) for pair in product(*rosters))
    now = np.stack([mine[0] for mine in rosters])
    found, proven = improve(problem, now, Limits(work=5.0))
    assert proven
    assert cost(problem, found) == best


@pytest.mark.parametrize("number", [2, 4])
def test_a_public_instance_is_proven(number):
    """Small public instances are solved to their known optimum, which the format's own checker confirms."""
    folder = shared_data("roster", "curtois")
    instance = read_instance(folder / f"Instance{number}.txt")
    (path,) = shared_data("roster", "curtois_solutions").glob(f"Instance{number}.*.txt")
    problem = problem_of(instance)
    answer = solve(problem, limits=Limits(work=5.0))
    roster = roster_of(problem, answer.rosters)
    assert not broken_rules(instance, roster)
    assert answer.proof.status is Status.OPTIMAL
    assert objective(instance, roster) == answer.proof.objective == objective(instance, read_roster(path))


def test_a_stopped_run_says_so():
    """With hardly any work there is a checked answer that does not claim to be optimal, the same each time."""
    folder = shared_data("roster", "curtois")
    problem = problem_of(read_instance(folder / "Instance3.txt"))
    first, second = (solve(problem, limits=Limits(work=0.025, seed=5)) for _ in range(2))
    assert first.proof.status is Status.FEASIBLE
    assert not broken(problem, first.rosters)
    assert (first.rosters == second.rosters).all()
    assert first.proof.bound is None or first.proof.bound < first.proof.objective


def test_a_stop_ends_the_search_with_its_best():
    """A stop asked for before the beginning still gives an answer, told as stopped."""
    progress = Progress()
    progress.stop()
    problem = random_problem(3, people=2, days=6, kinds=1)
    answer = solve(problem, progress=progress)
    assert answer.proof.status is not Status.OPTIMAL or answer.proof.objective == answer.proof.bound


def test_who_has_no_roster_is_named():
    """Somebody who must work more than the days allow is named, and everybody else has a roster."""
    problem = random_problem(3, people=3, days=6, kinds=1)
    problem = replace(
        problem,
        least_minutes=np.array([0, 100_000, 0]),
        most_minutes=np.array([5000, 200_000, 5000]),
        price=np.where(problem.price > 1000, 5, problem.price),
    )
    answer = solve(problem, limits=Limits(work=0.1))
    assert answer.without == ("p1",)
    others = np.array([0, 2])
    assert not broken(problem.of(others), answer.rosters[others])


def test_who_may_not_work_at_all_is_off():
    """Somebody without any working time has a roster, off throughout."""
    problem = random_problem(3, people=3, days=9, kinds=1)
    problem = replace(
        problem,
        least_minutes=np.zeros(3, dtype=np.int64),
        most_minutes=np.array([0, 2000, 2000]),
        price=np.where(problem.price > 1000, 5, problem.price),
    )
    answer = solve(problem, limits=Limits(work=0.2))
    assert not answer.without
    assert not answer.rosters[0].any()
    assert not broken(problem, answer.rosters)


def test_rosters_to_begin_from_are_checked():
    """Rosters to begin from that break a rule are refused, with what they break."""
    problem = random_problem(3, people=1, days=6, kinds=1)
    problem = replace(problem, least_minutes=np.array([600]), most_minutes=np.array([6000]))
    with pytest.raises(ValueError, match="0 minutes"):
        solve(problem, start=np.zeros((1, 6), dtype=np.int8))


def test_a_broken_rule_is_told_and_not_handed_out():
    """Rosters that the evaluator refuses are taken back, named as faults, and nothing is claimed to be proven."""
    problem = random_problem(3, people=2, days=6, kinds=1)
    problem = replace(
        problem,
        least_minutes=np.array([0, 600]),
        most_minutes=np.full(2, 9000),
        price=np.where(problem.price > 1000, 5, problem.price),
    )
    clock = Clock(Limits(work=0.1))
    best = Best(problem, np.zeros((2, 6), dtype=np.int8), clock)
    best.bound = float(best.value)
    answer = checked(problem, np.arange(2), best, unproven(problem), clock, 0, {})
    assert answer.faults == ("p1: 0 minutes",)
    assert answer.without == ("p1",)
    assert answer.proof.status is Status.FEASIBLE
    assert answer.proof.bound is None
    assert answer.proof.objective == cost_of(problem.of(np.array([0])), answer.rosters[[0]])


def test_a_bound_above_the_cost_is_a_fault():
    """No bound is claimed that the answer itself disproves, and nothing is called optimal by it."""
    problem = random_problem(3, people=2, days=6, kinds=1)
    problem = replace(
        problem,
        least_minutes=np.zeros(2, dtype=int),
        most_minutes=np.full(2, 9000),
        price=np.where(problem.price > 1000, 5, problem.price),
    )
    clock = Clock(Limits(work=0.1))
    best = Best(problem, np.zeros((2, 6), dtype=np.int8), clock)
    best.bound = best.value + 1.0
    answer = checked(problem, np.arange(2), best, unproven(problem), clock, 0, {})
    assert answer.proof.bound is None
    assert answer.proof.status is Status.FEASIBLE
    assert answer.faults == (f"bound {best.bound} above cost {best.value}",)


def test_first_rosters_keep_to_the_clock():
    """After a stop nobody is placed any more, and who is left out is named."""
    progress = Progress()
    progress.stop()
    problem = random_problem(3, people=3, days=6, kinds=1)
    assert solve(problem, progress=progress).without == problem.people


@pytest.mark.parametrize(("gap", "dives"), [(0.9, True), (0.0, False)])
def test_a_bound_that_ran_out_of_time_is_dived_from_where_it_is_near(monkeypatch, gap, dives):
    """Whole rosters come of a mixture too that new rosters would still help, if the bound is near it."""
    problem = random_problem(2, people=8, days=35, kinds=2)
    problem = replace(
        problem,
        least_minutes=np.zeros(8, dtype=np.int64),
        most_minutes=np.full(8, 15 * 480),
        price=np.where(problem.price > 1000, 5, problem.price),
        wanted=problem.wanted + 1,
    )
    clock, draw = Clock(Limits(work=50.0)), np.random.default_rng(0)
    rosters, without = first_rosters(problem, clock, draw)
    assert not len(without)
    run, dived = Generation.run, []
    monkeypatch.setattr(Generation, "run", lambda self, clock, rounds: run(self, clock, min(rounds, 3)))
    monkeypatch.setattr(root, "dive", lambda generation, *_: dived.append(generation.settled))
    monkeypatch.setattr(root, "UNSETTLED", gap)
    best = Best(problem, rosters, clock)
    root.prove(best, clock, Limits(work=50.0), draw, root.work_of(best.problem))
    assert dived == ([False] if dives else [])


def test_a_bound_that_does_not_fit_lays_nothing_out(monkeypatch):
    """What a bound takes is known beforehand: where that is too much, no tables of everybody are made for it."""
    problem = random_problem(0, people=8, days=28)
    clock, draw = Clock(Limits(work=1.0)), np.random.default_rng(0)
    best = Best(problem, np.zeros((8, 28), dtype=np.int8), clock)
    made = []
    monkeypatch.setattr(root, "Generation", lambda *_: made.append(1))
    found = root.prove(best, clock, Limits(work=1.0), draw, 0.5)
    assert not made
    assert found.mixture is None
    assert found.pool is None
