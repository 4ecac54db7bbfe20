"""Blocks of a staff plan: values are found whatever the effort, and bounds are bounds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from optimize.linear import LinearProgram
from optimize.shifts import effort
from optimize.shifts.blocks import Budget, bounded
from optimize.shifts.effort import Effort
from quarterhour.result import Limits, Status


def in_equations(seed: int, columns: int = 30) -> LinearProgram:
    """Three sums of columns, 0 or 1, that an answer made beforehand reaches: hard to meet without a search."""
    rng = np.random.default_rng(seed)
    matrix = rng.integers(1, 30, (3, columns)).astype(float)
    sums = matrix @ rng.integers(0, 2, columns)
    free = np.zeros(columns), np.ones(columns), np.ones(columns, dtype=bool)
    return LinearProgram(rng.uniform(1.0, 9.0, columns), *free, sums, sums, csr_array(matrix))


def test_what_finds_nothing_without_heuristics_is_solved_with_them() -> None:
    """Where SCIP ends at its first node without an answer, the block has one that keeps its rows all the same."""
    program, without = in_equations(1), Effort(0.0, 1, "scip", heuristics=False)
    alone, _ = program.solve(
        stage="test", partition="", limits=Limits(gap=0.0, nodes=1, seed=0), solver="scip", heuristics=False
    )
    assert alone.proof.status is Status.UNKNOWN
    values, _ = Budget("test", Limits(seed=0), 0.0).solve(program, without)
    assert not program.broken(np.rint(values), 1e-6).any()


@pytest.mark.parametrize("seed", range(5))
def test_bounds_of_blocks_are_bounds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a block is bounded by at its first node, without heuristics, is never above its least cost."""
    monkeypatch.setattr(effort, "SMALL", 0)
    program = in_equations(seed, 12)
    (block,) = bounded([(np.arange(12), program)], Budget("test", Limits(seed=0), 0.0))
    least, _ = program.solve(stage="test", partition="", limits=Limits(gap=0.0))
    assert least.proof.objective is not None
    assert block.bound <= least.proof.objective + 1e-6
