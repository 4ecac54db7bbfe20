"""Linear programs as arrays: built in blocks, relaxed, priced, fixed, split, and solved through MathOpt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csc_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from optimize.solve import LinearModel, MipAnswer, solve_mip, solve_relaxation
from quarterhour.progress import Progress
from quarterhour.result import Limits

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]
SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


@dataclass(frozen=True)
class LinearProgram:
    """Minimise cost @ x + offset over least <= matrix @ x <= most, lower <= x <= upper, some x integer."""

    cost: Numbers
    lower: Numbers
    upper: Numbers
    integer: Flags
    least: Numbers
    most: Numbers
    matrix: csr_array
    offset: float = 0.0

    def relaxed(self, kept: Flags | None = None) -> Self:
        """Without integrality, but for the columns `kept`."""
        return replace(self, integer=self.integer & (np.zeros_like(self.integer) if kept is None else kept))

    def fixed(self, columns: Ids, values: Numbers) -> Self:
        """With some columns held at given values."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[columns] = upper[columns] = values
        return replace(self, lower=lower, upper=upper)

    def priced(self, rows: Flags, prices: Numbers) -> Self:
        """The Lagrangian relaxation: `rows` leave the constraints for the objective, at `prices` a unit.

        Its least value is a bound on this program's for any prices; with the dual values of the linear
        relaxation it is at least that relaxation's value.
        """
        price = np.where(rows, prices, 0.0)
        side = np.where(price > 0, self.least, self.most)
        price = np.where(np.isfinite(side), price, 0.0)
        return replace(
            self,
            cost=self.cost - self.matrix.T @ price,
            offset=self.offset + float(price @ np.where(price != 0, side, 0.0)),
            matrix=self.matrix[~rows],
            least=self.least[~rows],
            most=self.most[~rows],
        )

    def parts(self) -> list[tuple[Ids, Self]]:
        """Independent parts: their columns here, and the program of these. Fixed columns tie nothing together.

        The offset and the cost of fixed columns are shared out by the number of columns, so that the values of the
        parts add up to that of the whole and a relative gap means about the same in each.
        """
        free = self.lower < self.upper
        given = np.where(free, 0.0, self.lower)
        shift = self.matrix @ given
        least, most = self.least - shift, self.most - shift
        open_ = np.flatnonzero(free)
        matrix = csr_array(self.matrix[:, open_])
        rows_of, columns_of = tied(matrix)
        order, row_order = (np.argsort(of, kind="stable") for of in (columns_of, rows_of))
        if not len(order):
            return []
        sorted_ = csr_array(matrix[row_order][:, order])
        begins = np.append(0, np.flatnonzero(np.diff(columns_of[order])) + 1)
        ends = np.append(begins[1:], len(order))
        first, last = (np.searchsorted(rows_of[row_order], columns_of[order][begins], side) for side in SIDES)
        constant = self.offset + float(self.cost @ given)
        parts = []
        for begin, end, top, bottom in zip(begins, ends, first, last, strict=True):
            here, rows = open_[order[begin:end]], row_order[top:bottom]
            part = type(self)(
                self.cost[here],
                self.lower[here],
                self.upper[here],
                self.integer[here],
                least[rows],
                most[rows],
                _block(sorted_, top, bottom, begin, end),
                constant * len(here) / len(order),
            )
            parts.append((here, part))
        return parts

    def within(self, columns: Ids, values: Numbers, rows: Ids | None = None) -> Self:
        """The program of some columns, all others held at their `values`.

        It keeps the rows that these columns enter, or only those of `rows`, and of the cost of what is held a
        share by the number of columns, as in `parts`.
        """
        if rows is None:
            rows = self.rows_of(columns)
        matrix = self.matrix[rows]
        rest = values.copy()
        rest[columns] = 0.0
        shift = matrix @ rest
        return replace(
            self,
            cost=self.cost[columns],
            lower=self.lower[columns],
            upper=self.upper[columns],
            integer=self.integer[columns],
            least=self.least[rows] - shift,
            most=self.most[rows] - shift,
            matrix=matrix[:, columns],
            offset=(self.offset + float(self.cost @ rest)) * len(columns) / len(values),
        )

    def with_rows(self, rows: csr_array, *, least: float = -np.inf, most: float = np.inf) -> Self:
        """With further rows, such as cuts, all with the same bounds."""
        count = rows.shape[0]
        return replace(
            self,
            least=np.concatenate([self.least, np.full(count, least)]),
            most=np.concatenate([self.most, np.full(count, most)]),
            matrix=csr_array(vstack([self.matrix, rows])),
        )

    def rows_of(self, columns: Ids) -> Ids:
        """The rows that some of the columns enter."""
        return np.unique(self._by_column[:, columns].indices).astype(np.int64)

    @cached_property
    def _by_column(self) -> csc_array:
        return csc_array(self.matrix)

    def value(self, x: Numbers) -> float:
        """The objective of a point."""
        return float(self.cost @ x) + self.offset

    def broken(self, x: Numbers, within: float) -> Flags:
        """The rows that a point does not keep, by more than `within`."""
        reached = self.matrix @ x
        return (reached < self.least - within) | (reached > self.most + within)

    def solve(
        self,
        *,
        stage: str,
        partition: str,
        limits: Limits,
        progress: Progress | None = None,
        near: Numbers | None = None,
        solver: str = "highs",
        presolve: bool = True,
        heuristics: bool = True,
    ) -> tuple[MipAnswer, Numbers]:
        """Solve, from the values `near` if given; values of all columns, empty where none are found."""
        answer = solve_mip(
            self._model,
            stage=stage,
            partition=partition,
            limits=limits,
            solver=solver,
            near=near,
            presolve=presolve,
            heuristics=heuristics,
            progress=progress,
        )
        return answer, answer.values

    def solve_relaxed(self, *, stage: str, partition: str, limits: Limits) -> tuple[MipAnswer, Numbers, Numbers]:
        """Solve the linear relaxation; values of the columns and dual values of the rows."""
        answer = solve_mip(self.relaxed()._model, stage=stage, partition=partition, limits=limits)
        return answer, answer.values, answer.duals

    def solve_interior(self, *, stage: str, partition: str, limits: Limits) -> MipAnswer:
        """The linear relaxation by interior point, without a vertex: faster on large covering models."""
        return solve_relaxation(self.relaxed()._model, stage=stage, partition=partition, limits=limits)

    @property
    def _model(self) -> LinearModel:
        return LinearModel(
            self.cost, self.lower, self.upper, self.integer, self.least, self.most, self.matrix, self.offset
        )


