"""A week's linear program over all patterns, by column generation whose pricing is exact.

The prices from which it begins, and patterns that earlier weeks like it took, save most of its rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.inrc2.master import Master
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.result import Limits

NEW = 16
"""Patterns a nurse that enter in one round."""
NEAR, MOST = 8.0, 40
"""Reduced cost up to which patterns are there from the beginning, and how many of these a nurse has."""
ROUNDS = 100
EXACT = 1e-4


@dataclass(frozen=True)
class Relaxed:
    """A bound on the program's points from below, the prices of its rows, and (N,) the pattern of each nurse that
    the program takes most of."""

    bound: float
    duals: Floats
    taken: Ints


def relaxed(master: Master, begin: Floats, pool: Mask, within: float = EXACT) -> Relaxed:
    """The program from the prices `begin`, its bound so many points from its value at most.

    Patterns of the `pool` (N, P) enter at once; those that the program takes are added to it.
    """
    entered = pool | _cheapest(master.reduced(begin))
    best, kept, taken = -np.inf, begin, np.zeros(master.nurses, dtype=np.int64)
    share = np.zeros(entered.shape)
    for _ in range(ROUNDS):
        nurse, pattern = np.nonzero(entered)
        program = master.program(nurse, pattern)
        answer, values, duals = program.solve_relaxed(stage="roster", partition="week", limits=Limits())
        if answer.proof.objective is None:
            break
        reduced = master.reduced(duals)
        bound = answer.proof.objective + float(np.minimum(reduced.min(axis=1), 0.0).sum())
        if bound > best:
            share[:] = 0.0
            share[nurse, pattern] = values[: len(nurse)]
            best, kept, taken = bound, duals, share.argmax(axis=1)
        fresh = ~entered & (reduced < -EXACT)
        if answer.proof.objective - best < within or not fresh.any():
            break
        entered |= fresh & _least(np.where(fresh, reduced, np.inf), NEW)
    pool |= share > EXACT
    return Relaxed(best, kept, taken)


def _cheapest(reduced: Floats) -> Mask:
    """`NEW` patterns of each nurse, and up to `MOST` no more than `NEAR` above the cheapest."""
    near: Mask = reduced <= reduced.min(axis=1, keepdims=True) + NEAR
    few, many = _least(reduced, NEW), _least(reduced, MOST)
    return few | (near & many)


def _least(reduced: Floats, count: int) -> Mask:
    """(N, P) the `count` least of each nurse."""
    mask: Mask = np.zeros(reduced.shape, dtype=bool)
    np.put_along_axis(mask, np.argpartition(reduced, count, axis=1)[:, :count], True, axis=1)
    return mask
