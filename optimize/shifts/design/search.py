"""Steps that look for the best plan of one program: the ladder, plans with few shifts, and the whole.

Any number of shifts: the ladder for a quarter of the time, which ends most; a plan with the shifts that the
relaxation uses, from one with all of them; the ladder up to that plan's cost; the whole by branch and bound with
what time is left.
At most so many shifts: plans with few first, for the relaxation is far off, then the whole.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.linear import Ids, LinearProgram, Numbers
from optimize.shifts.design.cuts import Tightened
from optimize.shifts.design.ladder import climbed
from optimize.shifts.design.model import Model, build, duties_of
from optimize.shifts.design.swaps import chosen_few, only
from optimize.shifts.design.values import DesignProblem
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status

STAGE = "shifts.design"
USED, FEW_GAP = 1e-6, 0.001
"""Plans with few shifts: least value of a shift in the relaxation, and the gap that is enough."""
WHOLE = 1e-6
"""By how much rows may be off in whole people."""
EQUAL, NEAR = 1e-6, 0.01
"""Relative gaps: at which cost and bound are the same, and at which a plan needs no search for a first one."""
QUICK, FEW, SWAPS, CLIMB = 0.25, 0.4, 0.5, 0.6
"""Part of the time left that the first climb, plans with few shifts, swaps, and the second climb may take."""


@dataclass(frozen=True)
class Found:
    """The best plan of a program (empty for none), a bound, and whether it is proven that there is no plan."""

    values: Numbers
    bound: float
    infeasible: bool = False


@dataclass(frozen=True)
class Search:
    """One program with its cuts, and the clock it shares with the rest of the solve."""

    problem: DesignProblem
    model: Model
    tight: Tightened
    limits: Limits
    partition: str
    began: float
    progress: Progress | None = None

    def any_number(self, near: Numbers) -> Found:
        """The best plan with any number of shifts."""
        found = self._climbed(Found(near, self._relaxed()), QUICK)
        if self._closed(found):
            return found
        if len(self.tight.relaxed) and not self._closed(found, NEAR):
            found = replace(found, values=self._better(found.values, self._few_of_relaxed()))
        found = self._climbed(found, 1.0 if self._closed(found, NEAR) else CLIMB)
        return found if self._closed(found) else self._whole(found)

    def at_most(self, near: Numbers) -> Found:
        """The best plan with at most so many shifts."""
        if len(self.tight.relaxed):
            near = self._better(self._few_of_relaxed(), near)
        return self._whole(Found(self._better(near, self._swapped(near)), self._relaxed()))

    def _relaxed(self) -> float:
        values = self.tight.relaxed
        return self.tight.program.value(values) if len(values) else -np.inf

    def _climbed(self, found: Found, share: float) -> Found:
        """What the ladder adds; it has no work limit in nodes, so that one keeps it away."""
        limits = self.left(share)
        if not len(self.tight.duals) or (limits.nodes is not None and limits.work is None):
            return found
        known = self.tight.program.value(found.values) if len(found.values) else np.inf
        climb = climbed(
            self.tight.program,
            self.tight.duals,
            stage=STAGE,
            partition=self.partition,
            limits=limits,
            bound=found.bound,
            known=known,
            progress=self.progress,
        )
        return Found(self._better(climb.values, found.values), max(found.bound, climb.bound))

    def _few_of_relaxed(self) -> Numbers:
        """The best plan with the shifts that the relaxation uses."""
        is_used = self.tight.relaxed[self.model.exists] > USED
        used, unused = self.model.exists[is_used], self.model.exists[~is_used]
        few = self.tight.program.fixed(unused, np.zeros(len(unused)))
        near = self.with_all(few, used)
        nodes = None if self.limits.nodes is None else max(1, round(self.limits.nodes * FEW))
        limits = replace(self.left(FEW), nodes=nodes, gap=max(self.limits.gap, FEW_GAP))
        return self._better(few.solve(stage=STAGE, partition="first", limits=limits, near=near)[1], near)

    def with_all(self, few: LinearProgram, used: Ids) -> Numbers:
        """The best plan if all of these shifts exist; empty where it is not of whole people.

        Who begins when is then a flow from slot to slot, whose vertices are whole; a rule on duties or breaks are
        beside it.
        """
        program = few.fixed(used, np.ones(len(used)))
        _, values = program.relaxed().solve(stage=STAGE, partition="first", limits=self.left(FEW))
        if not len(values):
            return values
        rounded = np.where(program.integer, np.rint(values), values)
        return np.empty(0) if program.broken(rounded, WHOLE).any() else rounded

    def _swapped(self, near: Numbers) -> Numbers:
        """The best plan with few shifts chosen by swaps."""
        begin = np.flatnonzero(near[self.model.exists] > 0.5) if len(near) else np.empty(0, np.int64)
        limits = self.left(SWAPS)
        few = only(self.problem, chosen_few(self.problem, self.model, begin.tolist(), limits).tolist())
        held = build(few)
        half = None if limits.seconds is None else max(1.0, limits.seconds / 2)
        limits = replace(limits, seconds=half, gap=FEW_GAP)
        _, values = held.program.solve(stage=STAGE, partition="few", limits=limits)
        return (
            again(self.problem, self.tight.program, self.model, duties_of(few, held, values))
            if len(values)
            else values
        )

    def _whole(self, found: Found) -> Found:
        """Branch and bound from the best plan known."""
        program = self.tight.program
        answer, values = program.solve(
            stage=STAGE, partition=self.partition, limits=self.left(), progress=self.progress, near=found.values
        )
        bound = -np.inf if answer.proof.bound is None else answer.proof.bound
        infeasible = answer.proof.status is Status.INFEASIBLE and not len(found.values)
        return Found(self._better(values, found.values), max(bound, found.bound), infeasible)

    def _better(self, one: Numbers, other: Numbers) -> Numbers:
        if not len(one) or not len(other):
            return other if not len(one) else one
        program = self.tight.program
        return one if program.value(one) <= program.value(other) else other

    def _closed(self, found: Found, gap: float = EQUAL) -> bool:
        return len(found.values) > 0 and closed(self.tight.program.value(found.values), found.bound, gap)

    def left(self, share: float = 1.0) -> Limits:
        """The limits with a share of what is left of the clock."""
        return left(self.limits, self.began, share)


def left(limits: Limits, began: float, share: float = 1.0) -> Limits:
    """The limits with a share of what is left of the clock since `began`."""
    if limits.seconds is None:
        return limits
    return replace(limits, seconds=max(0.1, share * (limits.seconds - (time.perf_counter() - began))))


def closed(cost: float, bound: float, gap: float = EQUAL) -> bool:
    """Whether cost and bound are the same, or no further apart than a relative gap."""
    return bool(np.isfinite(cost) and cost - bound <= gap * max(1.0, abs(cost)))


def again(problem: DesignProblem, program: LinearProgram, model: Model, duties: pd.DataFrame) -> Numbers:
    """The values of an earlier design; empty where it does not fit this program."""
    given = duties.assign(
        p=model.places.get_indexer(pd.Index(duties["place"])),
        s=pd.Index(problem.shifts["shift"]).get_indexer(pd.Index(duties["shift"])),
    )
    keys = ["p", "day", "s", "way"]
    people = model.starts.merge(given[[*keys, "people"]], on=keys, how="left")["people"].fillna(0.0)
    exists = np.zeros(len(model.exists))
    exists[given["s"].to_numpy()] = 1.0
    held = program.fixed(model.starts["column"].to_numpy(), people.to_numpy(float)).fixed(model.exists, exists)
    return held.relaxed().solve(stage=STAGE, partition="start", limits=Limits())[1]