def _block(matrix: csr_array, top: int, bottom: int, begin: int, end: int) -> csr_array:
    """Rows from `top` to `bottom`, all of whose entries are in columns from `begin` to `end`."""
    edges = matrix.indptr[top : bottom + 1]
    entries = slice(edges[0], edges[-1])
    shape = (bottom - top, end - begin)
    return csr_array((matrix.data[entries], matrix.indices[entries] - begin, edges - edges[0]), shape=shape)


def tied(matrix: csr_array) -> tuple[Ids, Ids]:
    """Which rows and which columns hang together: the number of a component for each row and for each column."""
    entries = coo_array(matrix)
    height, width = entries.shape
    nodes = coo_array((np.ones(entries.nnz), (entries.row, height + entries.col)), shape=(height + width,) * 2)
    label = connected_components(nodes, directed=False)[1].astype(np.int64)
    return label[:height], label[height:]


@dataclass
class Builder:
    """A linear program under construction: each block of columns or rows answers with its numbers."""

    offset: float = 0.0
    _columns: list[tuple[Numbers, Numbers, Numbers, Flags]] = field(default_factory=list)
    _rows: list[tuple[Numbers, Numbers]] = field(default_factory=list)
    _entries: list[tuple[Ids, Ids, Numbers]] = field(default_factory=list)
    _width: int = 0
    _height: int = 0

    @property
    def width(self) -> int:
        """Columns so far."""
        return self._width

    def columns(
        self,
        count: int,
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        integer: bool = False,
    ) -> Ids:
        """Add `count` columns; costs and bounds are numbers or arrays of that length."""
        price, low, high = (np.broadcast_to(np.asarray(part, dtype=float), count) for part in (cost, lower, upper))
        self._columns.append((price, low, high, np.full(count, integer)))
        self._width += count
        return np.arange(self._width - count, self._width, dtype=np.int64)

    def rows(self, count: int, *, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf) -> Ids:
        """Add `count` rows, still without entries."""
        low, high = (np.broadcast_to(np.asarray(part, dtype=float), count) for part in (lower, upper))
        self._rows.append((low, high))
        self._height += count
        return np.arange(self._height - count, self._height, dtype=np.int64)

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike = 1.0) -> None:
        """Add entries; those of the same row and column add up."""
        row, column, value = np.broadcast_arrays(
            np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=float)
        )
        self._entries.append((row.ravel(), column.ravel(), value.ravel()))

    def build(self) -> LinearProgram:
        """The finished program."""
        cost, lower, upper, integer = (np.concatenate(parts) for parts in zip(*self._columns, strict=True))
        least, most = (np.concatenate(parts) for parts in zip(*self._rows, strict=True))
        row, column, value = (np.concatenate(parts) for parts in zip(*self._entries, strict=True))
        matrix = csr_array(coo_array((value, (row, column)), shape=(self._height, self._width)))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return LinearProgram(cost, lower, upper, integer, least, most, matrix, self.offset)
