"""Programs as arrays: relaxed, priced, split and held, against solving them whole."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.linear import Builder, LinearProgram
from quarterhour.result import Limits
from quarterhour.seeds import generator

EXACT = {"stage": "test", "partition": "", "limits": Limits()}


def two_knapsacks(seed: int, *, tied: bool) -> LinearProgram:
    """Two covering problems of six whole columns each, tied by one row or not, and a fixed cost."""
    rng = generator(seed, "knapsacks")
    program = Builder(offset=7.0)
    columns = [program.columns(6, cost=rng.integers(3, 12, 6), upper=3.0, integer=True) for _ in range(2)]
    for block in columns:
        program.put(program.rows(1, lower=17.0), block, rng.integers(2, 9, 6))
    if tied:
        program.put(program.rows(1, lower=6.0), np.concatenate(columns))
    return program.build()


@pytest.mark.parametrize("seed", range(5))
def test_parts_add_up_to_the_whole(seed: int) -> None:
    """Independent parts cover every column once, and their least values add up to that of the whole."""
    program = two_knapsacks(seed, tied=False)
    parts = program.parts()
    assert sorted(np.concatenate([columns for columns, _ in parts]).tolist()) == list(range(12))
    assert len(parts) == 2
    values = [part.value(part.solve(**EXACT)[1]) for _, part in parts]
    assert sum(values) == pytest.approx(program.value(program.solve(**EXACT)[1]))


@pytest.mark.parametrize("seed", range(5))
def test_prices_give_a_bound_between_relaxation_and_optimum(seed: int) -> None:
    """At the relaxation's dual values the priced program is worth at least the relaxation, at most the optimum."""
    program = two_knapsacks(seed, tied=True)
    root, _, duals = program.solve_relaxed(**EXACT)
    tie = np.arange(len(program.least)) == 2
    bound = sum(part.value(part.solve(**EXACT)[1]) for _, part in program.priced(tie, duals).parts())
    best = program.value(program.solve(**EXACT)[1])
    assert root.proof.objective is not None
    assert root.proof.objective - 1e-6 <= bound <= best + 1e-6
    # Any other price is a bound too, if a worse one.
    other = program.priced(tie, duals + 1.0)
    assert other.value(other.solve(**EXACT)[1]) <= best + 1e-6


def test_holding_the_rest_keeps_all_rows() -> None:
    """Columns planned with all others held give an answer of the whole, no dearer than before."""
    program = two_knapsacks(3, tied=True)
    start = np.full(12, 3.0)
    near = np.arange(6)
    part = program.within(near, start)
    found = start.copy()
    found[near] = part.solve(**EXACT)[1]
    assert (program.matrix @ found >= program.least - 1e-9).all()
    assert program.value(found) < program.value(start)
    # What the part saves is what the whole saves.
    saved = part.value(start[near]) - part.value(found[near])
    assert saved == pytest.approx(program.value(start) - program.value(found))


def test_a_fixed_column_moves_into_the_sides() -> None:
    """With one knapsack given, only the other is left to plan, and the value is still that of the whole."""
    program = two_knapsacks(4, tied=True)
    whole = program.solve(**EXACT)[1]
    held = program.fixed(np.arange(6), whole[:6])
    ((columns, part),) = held.parts()
    assert columns.tolist() == list(range(6, 12))
    assert part.value(part.solve(**EXACT)[1]) == pytest.approx(program.value(whole))


def test_broken_rows_are_those_out_of_reach() -> None:
    """A row is broken below its least or above its most, by more than what is allowed."""
    program = Builder()
    columns = program.columns(3)
    program.put(program.rows(3, lower=1.0, upper=2.0), columns)
    found = program.build().broken(np.array([0.9, 1.5, 2.1]), 0.05)
    assert found.tolist() == [True, False, True]
    assert not program.build().broken(np.array([0.9, 1.5, 2.1]), 0.2).any()
