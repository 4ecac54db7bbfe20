"""Solving one program after another within what a partition may spend."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from quarterhour.processes import delayed, side_by_side
from quarterhour.result import Limits, Status

STAGE = "staff"
NARROW, GAP, WIDE_GAP = 1000, 0.004, 0.006
"""Columns up to which the plan of one outlet is found by HiGHS, wider ones by SCIP, and the gaps at which these
may stop: finer is lost among the rest (measured: 44 weeks of 1,000 to 3,766 columns take SCIP 40 processor seconds
and end 0.34% above their bounds, HiGHS 52 and 0.21%, nearly all before its first branching)."""
BOUND_GAP = 0.02
"""The gap at which a wide program may stop, at its first node, where only its bound counts (measured: 13 processor
seconds in place of 25, the sum of bounds lower by 0.05%)."""
NODES, WIDE_NODES = 3_000, 20
"""Nodes times columns that the plan of one outlet may take, and nodes of a wider one, where the limits do not name
fewer nodes."""
TASK = 1_000
"""Columns in all of the programs that a process is given at once: fewer are solved sooner than handed over."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Budget:
    """What is left to spend on the many small solves of one partition, and by how many processes."""

    name: str
    limits: Limits
    began: float
    processes: int = 1

    def each(
        self, function: Callable[..., Answer], programs: Sequence[LinearProgram], *others: Sequence[Any]
    ) -> list[Answer]:
        """What `function(program, *others, budget)` answers for each of the programs, by as many processes."""
        widest = sorted(range(len(programs)), key=lambda number: -len(programs[number].cost))
        tasks: list[list[int]] = []
        room = 0
        for number in widest:
            if room <= 0:
                tasks.append([])
                room = TASK
            tasks[-1].append(number)
            room -= len(programs[number].cost)
        given = ([(programs[n], *(other[n] for other in others)) for n in task] for task in tasks)
        alone = replace(self, processes=1)
        work = (delayed(_in_turn)(function, arguments, alone) for arguments in given)
        found = side_by_side(work, self.processes if len(tasks) > 1 else 1)
        answers = {
            n: one for task, batch in zip(tasks, found, strict=True) for n, one in zip(task, batch, strict=True)
        }
        return [answers[number] for number in range(len(programs))]

    def solve(
        self, program: LinearProgram, gap: float, nodes: int | None, solver: str = "highs"
    ) -> tuple[Numbers, float]:
        """Values and bound; where the clock ran out before any answer was found, nobody works."""
        seconds = self.limits.seconds
        if seconds is not None:
            seconds = max(0.1, seconds - (time.perf_counter() - self.began))
        limits = replace(self.limits, gap=max(gap, self.limits.gap), nodes=nodes, seconds=seconds)
        answer, values = program.solve(stage=STAGE, partition=self.name, limits=limits, solver=solver)
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
        width, most = len(program.cost), self.limits.nodes
        if width <= NARROW:
            gap, nodes, solver = GAP, max(1, NODES // max(1, width)), "highs"
        else:
            gap, nodes, solver = WIDE_GAP, WIDE_NODES, "scip"
        return self.solve(program, gap, nodes if most is None else min(nodes, most), solver)


@dataclass(frozen=True)
class Block:
    """One outlet and day at given prices: its columns in the model, its program, its plan and bound."""

    columns: Ids
    program: LinearProgram
    plan: Numbers
    bound: float


def planned(parts: list[tuple[Ids, LinearProgram]], budget: Budget) -> list[Block]:
    """Plan each block."""
    answers = budget.each(solved, [program for _, program in parts])
    return [
        Block(columns, program, values, bound)
        for (columns, program), (values, bound) in zip(parts, answers, strict=True)
    ]


def solved(program: LinearProgram, budget: Budget) -> tuple[Numbers, float]:
    """Whole values of a block's plan, none where there is none, and its bound."""
    values, bound = budget.solve_block(program)
    return rounded(program, values) if len(values) else values, bound


def bounded(program: LinearProgram, budget: Budget) -> float:
    """A bound on a block's value, without the effort for a plan that is worth keeping."""
    if len(program.cost) > NARROW:
        return budget.solve(program, BOUND_GAP, 1, "scip")[1]
    return budget.solve_block(program)[1]


def _in_turn(function: Callable[..., Answer], arguments: list[tuple[Any, ...]], budget: Budget) -> list[Answer]:
    return [function(*given, budget) for given in arguments]


def _nobody(program: LinearProgram, budget: Budget) -> Numbers:
    """The values when nobody is planned at all, empty where rows forbid that."""
    whole = np.flatnonzero(program.integer)
    idle = program.fixed(whole, program.lower[whole]).relaxed()
    return idle.solve(stage=STAGE, partition=budget.name, limits=Limits(seed=budget.limits.seed))[1]


def rounded(program: LinearProgram, values: Numbers) -> Numbers:
    """The values with whole numbers where they must be."""
    return np.where(program.integer, np.rint(values), values)
