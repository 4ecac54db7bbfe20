"""Linear programs as arrays: built in blocks, relaxed, priced, fixed, split, and solved through MathOpt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from optimize.solve import MipAnswer, mathopt, solve_mip
from quarterhour.progress import Progress
from quarterhour.result import Limits

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
        parts = []
        order = np.argsort(columns_of, kind="stable")
        if not len(order):
            return []
        constant = self.offset + float(self.cost @ given)
        for columns in np.split(order, np.flatnonzero(np.diff(columns_of[order])) + 1):
            rows = np.flatnonzero(rows_of == columns_of[columns[0]])
            here = open_[columns]
            part = type(self)(
                self.cost[here],
                self.lower[here],
                self.upper[here],
                self.integer[here],
                least[rows],
                most[rows],
                matrix[rows][:, columns],
                constant * len(columns) / len(order),
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

    def rows_of(self, columns: Ids) -> Ids:
        """The rows that some of the columns enter."""
        return np.unique(self._by_column[:, columns].indices).astype(np.int64)

    @cached_property
    def _by_column(self) -> csc_array:
        return csc_array(self.matrix)

    def value(self, x: Numbers) -> float:
        """The objective of a point."""
        return float(self.cost @ x) + self.offset

    def solve(
        self, *, stage: str, partition: str, limits: Limits, progress: Progress | None = None
    ) -> tuple[MipAnswer, Numbers]:
        """Solve with HiGHS; the values of all columns, empty where no answer was found."""
        model = self._model()
        answer = solve_mip(model, stage=stage, partition=partition, limits=limits, progress=progress)
        if not answer.found:
            return answer, np.empty(0)
        return answer, np.array(answer.result.variable_values(list(model.variables())))

    def solve_relaxed(self, *, stage: str, partition: str, limits: Limits) -> tuple[MipAnswer, Numbers, Numbers]:
        """Solve the linear relaxation; values of the columns and dual values of the rows."""
        model = self.relaxed()._model()
        answer = solve_mip(model, stage=stage, partition=partition, limits=limits)
        if not answer.found:
            return answer, np.empty(0), np.empty(0)
        values = np.array(answer.result.variable_values(list(model.variables())))
        return answer, values, np.array(answer.result.dual_values(list(model.linear_constraints())))

    def _model(self) -> mathopt.Model:
        """The same as a MathOpt model, handed over in one piece."""
        proto = mathopt.Model().export_model()
        proto.variables.ids.extend(range(len(self.cost)))
        proto.variables.lower_bounds.extend(self.lower.tolist())
        proto.variables.upper_bounds.extend(self.upper.tolist())
        proto.variables.integers.extend(self.integer.tolist())
        priced = np.flatnonzero(self.cost)
        proto.objective.offset = self.offset
        proto.objective.linear_coefficients.ids.extend(priced.tolist())
        proto.objective.linear_coefficients.values.extend(self.cost[priced].tolist())
        proto.linear_constraints.ids.extend(range(len(self.least)))
        proto.linear_constraints.lower_bounds.extend(self.least.tolist())
        proto.linear_constraints.upper_bounds.extend(self.most.tolist())
        entries = coo_array(self.matrix)
        proto.linear_constraint_matrix.row_ids.extend(entries.row.tolist())
        proto.linear_constraint_matrix.column_ids.extend(entries.col.tolist())
        proto.linear_constraint_matrix.coefficients.extend(entries.data.tolist())
        return mathopt.Model.from_model_proto(proto)


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
