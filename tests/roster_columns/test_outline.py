"""Long calendars in outline: a bound that holds, weekends that are kept, and rosters that keep to every rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.roster.columns import engine, outline, solve
from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.outline import Outline, follow
from optimize.roster.columns.problem import BANNED
from optimize.roster.columns.response import first_rosters
from optimize.roster.columns.root import work_of
from quarterhour.progress import Progress, Unheard
from quarterhour.result import Limits
from tests.roster_columns.cases import all_rosters, random_problem


def _tiny(seed, lengths):
    problem = random_problem(seed, days=6, kinds=3)
    return replace(problem, minutes=np.array(lengths), most_weekends=np.zeros(1, dtype=np.int64) + seed % 2)


def _year(seed=0, days=140):
    """Four people on three kinds of one length, every second weekend."""
    problem = random_problem(seed, people=4, days=days, kinds=3)
    return replace(
        problem,
        minutes=np.full(3, 480),
        least_minutes=np.full(4, 20 * 480),
        most_minutes=np.full(4, 80 * 480),
        longest_on=np.full(4, 5),
        shortest_on=np.full(4, 2),
        shortest_off=np.full(4, 2),
        most_weekends=np.full(4, days // 14),
        most_of_kind=np.full((4, 3), days // 3),
        price=np.zeros_like(problem.price),
        wanted=np.minimum(problem.wanted, 1),
        under=np.full_like(problem.under, 100),
        over=np.ones_like(problem.over),
    )


@pytest.mark.parametrize("lengths", [(480, 480, 480), (480, 600, 480)])
@pytest.mark.parametrize("seed", range(10))
def test_every_roster_is_one_of_the_outline_that_costs_no_more(monkeypatch, seed, lengths):
    """What keeps to all rules does so in outline, for no higher cost: the outline's bound holds for the whole."""
    monkeypatch.setattr(outline, "FEWER", 1.0)
    monkeypatch.setattr(outline, "_weekends_bind", lambda _: True)
    problem = _tiny(seed, lengths)
    told = Outline.of(problem)
    assert len(told.problem.kinds) == len(set(lengths))
    for roster in all_rosters(problem):
        mapped = told.rosters(roster[None])
        assert ((mapped > 0) == (roster > 0)).all()
        assert not broken(told.problem, mapped)
        assert cost_of(told.problem, mapped) <= cost_of(problem, roster[None])


def test_an_outline_leaves_out_which_kind_a_duty_is():
    """Two people who may each do one of two kinds on a day when both are wanted cost the same in outline."""
    problem = replace(_year(), wanted=np.tile([1, 1, 0], (140, 1)))
    told = Outline.of(problem)
    assert told.problem.kinds == ("480",)
    assert (told.problem.wanted == 2).all()
    assert (told.problem.most_of_kind == 138).all()


@pytest.mark.parametrize(
    "change",
    [{"minutes": np.array([480, 600, 720])}, {"most_weekends": np.full(4, 20)}],
    ids=["lengths", "weekends"],
)
def test_where_an_outline_would_not_help_there_is_none(change):
    """Kinds that differ in length are as many in outline, and free weekends need no account."""
    assert Outline.of(_year()) is not None
    assert Outline.of(replace(_year(), **change)) is None


def test_weekends_are_kept():
    """On an outline's weekends people work where it says and nowhere else; those left out are free."""
    problem = _year()
    told, draw = Outline.of(problem), np.random.default_rng(1)
    rosters, _ = first_rosters(told.problem, Clock(Limits(work=5.0)), draw)
    some = np.array([True, False, True, True])
    kept = told.keeping(rosters, some)
    weekend = problem.weekend >= 0
    assert (kept.price[:, ~weekend] == problem.price[:, ~weekend]).all()
    assert (kept.price[1] == problem.price[1]).all()
    mine, without = first_rosters(kept, Clock(Limits(work=20.0)), draw)
    assert not len(without)
    assert not broken(problem, mine)
    assert ((mine > 0) == (rosters > 0))[some][:, weekend].all()


