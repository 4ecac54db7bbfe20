"""The linear relaxation of a unit's rules: a bound for all its rosters, and what each row is worth.

Places and amounts (hours, counts) come first, without the rows of patterns: a bound in a quarter of the time
(measured: 99 to 100% of the whole one under the full rules without holes) that stays where the limits end before
all rows are solved. Rows that follow by rounding are long and many, and few of them bind: only those join that the
relaxation before breaks (measured: the bound of all of them in a quarter of the time).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from optimize.linear import Flags, LinearProgram, Numbers
from optimize.narrow import lagrangian
from optimize.roster.rounding import rounded
from quarterhour.result import Limits

ROUNDING = 1e-6
"""Share of a bound that its arithmetic may be off."""
SIZE, GROWTH = 40_000, 1.7
"""Variables and rows of a relaxation that takes one unit of work, and how work grows with them (measured)."""
ROUNDS = 3
"""Relaxations at most; rows broken by the last ones hardly raise the bound (measured: 0.1%, one unit of eight)."""
BROKEN = 1e-3
"""Beyond its side by this a row is broken: interior points are right to a tolerance."""


@dataclass(frozen=True)
class Relaxation:
    """What the relaxation proves.

    Attributes
    ----------
    bound
        No roster costs less: computed anew from the dual values, valid whatever they are.
    program
        What was relaxed: with rows that follow by rounding.
    prices
        (R,) dual values of its rows, zeros where the solver found none.
    work
        Charged for it, by the sizes of what was solved.
    """

    bound: float
    program: LinearProgram
    prices: Numbers
    work: float


@dataclass(frozen=True)
class _Solved:
    """(V,) values of a relaxation and (R,) dual values."""

    values: Numbers
    duals: Numbers


def relax(
    program: LinearProgram, *, stage: str, partition: str, patterns: bool, limits: Limits, once: bool = False
) -> Relaxation:
    """Bound a program whose variables and costs are whole numbers, as its objective then is.

    Amounts are always solved, and again with what they break; with `patterns` all given rows are. Otherwise these
    join, and one more round is made, where `limits.work` covers what that is charged. Where it is to be solved
    `once`, all given rows are from the beginning, and none that follow by rounding.
    """
    began, tighter = time.perf_counter(), rounded(program)
    given = np.arange(len(tighter.least)) < len(program.least)
    rows = given if once else given & _amounts(tighter)
    prices, work = np.zeros(len(rows)), 0.0
    bound = lagrangian(tighter, prices)[0]
    for number in range(1 if once else ROUNDS):
        left = None if limits.seconds is None else limits.seconds - (time.perf_counter() - began)
        if left is not None and left <= 0:
            break
        found = _solved(tighter, rows, stage, partition, replace(limits, seconds=left, work=None))
        work += _work(tighter, rows)
        proven = lagrangian(tighter, found.duals)[0]
        if proven > bound:
            bound, prices = proven, found.duals
        room = np.inf if limits.work is None else limits.work - work
        solved, rows = rows, rows | (_broken(tighter, found.values) & ~given)
        if patterns or _work(tighter, rows | given) <= room:
            rows |= given
        if (rows == solved).all() or (number > 0 and _work(tighter, rows) > room):
            break
    return Relaxation(whole_bound(bound), tighter, prices, work)


def _solved(program: LinearProgram, rows: Flags, stage: str, partition: str, limits: Limits) -> _Solved:
    """The relaxation with these `rows` alone, whose duals are zeros for others; all zeros without time."""
    chosen, duals = np.flatnonzero(rows), np.zeros(len(rows))
    part = replace(
        program, least=program.least[chosen], most=program.most[chosen], matrix=csr_array(program.matrix[chosen])
    )
    answer = part.solve_interior(stage=stage, partition=partition, limits=limits)
    if not len(answer.duals):
        return _Solved(np.clip(0.0, program.lower, program.upper), duals)
    duals[chosen] = answer.duals
    return _Solved(answer.values, duals)


def _broken(program: LinearProgram, values: Numbers) -> Flags:
    """(R,) rows that the values do not keep."""
    reached = program.matrix @ values
    broken: Flags = (reached > program.most + BROKEN) | (reached < program.least - BROKEN)
    return broken


def _amounts(program: LinearProgram) -> Flags:
    """(R,) equations, and rows that count in more than ones or up to more than one."""
    large = program.upper - program.lower > 1
    holds_amount = csr_array(abs(program.matrix)) @ large.astype(float) > 0
    counts = abs(program.matrix).max(axis=1).toarray().ravel() > 1
    amounts: Flags = counts | holds_amount | (program.least == program.most)
    return amounts


def _work(program: LinearProgram, rows: Flags) -> float:
    """What solving these rows is charged, with the columns in them."""
    used = len(np.unique(program.matrix[np.flatnonzero(rows)].indices))
    return float(((int(rows.sum()) + used) / SIZE) ** GROWTH)


def whole_bound(bound: float) -> float:
    """The least whole number that a bound, right up to its arithmetic, proves."""
    return float(np.ceil(bound - ROUNDING * max(1.0, abs(bound))))
