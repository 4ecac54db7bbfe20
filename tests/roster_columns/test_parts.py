"""Parts of a calendar on several stretches of days, and several parts at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.exchange import exchange
from optimize.roster.columns.left import unproven
from optimize.roster.columns.parts import BETWEEN, part
from optimize.roster.columns.pricing import Pricing
from optimize.roster.columns.problem import BANNED, Problem, cost
from optimize.roster.columns.search import Search
from optimize.roster.columns.sweep import sweep
from quarterhour.result import Limits
from tests.roster_columns.cases import random_problem

FAR = (range(5, 9), range(50, 55))


def _year(seed, people=3):
    """A long problem whose limits bind, and rosters that keep to them."""
    problem = random_problem(seed, people=people, days=70, kinds=2)
    draw = np.random.default_rng(seed)
    problem = replace(
        problem,
        least_minutes=np.full(people, 6 * 480),
        most_minutes=np.full(people, 20 * 480),
        most_weekends=draw.integers(2, 5, people),
        most_of_kind=draw.integers(8, 14, (people, 2)),
        price=np.where(problem.price > 1000, 5, problem.price),
    )
    rosters = _cheapest(problem, seed)
    assert len(rosters) == people
    return problem, rosters


def _cheapest(problem: Problem, seed: int) -> np.ndarray:
    """Rosters of everybody at prices drawn at random, within every limit."""
    draw = np.random.default_rng(seed + 100)
    price = draw.integers(-40, 40, problem.price.shape).astype(np.int32)
    price = np.where(problem.price >= BANNED, BANNED, price).astype(np.int32)
    counted = np.ones(problem.most_of_kind.shape, dtype=bool)
    found = Pricing(problem, counted=counted).best(price)
    return found.rosters[np.argsort(found.person)]


@pytest.mark.parametrize("seed", range(10))
def test_a_part_of_two_stretches_sees_every_rule(seed):
    """What two far stretches allow breaks no rule on the whole, changes no other day, and saves what it says."""
    problem, rosters = _year(seed)
    piece = part(problem, rosters, np.arange(3), *FAR)
    assert (piece.days == BETWEEN).any()
    assert not broken(piece.problem, piece.rosters)
    assert (piece.put(rosters, piece.rosters) == rosters).all()
    new = _cheapest(piece.problem, seed + 1)
    whole = piece.put(rosters, new)
    held = np.ones(problem.days, dtype=bool)
    held[[*FAR[0], *FAR[1]]] = False
    assert (whole[:, held] == rosters[:, held]).all()
    assert (whole != rosters).any()
    assert not broken(problem, whole)
    saved = cost(piece.problem, piece.rosters) - cost(piece.problem, new)
    assert saved == cost(problem, rosters) - cost(problem, whole)


@pytest.mark.parametrize("seed", range(10))
def test_parts_at_once_share_what_is_left_of_limits(seed):
    """Each of two parts may take its share: both together keep to everybody's limits of the year."""
    problem, rosters = _year(seed)
    for first, second in ((range(10), range(40, 60)), (range(20), range(45, 70))):
        pieces = [part(problem, rosters, np.arange(3), days, at_once=2) for days in (first, second)]
        whole = rosters
        for number, piece in enumerate(pieces):
            assert not broken(piece.problem, piece.rosters)
            whole = piece.put(whole, _cheapest(piece.problem, seed + number))
        assert not broken(problem, whole)


def test_a_weekend_moves_between_far_stretches():
    """One weekend of the year is worked where it saves 5; no window sees that it saves 50 eleven weeks later."""
    days = np.arange(112)
    weekend = np.where(days % 7 >= 5, days // 7, -1)
    under = np.zeros((112, 1), dtype=np.int64)
    under[[5, 89]] = [[5], [50]]
    problem = Problem(
        people=("p",), kinds=("A",), minutes=np.array([480]), banned=np.zeros((1, 1), dtype=bool), weekend=weekend,
        most_minutes=np.array([480 * 112]), least_minutes=np.array([0]), longest_on=np.array([5]),
        shortest_on=np.array([1]), shortest_off=np.array([1]), most_weekends=np.array([1]),
        most_of_kind=np.array([[112]]), price=np.zeros((1, 112, 2), dtype=np.int64),
        wanted=(under > 0).astype(np.int64), under=under, over=np.ones((112, 1), dtype=np.int64),
    )  # fmt: skip
    rosters = (days == 5).astype(np.int8)[None]
    clock = Clock(Limits(work=5.0))
    search = Search(Best(problem, rosters, clock), unproven(problem), clock, np.random.default_rng(0), 0)
    sweep(search, clock.share(0.5), 1)
    assert search.value == 50
    exchange(search, clock.share(0.9), 1)
    assert search.value == 5
