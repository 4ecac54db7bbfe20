"""The linear relaxation of a unit's rules: a bound for all its rosters, and what each row is worth.

Places and amounts (hours, counts) come first, without the rows of patterns: a bound in a quarter of the time
(measured: 99 to 100% of the whole one under the full rules without holes) that stays where the limits end before
all rows are solved.
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


def relax(program: LinearProgram, *, stage: str, partition: str, limits: Limits) -> Relaxation:
    """Bound a program whose variables and costs are whole numbers, as its objective then is.

    Amounts are always solved, and all rows where `limits.work` covers what they are charged.
    """
    began, tighter = time.perf_counter(), rounded(program)
    every = np.ones(len(tighter.least), dtype=bool)
    prices, work = np.zeros(len(every)), 0.0
    bound = lagrangian(tighter, prices)[0]
    for rows in (_amounts(tighter), every):
        left = None if limits.seconds is None else limits.seconds - (time.perf_counter() - began)
        charge = _work(tighter, rows)
        dear = rows is every and limits.work is not None and charge > limits.work
        if dear or (left is not None and left <= 0):
            break
        duals = _duals(tighter, rows, stage, partition, replace(limits, seconds=left, work=None))
        proven = lagrangian(tighter, duals)[0]
        if proven > bound:
            bound, prices = proven, duals
        work += charge
    return Relaxation(whole_bound(bound), tighter, prices, work)


def _amounts(program: LinearProgram) -> Flags:
    """(R,) equations, and rows that count in more than ones or up to more than one."""
    large = program.upper - program.lower > 1
    holds_amount = csr_array(abs(program.matrix)) @ large.astype(float) > 0
    counts = abs(program.matrix).max(axis=1).toarray().ravel() > 1
    amounts: Flags = counts | holds_amount | (program.least == program.most)
    return amounts


def _duals(program: LinearProgram, rows: Flags, stage: str, partition: str, limits: Limits) -> Numbers:
    """(R,) dual values of the relaxation with these `rows` alone; zeros of others, or of all without time."""
    chosen, duals = np.flatnonzero(rows), np.zeros(len(rows))
    part = replace(
        program, least=program.least[chosen], most=program.most[chosen], matrix=csr_array(program.matrix[chosen])
    )
    found = part.solve_interior(stage=stage, partition=partition, limits=limits).duals
    if len(found):
        duals[chosen] = found
    return duals


def _work(program: LinearProgram, rows: Flags) -> float:
    """What solving these rows is charged, with the columns in them."""
    used = len(np.unique(program.matrix[np.flatnonzero(rows)].indices))
    return float(((int(rows.sum()) + used) / SIZE) ** GROWTH)


def whole_bound(bound: float) -> float:
    """The least whole number that a bound, right up to its arithmetic, proves."""
    return float(np.ceil(bound - ROUNDING * max(1.0, abs(bound))))