def test_who_has_no_roster_on_its_weekends_keeps_his_own():
    """Whose kinds can not be done on both days of a weekend that is whole in outline begins from what he had."""
    problem = _year()
    saturday, sunday = (np.arange(140) + 3) % 7 == 5, (np.arange(140) + 3) % 7 == 6
    price, banned = problem.price.copy(), np.zeros((3, 3), dtype=bool)
    price[0, saturday, 2:] = BANNED
    price[0, sunday, 1:3] = BANNED
    banned[0, 2] = True
    problem = replace(problem, price=price, banned=banned)
    told, draw, clock = Outline.of(problem), np.random.default_rng(1), Clock(Limits(work=20.0))
    rosters, _ = first_rosters(problem, clock, draw)
    asked, _ = first_rosters(told.problem, clock, draw)
    assert (asked[0, saturday] & asked[0, sunday][: saturday.sum()]).any()
    best = Best(problem, rosters, clock)
    like = outline._like(best, told, asked, clock, draw)
    weekend = problem.weekend >= 0
    assert (like.rosters[0] == rosters[0]).all()
    assert ((like.rosters > 0) == (asked > 0))[1:][:, weekend].all()
    before = best.value
    follow(best, told, asked, Clock(Limits(work=4.0)), draw, 1)
    assert best.value < before
    assert not broken(problem, best.rosters)


@pytest.mark.parametrize(("times", "fits"), [(1.9, False), (2.1, True)])
def test_an_outline_is_solved_where_its_bound_fits_into_half_of_the_time(monkeypatch, times, fits):
    """Else nothing is done: what is settled badly misleads. What is tried on its weekends is never told."""
    problem = _year()
    rosters, _ = first_rosters(problem, Clock(Limits(work=5.0)), np.random.default_rng(1))
    clock = Clock(Limits(work=times * work_of(Outline.of(problem).problem)))
    done = []
    monkeypatch.setattr(engine, "_bettered", lambda best, *_: done.append(best.problem.kinds))
    monkeypatch.setattr(engine, "follow", lambda *given: done.append(type(given[3].progress)))
    best = Best(problem, rosters, clock)
    assert engine._outlined(best, clock, Limits(), np.random.default_rng(0), 1) == fits
    assert done == ([("480",), Unheard] if fits else [])


class _Told(Progress):
    def __init__(self):
        super().__init__()
        self.costs = []

    def report(self, stage, done, *, objective=None, bound=None):
        self.costs.append(objective)


def test_an_answer_by_outline_has_its_bound(monkeypatch):
    """The answer keeps to all rules, is the same again, and its bound is better than that without an outline.

    No worker is one. What the outline costs on the way is never told as what rosters cost.
    """
    problem, told = _year(days=70), _Told()
    problem = replace(problem, wanted=np.ones_like(problem.wanted))
    limits = Limits(work=4.0, seed=3)
    monkeypatch.setattr(engine, "OUTLINE_SHARE", 0.6)
    first = solve(problem, limits=limits, progress=told)
    again = solve(problem, limits=replace(limits, workers=0))
    assert (first.rosters == again.rosters).all()
    assert not broken(problem, first.rosters)
    assert not first.faults
    assert first.proof.objective == cost_of(problem, first.rosters)
    assert min(told.costs) == first.proof.objective
    assert told.costs == sorted(told.costs, reverse=True)
    monkeypatch.setattr(Outline, "of", lambda _: None)
    without = solve(problem, limits=limits)
    assert without.proof.bound < first.proof.bound <= first.proof.objective


def test_a_stop_within_an_outline_ends_all(monkeypatch):
    """Whoever stops the work while the outline is solved gets rosters of the whole."""
    progress, begun = Progress(), []
    bettered = engine._bettered

    def stopped(best, clock, limits, generator):
        begun.append(len(best.problem.kinds))
        if len(begun) == 2:
            progress.stop()
        return bettered(best, clock, limits, generator)

    monkeypatch.setattr(engine, "_bettered", stopped)
    monkeypatch.setattr(engine, "SHARE", 0.0)
    problem = _year()
    answer = solve(problem, limits=Limits(work=1e6), progress=progress)
    assert begun == [3, 1]
    assert not broken(problem, answer.rosters)
