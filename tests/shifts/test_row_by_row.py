"""Linear programs that gain rows against the same programs solved at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from optimize.row_by_row import RowByRow
from optimize.solve import LinearModel, solve_mip
from quarterhour.result import Limits


def _packing(seed: int, rows: int) -> LinearModel:
    """The most of 12 columns under the first of 30 rows."""
    draw = np.random.default_rng(seed)
    matrix, most = draw.integers(0, 4, (30, 12)).astype(float), draw.integers(5, 20, 30).astype(float)
    none = np.full(rows, -np.inf)
    return LinearModel(
        draw.uniform(1.0, 9.0, 12),
        np.zeros(12),
        np.full(12, 4.0),
        np.zeros(12, dtype=bool),
        none,
        most[:rows],
        csr_array(matrix[:rows]),
        maximise=True,
    )


@pytest.mark.parametrize("seed", range(5))
def test_rows_that_come_later_count_like_those_there_from_the_beginning(seed: int) -> None:
    """After each ten rows more the optimum is that of a program with all of them, and values keep every row."""
    program, whole = RowByRow(_packing(seed, 10), Limits()), _packing(seed, 30)
    for rows in (10, 20, 30):
        if rows > 10:
            program.add(csr_array(whole.matrix[rows - 10 : rows]), whole.most[rows - 10 : rows])
        answer = program.solve()
        assert answer is not None
        objective, values = answer
        assert objective == pytest.approx(
            solve_mip(_packing(seed, rows), stage="", limits=Limits()).proof.objective
        )
        assert (whole.matrix[:rows] @ values <= whole.most[:rows] + 1e-6).all()
    assert objective < float(whole.cost @ whole.upper)


def test_without_time_there_is_no_answer() -> None:
    """A program that may take no time says so."""
    assert RowByRow(_packing(0, 30), Limits(seconds=0.0)).solve() is None
