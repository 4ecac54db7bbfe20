"""The linear relaxation of a unit's rules: a bound for all its rosters, and what each row is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.linear import LinearProgram, Numbers
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
        Charged for it, by the program's size.
    """

    bound: float
    program: LinearProgram
    prices: Numbers
    work: float


def relax(program: LinearProgram, *, stage: str, partition: str, limits: Limits) -> Relaxation:
    """Bound a program whose variables and costs are whole numbers, as its objective then is."""
    tighter = rounded(program)
    duals = tighter.solve_interior(stage=stage, partition=partition, limits=limits).duals
    prices = duals if len(duals) else np.zeros(len(tighter.least))
    bound, _ = lagrangian(tighter, prices)
    return Relaxation(whole_bound(bound), tighter, prices, (sum(tighter.matrix.shape) / SIZE) ** GROWTH)


def whole_bound(bound: float) -> float:
    """The least whole number that a bound, right up to its arithmetic, proves."""
    return float(np.ceil(bound - ROUNDING * max(1.0, abs(bound))))
