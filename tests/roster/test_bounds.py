"""What bounds a roster from below, and what is said of the gap: each against all answers of small programs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array

from optimize.linear import LinearProgram, Numbers
from optimize.narrow import lagrangian
from optimize.roster.cuts import cut
from optimize.roster.gaps import Gaps
from optimize.roster.relaxation import relax, whole_bound
from optimize.roster.rounding import rounded
from quarterhour.result import Limits

SEEDS = (0, 1, 3)


def small(seed: int) -> LinearProgram:
    """Two people with three whole decisions each, amounts of minutes in rows of one or of both."""
    draw = np.random.default_rng(seed)
    rows = draw.choice([0, 1, 450, 480, -30], size=(5, 6)).astype(float)
    rows[:2, 3:] = 0.0
    rows[2:4, :3] = 0.0
    rows[4] = 1.0
    most = np.where(np.arange(5) < 4, draw.integers(300, 1500, 5), np.inf)
    least = np.where(np.arange(5) < 4, -np.inf, 2.0)
    cost = draw.integers(1, 9, 6).astype(float)
    zeros, ones = np.zeros(6), np.ones(6)
    return LinearProgram(cost, zeros - 1, 2 * ones, ones > 0, least, most, csr_array(rows))


def answers(program: LinearProgram) -> Numbers:
    """All whole points that keep the rows, one a row."""
    spans = [range(int(low), int(high) + 1) for low, high in zip(program.lower, program.upper, strict=True)]
    points = np.asarray(list(product(*spans)), dtype=float)
    reached = points @ program.matrix.toarray().T
    kept: Numbers = points[((reached >= program.least) & (reached <= program.most)).all(axis=1)]
    return kept


@pytest.mark.parametrize("seed", SEEDS)
def test_rounding_keeps_every_answer_and_raises_the_bound(seed: int) -> None:
    """Rows that follow by rounding hold at every whole answer; the relaxation with them is never lower."""
    program = small(seed)
    tighter = rounded(program)
    every = answers(program)
    assert len(tighter.least) > len(program.least)
    assert (every @ tighter.matrix.toarray().T <= tighter.most + 1e-9).all()
    bounds = [
        lagrangian(one, one.solve_interior(stage="", partition="", limits=Limits()).duals)[0]
        for one in (program, tighter)
    ]
    assert bounds[1] >= bounds[0] - 1e-6
    assert bounds[1] <= (every @ program.cost).min() + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_of_rounding_that_join_where_broken_bound_as_all_of_them(seed: int) -> None:
    """The relaxation reaches the bound of the whole rounded program, and never more than the best answer."""
    program = small(seed)
    found = relax(program, stage="", partition="", patterns=True, limits=Limits())
    every = rounded(program)
    whole = lagrangian(every, every.solve_interior(stage="", partition="", limits=Limits()).duals)[0]
    assert found.bound == whole_bound(whole)
    assert found.bound <= (answers(program) @ program.cost).min()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_relaxation_solved_once_bounds_as_all_given_rows(seed: int) -> None:
    """It has the bound of the program as given, which is below that with rows of rounding and the best answer."""
    program = small(seed)
    found = relax(program, stage="", partition="", patterns=False, limits=Limits(), once=True)
    given = lagrangian(program, program.solve_interior(stage="", partition="", limits=Limits()).duals)[0]
    assert found.bound == whole_bound(given)
    assert found.bound <= relax(program, stage="", partition="", patterns=True, limits=Limits()).bound
    assert found.bound <= (answers(program) @ program.cost).min()


def test_44_hours_hold_five_duties_of_eight() -> None:
    """Seven duties of 480 minutes within 2,640: at most five, where the relaxation alone takes five and a half."""
    ones = np.ones(7)
    row = csr_array(480 * ones[None, :])
    week = LinearProgram(-ones, 0 * ones, ones, ones > 0, np.asarray([-np.inf]), np.asarray([2640.0]), row)
    both = (one.solve_relaxed(stage="", partition="", limits=Limits()) for one in (week, rounded(week)))
    assert [answer.proof.objective for answer, *_ in both] == pytest.approx([-5.5, -5.0])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gap_of_people_is_within_the_gap(seed: int) -> None:
    """Whatever the prices, no person's part is negative and all together are no more than cost less bound."""
    program = small(seed)
    draw = np.random.default_rng(seed)
    duals = np.where(np.isfinite(program.most), -draw.random(5) / 100, draw.random(5) * 4)
    gaps = Gaps.of(program, duals, np.repeat([0, 1], 3))
    bound, _ = lagrangian(program, duals)
    for values in answers(program)[::7]:
        parts = gaps.by_person(values)
        assert (parts >= 0).all()
        assert parts.sum() <= program.value(values) - bound + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_cuts_bound_all_answers_and_give_one(seed: int) -> None:
    """The bound lies under the best answer, and the values keep all rows."""
    program = small(seed)
    every = answers(program)
    found = cut(program, every[0], stage="", partition="", limits=Limits())
    assert found.bound <= (every @ program.cost).min()
    assert found.values is not None
    assert (every == found.values).all(axis=1).any()
