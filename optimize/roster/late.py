"""A program without what is late in it: rare prices that would stand in a search's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from optimize.linear import Flags, LinearProgram, Numbers
from optimize.roster.relaxation import whole_bound
from quarterhour.result import Limits

NODES = 200
"""Of the search for the least that what is late can cost; its bound counts wherever it ends."""


def without(program: LinearProgram, late: Sequence[Any]) -> LinearProgram:
    """All variables, those that are `late` at no cost, and none of the rows in which one of these stands."""
    marks = _marks(program, late)
    rows = np.flatnonzero(abs(program.matrix) @ marks == 0)
    cost = np.where(marks > 0, 0.0, program.cost)
    least, most, matrix = program.least[rows], program.most[rows], csr_array(program.matrix[rows])
    return replace(program, cost=cost, least=least, most=most, matrix=matrix)


def held_late(program: LinearProgram, late: Sequence[Any], least: float) -> LinearProgram:
    """With a row that every roster keeps: what is late costs so much, or more."""
    row = csr_array((program.cost * _marks(program, late))[None, :])
    return replace(
        program,
        least=np.append(program.least, least),
        most=np.append(program.most, np.inf),
        matrix=csr_array(vstack([program.matrix, row])),
    )


def least_late(
    program: LinearProgram, late: Sequence[Any], decisions: Flags, *, stage: str, partition: str, limits: Limits
) -> float:
    """No roster has less to pay for what is `late`: by the rows that speak of nothing but duties which it counts.

    A relaxation sees less: people stay apart by whole duties, of which it gives everybody parts. The answer is a
    whole number of times what the costs share.
    """
    marks, touches = _marks(program, late), abs(program.matrix)
    if not (program.cost @ marks):
        return 0.0
    counted = _counted(touches, marks, decisions)
    others = decisions & ~counted
    rows = np.flatnonzero((touches @ counted.astype(float) > 0) & (touches @ others.astype(float) == 0))
    columns = np.unique(touches[rows].indices).astype(np.int64)
    priced = replace(program, cost=program.cost * marks, offset=0.0)
    part = priced.within(columns, np.zeros(len(marks)), rows)
    seconds = None if limits.seconds is None else max(0.0, limits.seconds)
    once = Limits(seconds=seconds, nodes=NODES, seed=limits.seed)
    bound = part.solve(stage=stage, partition=partition, limits=once)[0].proof.bound
    shared = int(np.gcd.reduce(np.rint(part.cost).astype(np.int64)))
    return 0.0 if bound is None or not shared else shared * max(whole_bound(bound / shared), 0.0)


def _marks(program: LinearProgram, late: Sequence[Any]) -> Numbers:
    """(V,) 1 for what is late."""
    marks = np.zeros(len(program.cost))
    marks[[variable.index for variable in late]] = 1
    return marks


def _counted(touches: csr_array, marks: Numbers, decisions: Flags) -> Flags:
    """(V,) the `marks`, and what rows tie them to, directly or through variables that follow from decisions."""
    counted = marks > 0
    while True:
        rows = touches @ (counted & ~decisions).astype(float) > 0
        wider = counted | (touches.T @ rows.astype(float) > 0)
        if (wider == counted).all():
            return counted
        counted = wider
