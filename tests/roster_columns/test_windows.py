"""Windows of long calendars, and parts held to a mixture."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from optimize.roster.columns import sweep as sweep_of
from optimize.roster.columns import windows as windows_of
from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.left import unproven
from optimize.roster.columns.parts import part
from optimize.roster.columns.response import first_rosters
from optimize.roster.columns.search import Search, narrowed
from optimize.roster.columns.sweep import STILL, sweep, sweep_again
from optimize.roster.columns.windows import DAYS, STRIDE, stretches, windows
from quarterhour.result import Limits
from tests.roster_columns.cases import random_problem


def _long(seed, days=70):
    problem = random_problem(seed, people=4, days=days, kinds=2)
    problem = replace(
        problem,
        least_minutes=np.zeros(4, dtype=np.int64),
        most_minutes=np.full(4, 30 * 480),
        most_weekends=np.full(4, 6),
        price=np.where(problem.price > 1000, 5, problem.price),
    )
    clock, draw = Clock(Limits(work=2.0)), np.random.default_rng(seed)
    rosters, without = first_rosters(problem, clock, draw)
    assert not len(without)
    return problem, rosters, clock, draw


@pytest.mark.parametrize("everybody", [False, True])
@pytest.mark.parametrize("days", [20, 28, 29, 49, 70, 84])
def test_windows_free_everybody_on_every_day(days, everybody):
    """Everybody is free on every day in some window, and each stretch shares a week or more with the next."""
    problem = random_problem(1, people=5, days=days)
    turns = windows(problem, np.random.default_rng(1), everybody=everybody)
    plan = [window for at_once in turns for window in at_once]
    free = np.zeros((5, days), dtype=bool)
    for stretch, people in plan:
        assert len(stretch) == min(DAYS, days)
        free[people, stretch.start : stretch.stop] = True
    assert free.all()
    begins = sorted({stretch.start for stretch, _ in plan})
    assert all(after - before <= STRIDE for before, after in pairwise(begins))


@pytest.mark.parametrize(("work", "groups"), [(1e3, 1), (1e-3, 4)])
def test_a_sweep_frees_everybody_at_once_where_that_fits(monkeypatch, work, groups):
    """Windows of four people are too large, so each has one of them; with much time all have everybody."""
    monkeypatch.setattr(windows_of, "MOST", 4 * DAYS * 2 / 4)
    freed = []
    monkeypatch.setattr(sweep_of, "swept", lambda piece, *_: freed.append(len(piece.people)))
    problem, rosters, clock, draw = _long(0)
    search = Search(Best(problem, rosters, clock), unproven(problem), clock, draw, -np.inf)
    sweep(search, Clock(Limits(work=work)), 1)
    assert set(freed) == {4 // groups}
    assert len(freed) == groups * len(list(stretches(problem.days)))


@pytest.mark.parametrize("work", [1e3, 1e-3])
def test_windows_at_once_take_no_more_together_than_is_left(monkeypatch, work):
    """People in several windows at once keep to their limits, also where a group has everybody."""
    problem, rosters, clock, draw = _long(0, days=140)
    search = Search(Best(problem, rosters, clock), unproven(problem), clock, draw, -np.inf)
    rounds = []
    monkeypatch.setattr(sweep_of, "solve_at_once", lambda _, pieces, *__: rounds.append(pieces))
    sweep(search, Clock(Limits(work=work)), 2)
    assert max(map(len, rounds)) == 2
    used = np.array([0, *problem.minutes])
    left = problem.most_minutes - used[rosters.astype(int)].sum(axis=1)
    for pieces in rounds:
        more = [piece.problem.most_minutes - used[piece.rosters.astype(int)].sum(axis=1) for piece in pieces]
        assert (np.sum(more, axis=0) <= left).all()


@pytest.mark.parametrize("seed", range(3))
def test_a_sweep_keeps_the_rules_and_never_costs_more(seed):
    """Rosters after a sweep break no rule, cost no more than before, and what the search says they cost."""
    problem, rosters, clock, draw = _long(seed)
    search = Search(Best(problem, rosters, clock), unproven(problem), clock, draw, -np.inf)
    sweep(search, clock.share(0.5), 1)
    assert not broken(problem, search.rosters)
    assert search.value == cost_of(problem, search.rosters) <= cost_of(problem, rosters)


@pytest.mark.parametrize("seed", range(3))
def test_windows_once_more_cost_no_more_and_break_nothing(seed):
    """Gone through once more, rosters break no rule, cost no more, and what the search says they cost."""
    problem, rosters, clock, draw = _long(seed)
    search = Search(Best(problem, rosters, clock), unproven(problem), clock, draw, -np.inf)
    sweep_again(search, Clock(Limits(work=20.0)), 1)
    assert not broken(problem, search.rosters)
    assert search.value == cost_of(problem, search.rosters) < cost_of(problem, rosters)


def test_windows_once_more_end_where_they_save_nothing(monkeypatch):
    """Rounds that save nothing end it, and with little time none begins: windows of everybody have to fit."""
    days = 21 * (STILL + 3) + 7
    problem = random_problem(1, people=4, days=days)
    rosters, rounds = np.zeros((4, days), dtype=np.int8), []
    monkeypatch.setattr(sweep_of, "solve_at_once", lambda _, pieces, *__: rounds.append(pieces))
    clock, draw = Clock(Limits(work=9.0)), np.random.default_rng(1)
    search = Search(Best(problem, rosters, clock), unproven(problem), clock, draw, -np.inf)
    sweep_again(search, Clock(Limits(work=1e-3)), 1)
    assert not rounds
    sweep_again(search, Clock(Limits(work=1e3)), 1)
    assert len(rounds) == STILL < len(list(stretches(days)))
    assert all(len(piece.people) == 4 for pieces in rounds for piece in pieces)


def test_a_part_held_to_a_mixture_still_has_its_rosters():
    """With nothing in the mixture, a part has only the duties that people have: no other is free."""
    problem, rosters, _, _ = _long(0)
    nothing = np.zeros(problem.price.shape, dtype=bool)
    piece = narrowed(part(problem, rosters, np.arange(4), range(10, 30)), nothing)
    assert not broken(piece.problem, piece.rosters)
    assert ((piece.problem.price < 1_000_000).sum(axis=2) == 1).all()
