"""Split duties in the staff plan: two peaks by one person, where somebody agrees, and never by others' people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimize.shifts import StaffProblem, solve
from quarterhour.result import Limits
from tests.shifts.tiny import DAY, tiny

PEAKS = {"A": [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]}
"""One person from 8 to 11 and from 17 to 21."""
SPLIT = ("split", 480, 480, 60, 780, 360, 180, 180)
WHOLE = ("whole", 480, 480, 60, 240, 0, 0, 0)


def given(agree: int, splits: int) -> StaffProblem:
    """One person of whom so many agree that day, with so many split duties a week."""
    problem = tiny(PEAKS, people={"A": 1}, shifts=(SPLIT,))
    return replace(problem, staff=problem.staff.assign(split=agree), weekly=problem.weekly.assign(splits=splits))


@pytest.mark.parametrize(("agree", "splits", "short"), [(1, 1, 0), (0, 1, 7), (1, 0, 7)])
def test_by_day_and_by_week(agree: int, splits: int, short: int) -> None:
    """Seven hours are covered by one who agrees; else all are short."""
    plan = solve(given(agree, splits), limits=Limits())
    assert plan.cover["short"].sum() == short
    assert len(plan.duties) == (short == 0)


def test_paid_hours_are_those_of_the_parts() -> None:
    """Thirteen hours from first to last, seven of them paid."""
    costs = solve(given(1, 1), limits=Limits()).costs
    assert costs.loc[costs["item"] == "regular", "hours"].sum() == 7


def test_nobody_is_lent_for_a_split_duty() -> None:
    """The neighbour has people and nothing to do, and stays at home."""
    link = ("B>A", "lent", "B", "a", "A", "a", "p", DAY, 10, 1, 41.0, 60, False, 0.3)
    needs = {**PEAKS, "B": [0] * 13}
    lent = [tiny(needs, people={"B": 1}, shifts=(shift,), links=[link]) for shift in (SPLIT, WHOLE)]
    assert [len(solve(problem, limits=Limits()).duties) for problem in lent] == [0, 1]
