"""Bounds of a program drawn in by reduced costs: what no answer of at most a given cost can use goes out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.linear import LinearProgram, Numbers

NOTHING = 1e-9
"""Reduced costs below this promise nothing."""


def lagrangian(program: LinearProgram, duals: Numbers) -> tuple[float, Numbers]:
    """The bound that dual values prove, whatever they are, and the reduced cost of each column.

    Every answer costs at least offset + sum over rows of dual times its side + sum over columns of reduced cost
    times the bound that makes it least (Geoffrion 1974). Rows added after the duals were found count as free.
    """
    duals = np.concatenate([duals, np.zeros(len(program.least) - len(duals))])
    side = np.where(duals > 0, program.least, program.most)
    duals = np.where(np.isfinite(side), duals, 0.0)
    reduced = program.cost - program.matrix.T @ duals
    reduced = np.where(np.abs(reduced) <= NOTHING, 0.0, reduced)
    at = np.where(reduced > 0, program.lower, program.upper)
    least = float(duals @ np.where(duals == 0, 0.0, side)) + float(reduced @ np.where(reduced == 0, 0.0, at))
    return program.offset + least, reduced


def narrowed(program: LinearProgram, duals: Numbers, at_most: float) -> LinearProgram:
    """The same for answers that cost `at_most`: whole columns that move further from their bound cost more.

    Columns that can not leave 0 are kept, so that columns have the same places; where no such answer can be, a
    column's upper bound may lie below its lower one.
    """
    bound, reduced = lagrangian(program, duals)
    slack = at_most - bound
    if not np.isfinite(slack):
        return program
    step = np.floor(np.maximum(slack, 0.0) / np.where(reduced == 0, 1.0, np.abs(reduced)) + 1e-6)
    up, down = program.integer & (reduced > 0), program.integer & (reduced < 0)
    upper, lower = program.upper.copy(), program.lower.copy()
    upper[up] = np.minimum(upper[up], lower[up] + step[up])
    lower[down] = np.maximum(lower[down], program.upper[down] - step[down])
    return replace(program, lower=lower, upper=upper)
