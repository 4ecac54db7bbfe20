"""Solving one program after another within what a partition may spend."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from quarterhour.result import Limits, Status

STAGE = "staff"
NARROW, GAP, WIDE_GAP = 1000, 0.004, 0.015
"""Where the plan of one outlet may stop, up to so many columns and above: finer is lost among the rest."""
NODES = 3_000
"""Nodes times columns that the plan of one outlet may take, where the limits do not name fewer nodes."""


@dataclass(frozen=True)
class Budget:
    """What is left to spend on the many small solves of one partition."""

    name: str
    limits: Limits
    began: float

    def solve(self, program: LinearProgram, gap: float, nodes: int | None) -> tuple[Numbers, float]:
        """Values and bound; where the clock ran out before any answer was found, nobody works."""
        seconds = self.limits.seconds
        if seconds is not None:
            seconds = max(0.1, seconds - (time.perf_counter() - self.began))
        limits = replace(self.limits, gap=max(gap, self.limits.gap), nodes=nodes, seconds=seconds)
        answer, values = program.solve(stage=STAGE, partition=self.name, limits=limits)
        bound = -np.inf if answer.proof.bound is None else answer.proof.bound
        if answer.proof.status is Status.UNKNOWN:
            values = _nobody(program, self)
        return values, bound

    @property
    def spent(self) -> bool:
        """Whether the clock has run out."""
        return self.limits.seconds is not None and time.perf_counter() - self.began > self.limits.seconds

    def solve_block(self, program: LinearProgram) -> tuple[Numbers, float]:
        """The same at the gap and nodes of a single outlet."""
        width = len(program.cost)
        gap = GAP if width <= NARROW else WIDE_GAP
        nodes = max(1, NODES // max(1, width))
        return self.solve(program, gap, nodes if self.limits.nodes is None else min(nodes, self.limits.nodes))


@dataclass(frozen=True)
class Block:
    """One outlet and day at given prices: its columns in the model, its program, its plan and bound."""

    columns: Ids
    program: LinearProgram
    plan: Numbers
    bound: float


def planned(columns: Ids, program: LinearProgram, budget: Budget) -> Block:
    """Plan one block."""
    values, bound = budget.solve_block(program)
    return Block(columns, program, rounded(program, values), bound)


def _nobody(program: LinearProgram, budget: Budget) -> Numbers:
    """The values when nobody is planned at all, empty where rows forbid that."""
    whole = np.flatnonzero(program.integer)
    idle = program.fixed(whole, program.lower[whole]).relaxed()
    return idle.solve(stage=STAGE, partition=budget.name, limits=Limits(seed=budget.limits.seed))[1]


def rounded(program: LinearProgram, values: Numbers) -> Numbers:
    """The values with whole numbers where they must be."""
    return np.where(program.integer, np.rint(values), values)
