"""Searches in other processes, and how they are joined."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor
from dataclasses import replace

import numpy as np
import pytest

from optimize.roster.columns import solve
from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.exchange import exchange
from optimize.roster.columns.left import unproven
from optimize.roster.columns.others import Others, joined
from optimize.roster.columns.parts import held
from optimize.roster.columns.problem import cost
from optimize.roster.columns.response import first_rosters
from optimize.roster.columns.search import Search
from optimize.roster.columns.sweep import sweep
from optimize.roster.columns.windows import windows
from quarterhour.processes import answers, begun, delayed
from quarterhour.progress import Heeding, Progress
from quarterhour.result import Limits
from tests.roster_columns.cases import random_problem


def _problem(seed, days=35, people=8):
    problem = random_problem(seed, people=people, days=days, kinds=2)
    return replace(
        problem,
        least_minutes=np.zeros(people, dtype=np.int64),
        most_minutes=np.full(people, 15 * 480),
        most_weekends=np.full(people, 4),
        price=np.where(problem.price > 1000, 5, problem.price),
        wanted=problem.wanted + 1,
    )


def _search(problem, work=1.0):
    clock, draw = Clock(Limits(work=work)), np.random.default_rng(0)
    rosters, without = first_rosters(problem, clock, draw)
    assert not len(without)
    return Search(Best(problem, rosters, clock), unproven(problem), clock, draw, -np.inf)


@pytest.mark.parametrize("days", [35, 70])
def test_two_processes_keep_the_rules_and_answer_alike(days):
    """Two processes within a limit of work answer the same twice, by the rules, with a bound that holds."""
    problem = _problem(1, days)
    first, second = (solve(problem, limits=Limits(work=1.5, workers=2)) for _ in range(2))
    assert (first.rosters == second.rosters).all()
    assert not broken(problem, first.rosters)
    assert first.proof.objective == cost_of(problem, first.rosters)
    assert first.proof.bound is None or first.proof.bound <= first.proof.objective
    assert not first.faults


def test_others_change_what_a_search_comes_to():
    """Joined with others, a search that did nothing by itself has their better rosters."""
    search = _search(_problem(2))
    before = search.value
    with Others(1) as others:
        others.begin(search, search.clock.share(0.8))
        others.join(search, waits=True)
    assert search.value < before
    assert search.value == cost_of(search.problem, search.rosters)
    assert not broken(search.problem, search.rosters)


def test_two_searches_are_joined_by_people():
    """What two searches did for different people is kept of both; where they differ about somebody, the better."""
    problem = replace(
        _problem(3, days=7, people=3),
        wanted=np.zeros((7, 2), dtype=np.int64),
        over=np.zeros((7, 2), dtype=np.int64),
    )
    price = np.zeros((3, 7, 3), dtype=np.int64)
    price[0, 2, 1], price[1, 4, 1], price[0, 3, 1] = -10, -20, -5
    problem = replace(problem, price=price)
    before = np.zeros((3, 7), dtype=np.int8)
    first, second, third = before.copy(), before.copy(), before.copy()
    first[0, 2] = second[1, 4] = third[0, 3] = 1
    both = joined(problem, before, [first, second, third])
    assert both[0, 2] == both[1, 4] == 1
    assert both[0, 3] == 0
    assert cost(problem, both) == cost(problem, before) - 30


def test_searches_that_fill_the_same_place_are_not_both_taken():
    """Two people for a place of one: only the better search counts."""
    problem = replace(_problem(3, days=7, people=2), price=np.zeros((2, 7, 3), dtype=np.int64))
    wanted = np.zeros((7, 2), dtype=np.int64)
    wanted[3, 0] = 1
    problem = replace(problem, wanted=wanted, over=np.full((7, 2), 50))
    before = np.zeros((2, 7), dtype=np.int8)
    first, second = before.copy(), before.copy()
    first[0, 3] = second[1, 3] = 1
    both = joined(problem, before, [first, second])
    assert cost(problem, both) == cost(problem, first)
    assert (both == first).all()


def _dies():
    raise BrokenExecutor


def test_a_process_that_dies_loses_nothing(monkeypatch):
    """Without its others a search keeps what it has and goes on alone."""
    search = _search(_problem(2))
    rosters = search.rosters
    with Others(1) as others:
        monkeypatch.setattr(
            "optimize.roster.columns.others.begun", lambda tasks, processes: (_dies() for _ in tasks)
        )
        others.begin(search, search.clock.share(0.5))
        others.join(search, waits=True)
        assert others.count == 0
    assert (search.rosters == rosters).all()


@pytest.mark.parametrize(("everybody", "least"), [(False, 1 / 2), (True, 1 / 3)])
def test_windows_at_once_share_neither_days_nor_people(everybody, least):
    """Each window comes once; those at once are of different people on different days, or lie apart."""
    problem = random_problem(1, people=60, days=182, kinds=3)
    problem = replace(problem, kinds=tuple(f"k{kind}" for kind in range(12)))
    one, two = (windows(problem, np.random.default_rng(1), count, everybody=everybody) for count in (1, 2))
    assert sorted((days.start, tuple(who)) for pair in one for days, who in pair) == sorted(
        (days.start, tuple(who)) for pair in two for days, who in pair
    )
    pairs = [pair for pair in two if len(pair) == 2]
    assert len(pairs) > least * len(two)
    for (days, who), (others, whom) in pairs:
        if everybody:
            assert not set(held(problem, who, days)) & set(held(problem, whom, others))
        else:
            assert not set(days) & set(others)
            assert not set(who) & set(whom)


@pytest.mark.parametrize("step", [sweep, exchange])
def test_a_long_calendar_by_two_processes_keeps_the_rules(monkeypatch, step):
    """Windows, or pairs of stretches, solved at once leave rosters that break no rule and cost what is told."""
    monkeypatch.setattr("optimize.roster.columns.windows.MOST", 300)
    search = _search(_problem(4, days=182), work=4.0)
    before = search.value
    step(search, search.clock.share(0.9), 2)
    assert not broken(search.problem, search.rosters)
    assert search.value == cost_of(search.problem, search.rosters) < before


def test_work_that_was_begun_is_done_elsewhere():
    """Tasks run in another process, and their answers come in order."""
    found = answers(begun([delayed(os.getpid)(), delayed(max)(1, 2)], 2))
    assert found[0] != os.getpid()
    assert found[1] == 2


def test_work_of_a_process_that_dies_is_left_out(caplog):
    """A process that ends amid its work gives nothing and is told of; the next work finds another one."""
    assert answers(begun([delayed(os._exit)(3)], 2)) == []
    assert "died" in caplog.text
    assert answers(begun([delayed(max)(1, 2)], 2)) == [2]


def test_a_sign_ends_work_elsewhere(tmp_path):
    """Work that heeds a file goes on until the file is there."""
    progress = Heeding(tmp_path / "end")
    assert not progress.stopped
    (tmp_path / "end").touch()
    assert progress.stopped


def test_a_clock_is_handed_on():
    """A clock of another process has the work that was left, and so much more if asked."""
    clock = Clock(Limits(work=2.0, seconds=100.0))
    clock.spend(0.5)
    assert Clock.of(clock.for_others(), Progress()).left == pytest.approx(1.5)
    assert Clock.of(clock.for_others(more=0.25), Progress()).left == pytest.approx(1.75)
    assert Clock.of(clock.for_others(), Progress()).seconds == pytest.approx(100.0, abs=5.0)
