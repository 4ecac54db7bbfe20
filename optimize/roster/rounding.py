"""Rows that follow from others by rounding: what whole duties leave of limits in minutes.

A row a'x <= b over whole numbers x >= 0, divided by d, gives with f_j and f the parts of a_j / d and b / d beyond
their whole parts (mixed integer rounding; Marchand and Wolsey 2001, Operations Research 49(3))

    sum_j (floor(a_j / d) + max(0, f_j - f) / (1 - f)) x_j <= floor(b / d).

44 hours a week hold five duties of eight hours, not five and a half; hours beyond a share begin where the next
whole duty ends. Every roster keeps these rows, which draw the linear relaxation in.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, vstack

from optimize.linear import LinearProgram, Numbers

DIVISORS = 12
"""Numbers that rows are divided by: the amounts that most entries have, and what amounts of a row share."""
EXACT = 1e-9
"""Parts below this are none."""


def rounded(program: LinearProgram) -> LinearProgram:
    """The program, of whole numbers alone, with all rows that rounding gives and that its domains do not imply."""
    found = [program.matrix[:0]]
    most = [program.most[:0]]
    for rows, sides in ((program.matrix, program.most), (-program.matrix, -program.least)):
        chosen = np.flatnonzero(np.isfinite(sides) & (abs(rows).max(axis=1).toarray().ravel() > 1))
        amounts, sides = csr_array(rows[chosen]), sides[chosen]
        room = sides - amounts @ program.lower
        for divisor in _divisors(amounts):
            further, whole = _divided(amounts, room, divisor)
            found.append(further)
            most.append(whole + further @ program.lower)
    matrix, side = csr_array(vstack(found)), np.concatenate(most)
    highest = matrix.maximum(0) @ program.upper + matrix.minimum(0) @ program.lower
    cuts = np.flatnonzero(highest > side + EXACT)
    return replace(
        program,
        least=np.concatenate([program.least, np.full(len(cuts), -np.inf)]),
        most=np.concatenate([program.most, side[cuts]]),
        matrix=csr_array(vstack([program.matrix, matrix[cuts]])),
    )


def _divisors(amounts: csr_array) -> list[int]:
    """The commonest numbers above 1 among the entries, and among the greatest common divisors of rows."""
    entries = np.abs(np.rint(amounts.data)).astype(np.int64)
    if not len(entries):
        return []
    large = np.where(entries > 1, entries, 0)
    shared = np.gcd.reduceat(large, amounts.indptr[:-1])
    values, counts = np.unique(np.concatenate([large, shared]), return_counts=True)
    common = values[np.argsort(-counts, kind="stable")]
    divisors: list[int] = common[common > 1][:DIVISORS].tolist()
    return divisors


def _divided(amounts: csr_array, room: Numbers, divisor: int) -> tuple[csr_array, Numbers]:
    """Rows of lower bounds 0 divided, where their side is no whole number of times the divisor."""
    times, whole = room / divisor, np.floor(room / divisor + EXACT)
    rest = np.maximum(times - whole, 0.0)
    each = amounts.data / divisor
    down = np.floor(each + EXACT)
    of_row = np.repeat(rest, np.diff(amounts.indptr))
    factors = down + np.maximum(each - down - of_row, 0.0) / (1 - of_row)
    uneven = np.flatnonzero(rest > EXACT)
    divided = csr_array((factors, amounts.indices, amounts.indptr), shape=amounts.shape)
    return csr_array(divided[uneven]), whole[uneven]
