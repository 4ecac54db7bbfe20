"""Solving one program after another within what a partition may spend."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from optimize.linear import Ids, LinearProgram, Numbers
from optimize.shifts.effort import Effort, bound_of, plan_of
from optimize.solve import MipAnswer
from quarterhour.processes import delayed, side_by_side
from quarterhour.result import Limits, Status

STAGE = "staff"
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

    def solve(self, program: LinearProgram, effort: Effort) -> tuple[Numbers, float]:
        """Values and bound; where the clock ran out before any answer was found, nobody works."""
        answer = self._answer(program, effort)
        if answer.proof.status is Status.UNKNOWN and not effort.heuristics:
            answer = self._answer(program, replace(effort, solver="highs", heuristics=True))
        values = _nobody(program, self) if answer.proof.status is Status.UNKNOWN else answer.values
        return values, _bound(answer)

    def bound(self, program: LinearProgram, effort: Effort) -> float:
        """A bound on the value, whether there are values or not."""
        return _bound(self._answer(program, effort))

    def _answer(self, program: LinearProgram, effort: Effort) -> MipAnswer:
        seconds, named = self.limits.seconds, (self.limits.nodes, effort.nodes)
        if seconds is not None:
            seconds = max(0.1, seconds - (time.perf_counter() - self.began))
        nodes = min((most for most in named if most is not None), default=None)
        limits = replace(self.limits, gap=max(effort.gap, self.limits.gap), nodes=nodes, seconds=seconds)
        return program.solve(
            stage=STAGE, partition=self.name, limits=limits, solver=effort.solver, heuristics=effort.heuristics
        )[0]

    @property
    def spent(self) -> bool:
        """Whether the clock has run out."""
        return self.limits.seconds is not None and time.perf_counter() - self.began > self.limits.seconds

    def solve_block(self, program: LinearProgram) -> tuple[Numbers, float]:
        """Values and bound of a single outlet's plan."""
        return self.solve(program, plan_of(len(program.cost)))


@dataclass(frozen=True)
class Bounded:
    """One outlet and day, or its week, at given prices: its columns in the model, its program and its bound."""

    columns: Ids
    program: LinearProgram
    bound: float


@dataclass(frozen=True)
class Block(Bounded):
    """The same with its plan."""

    plan: Numbers


def planned(parts: list[tuple[Ids, LinearProgram]], budget: Budget) -> list[Block]:
    """Plan each block."""
    answers = budget.each(solved, [program for _, program in parts])
    return [
        Block(columns, program, bound, values)
        for (columns, program), (values, bound) in zip(parts, answers, strict=True)
    ]


def bounded(parts: list[tuple[Ids, LinearProgram]], budget: Budget) -> list[Bounded]:
    """Bound each block, without the effort for plans."""
    bounds = budget.each(_bounded, [program for _, program in parts])
    return [Bounded(columns, program, bound) for (columns, program), bound in zip(parts, bounds, strict=True)]


def solved(program: LinearProgram, budget: Budget) -> tuple[Numbers, float]:
    """Whole values of a block's plan, none where there is none, and its bound."""
    values, bound = budget.solve_block(program)
    return rounded(program, values) if len(values) else values, bound


def _bounded(program: LinearProgram, budget: Budget) -> float:
    return budget.bound(program, bound_of(len(program.cost)))


def _bound(answer: MipAnswer) -> float:
    return -np.inf if answer.proof.bound is None else answer.proof.bound


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
