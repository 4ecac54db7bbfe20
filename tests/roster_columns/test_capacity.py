"""The bound that is there at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optimize.roster.columns import solve
from optimize.roster.columns.capacity import least_cost
from optimize.roster.columns.check import cost_of
from quarterhour.result import Limits
from tests.roster_columns.cases import all_rosters, random_problem


@pytest.mark.parametrize("seed", range(40))
def test_no_rosters_cost_less(seed: int) -> None:
    """The best of all pairs of rosters costs no less, also where days want less than nobody."""
    problem = random_problem(seed, people=2, days=6, kinds=1)
    if seed % 2:
        problem = replace(problem, wanted=problem.wanted - 1)
    rosters = [all_rosters(problem.of(np.array([person]))) for person in range(2)]
    if all(len(mine) for mine in rosters):
        best = min(cost_of(problem, np.stack(pair)) for pair in product(*rosters))
        assert least_cost(problem) <= best + 1e-9


def test_minutes_that_lack_and_that_are_too_many_are_paid_for_where_they_are_cheapest() -> None:
    """One person of at most, or at least, two duties; days free of charge."""
    problem = random_problem(1, people=1, days=4, kinds=1)
    problem = replace(
        problem,
        minutes=np.array([480]),
        price=np.zeros((1, 4, 2), dtype=np.int64),
        wanted=np.array([[1], [1], [1], [0]]),
        under=np.array([[30], [20], [50], [90]]),
        over=np.array([[7], [3], [5], [8]]),
        least_minutes=np.array([0]),
        most_minutes=np.array([720]),
        offset=4,
    )
    assert least_cost(problem) == pytest.approx(4 + 20 + 30 / 2)
    busy = replace(problem, most_minutes=np.array([2400]), least_minutes=np.array([2400]))
    assert least_cost(busy) == pytest.approx(4 + 3 + 5)


def test_an_answer_without_time_for_column_generation_has_a_bound() -> None:
    """Hardly any work leaves this bound, not none."""
    problem = random_problem(5, people=6, days=9, kinds=2)
    answer = solve(problem, limits=Limits(work=1e-6))
    assert answer.proof.bound is not None
    assert least_cost(problem) <= answer.proof.bound <= answer.proof.objective
