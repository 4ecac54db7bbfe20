"""Programs that gain and lose columns and rows, against another solver that is given each of them anew."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from optimize import growing
from optimize.growing import GrowingProgram


class Kept:
    """The same program as arrays, for a solver that knows nothing of what was before."""

    def __init__(self, lower, upper):
        self.lower, self.upper = lower, upper
        self.matrix = np.zeros((len(lower), 0))
        self.cost, self.most, self.gone = np.empty(0), np.empty(0), np.empty(0, dtype=bool)

    def solved(self):
        there = ~self.gone
        finite = np.isfinite(self.upper)
        result = linprog(
            self.cost[there],
            np.vstack([self.matrix[finite], -self.matrix])[:, there],
            np.concatenate([self.upper[finite], -self.lower]),
            bounds=np.column_stack([np.zeros(there.sum()), self.most[there]]),
        )
        return result.fun


def _add(draw, program, kept, count):
    """Columns of which some have the same row twice, which adds up."""
    rows = len(kept.lower)
    cost, most = draw.uniform(1, 9, count), np.where(draw.random(count) < 0.3, draw.uniform(0.5, 2, count), np.inf)
    row = draw.integers(0, rows, 3 * count)
    column = np.concatenate([np.arange(count), draw.integers(0, count, 2 * count)])
    value = draw.uniform(0.2, 2.0, 3 * count)
    program.add(cost, most, row, column, value)
    new = np.zeros((rows, count))
    np.add.at(new, (row, column), value)
    kept.matrix = np.hstack([kept.matrix, new])
    kept.cost, kept.most = np.append(kept.cost, cost), np.append(kept.most, most)
    kept.gone = np.append(kept.gone, np.zeros(count, dtype=bool))


def _step(draw, program, kept, free):
    """One change at random to columns beyond the first `free`, which keep the program from being infeasible."""
    open_ = free + np.flatnonzero(~kept.gone[free:])
    some = open_[draw.random(len(open_)) < 0.3]
    what = int(draw.integers(5))
    if what == 0:
        _add(draw, program, kept, int(draw.integers(1, 6)))
    elif what == 1:
        value = draw.uniform(0.1, 1.0, len(some))
        program.add_row(-np.inf, 2.0, some, value)
        new = np.zeros((1, len(kept.cost)))
        new[0, some] = value
        kept.matrix = np.vstack([kept.matrix, new])
        kept.lower, kept.upper = np.append(kept.lower, -1e9), np.append(kept.upper, 2.0)
    elif what == 2:
        program.remove(some)
        kept.gone[some] = True
    elif what == 3:
        program.close(some)
        kept.most[some] = 0.0
    else:
        closed = some[kept.most[some] == 0.0]
        program.reopen(closed)
        kept.most[closed] = np.inf


@pytest.mark.parametrize("seed", range(20))
def test_a_program_that_changes_is_what_it_would_be_anew(seed):
    """After every few changes the least cost is another solver's, its values cost that, its duals prove it."""
    draw = np.random.default_rng(seed)
    rows = 6
    lower, upper = draw.uniform(1, 3, rows), np.full(rows, np.inf)
    program, kept = GrowingProgram(lower, upper), Kept(lower, upper)
    program.add(np.full(rows, 20.0), np.full(rows, np.inf), np.arange(rows), np.arange(rows), np.ones(rows))
    kept.matrix = np.hstack([kept.matrix, np.eye(rows)])
    kept.cost, kept.most = np.full(rows, 20.0), np.full(rows, np.inf)
    kept.gone = np.zeros(rows, dtype=bool)
    _add(draw, program, kept, 8)
    for _ in range(12):
        for _ in range(int(draw.integers(1, 4))):
            _step(draw, program, kept, rows)
        least, duals = program.solve()
        assert least == pytest.approx(kept.solved(), rel=1e-7)
        assert len(program.values) == len(kept.cost)
        assert kept.cost @ program.values == pytest.approx(least, rel=1e-7)
        assert not program.values[kept.gone].any()
        assert (program.values <= kept.most + 1e-7).all()
        done = kept.matrix @ program.values
        assert (done >= kept.lower - 1e-6).all()
        assert (done <= kept.upper + 1e-6).all()
        reduced = np.where(kept.gone, 0.0, kept.cost - duals @ kept.matrix)
        bounded = np.where(np.isfinite(kept.most), kept.most, 0.0)
        assert (reduced[~np.isfinite(kept.most)] >= -1e-6).all()
        sides = np.where(duals > 0, kept.lower, np.where(np.isfinite(kept.upper), kept.upper, 0.0))
        assert duals @ sides + np.minimum(reduced, 0.0) @ bounded == pytest.approx(least, rel=1e-6)


class LostWayError(Exception):
    """What the solver's own error stands for: it can not be made without the solver."""


class Lost:
    """A solver that has lost its way."""

    def update(self, _):
        return True

    def solve(self, *_):
        raise LostWayError


def test_where_the_solver_loses_its_way_it_begins_again(monkeypatch):
    """A solver that ends with an error is thrown away, and a new one, told everything, answers."""
    monkeypatch.setattr(growing, "StatusNotOk", LostWayError)
    program = GrowingProgram(np.array([2.0]), np.array([np.inf]))
    one, first = np.array([1.0]), np.array([0])
    program.add(np.array([3.0]), np.array([np.inf]), first, first, one)
    assert program.solve()[0] == pytest.approx(6.0)
    program.add(one, one, first, first, one)
    program._solver = Lost()
    least, duals = program.solve()
    assert least == pytest.approx(4.0)
    assert duals.tolist() == pytest.approx([3.0])
