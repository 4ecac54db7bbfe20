"""From a model to the best roster within the limits: a first roster, improved part by part, then proven."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.first import first_roster
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.arrays import Ints
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

STAGE = "roster"
PART_WORK = 0.05
"""CP-SAT's deterministic time for one neighbourhood."""
HANDLING_WORK = 2e-6
"""Work charged for each variable and constraint handed over: CP-SAT does not count reading them."""
PROOF_SHARE = 0.2
"""Share of the limits kept for the whole model: its bound, and a last improvement."""
PATIENCE = 60
"""Neighbourhoods without improvement after which the search goes on to the proof."""
NEAR_PATIENCE, NEAR_STEP = 5, 0.002
"""For a roster that begins from a known one: the same, and the least share of its cost that is an improvement."""


@dataclass(frozen=True)
class Found:
    """(P, G) which duties are taken, and the evidence in points."""

    taken: Flags
    proof: Proof


def search(
    model: RosterModel,
    *,
    limits: Limits,
    start: Flags | None = None,
    brief: bool = True,
    progress: Progress | None = None,
) -> Found:
    """Large neighbourhood search over CP-SAT, then the whole model from its answer.

    `start` (P, G) is a roster to begin from: then less is spent where it is to be `brief`. Where it breaks a hard
    rule it is not used.

    The plain model stalls with holes that better rosters do not have (measured on a unit of 12 people, 28
    days, equal work: 8 holes against none), while parts of it are solved almost to optimality.
    """
    run = _Run(model, limits, progress or Progress())
    parts = Neighbourhoods(model, np.random.default_rng(limits.seed))
    if parts.whole:
        if start is not None and not brief:
            run.tighten(start)
        return run.prove(limits)
    whole_limits = run.share(PROOF_SHARE)
    run.limits = run.share(1 - PROOF_SHARE)
    run.build(start, brief)
    run.improve(parts)
    return run.prove(whole_limits)


@dataclass
class _Run:
    """The best values of all variables so far, and what was spent on them."""

    model: RosterModel
    limits: Limits
    progress: Progress
    values: Ints | None = None
    cost: float = np.inf
    spent: float = 0.0
    patience: int = PATIENCE
    step: float = 0.0
    began: float = field(default_factory=time.perf_counter)

    def share(self, share: float) -> Limits:
        """That share of the limits."""
        seconds, work = self.limits.seconds, self.limits.work
        return replace(
            self.limits,
            seconds=None if seconds is None else seconds * share,
            work=None if work is None else work * share,
        )

    @property
    def over(self) -> bool:
        """Whether the limits, or somebody, ask to stop."""
        late = self.limits.seconds is not None and time.perf_counter() - self.began >= self.limits.seconds
        return late or self.progress.stopped or (self.limits.work is not None and self.spent >= self.limits.work)

    def build(self, start: Flags | None, brief: bool) -> None:
        """Start from the roster given, with less work if `brief`, where it keeps hard rules; or from the first."""
        if start is not None:
            self.tighten(start)
        if self.values is None:
            self.tighten(first_roster(self.model.facts, self.model.allowed))
        elif brief:
            self.patience, self.step = NEAR_PATIENCE, NEAR_STEP

    def tighten(self, taken: Flags | None = None) -> None:
        """Fix all decisions and solve what follows from them: slack that a search has left is not charged."""
        nothing = np.zeros(int(self.model.allowed.sum()), dtype=bool)
        self._solve_part(nothing, self._taken() if taken is None else taken)

    def improve(self, parts: Neighbourhoods) -> None:
        """Open one neighbourhood after another and keep what is no worse."""
        failures = 0
        while not self.over and failures < self.patience:
            before, taken = self.cost, self._taken()
            self._solve_part(parts.draw(taken), taken)
            failures = 0 if self.cost < before - max(1e-6, self.step * before) else failures + 1

    def _solve_part(self, chosen: Flags, taken: Flags) -> None:
        """Solve with the decisions that are not `chosen` (flags of the allowed pairs) as they are `taken`."""
        part = self.model.cp.clone()
        indices = _indices(self.model.take[self.model.allowed])[~chosen].tolist()
        values = taken[self.model.allowed][~chosen].astype(int).tolist()
        for index, value in zip(indices, values, strict=True):
            domain = part.proto.variables[index].domain
            domain[0], domain[1] = value, value
        self._hint(part)
        limits = Limits(seconds=self.limits.seconds, work=PART_WORK, seed=self.limits.seed)
        answer = solve_cp(part, stage=STAGE, limits=limits, tune=_thorough)
        size = len(part.proto.variables) + len(part.proto.constraints)
        self.spent += answer.solver.response_proto.deterministic_time + HANDLING_WORK * size
        self._keep(answer)
        self.progress.report(STAGE, 0.0, objective=self.cost / SCALE)

    def _hint(self, part: cp_model.CpModel) -> None:
        if self.values is not None:
            part.proto.solution_hint.vars.extend(range(len(self.values)))
            part.proto.solution_hint.values.extend(self.values.tolist())

    def _keep(self, answer: CpAnswer) -> None:
        if answer.found and answer.proof.objective is not None and answer.proof.objective <= self.cost:
            self.cost = answer.proof.objective
            self.values = np.asarray(answer.solver.response_proto.solution, dtype=np.int64)

    def prove(self, limits: Limits) -> Found:
        """Solve the whole model from the best answer; its bound is the roster's."""
        whole = self.model.cp.clone()
        self._hint(whole)
        answer = solve_cp(
            whole,
            stage=STAGE,
            partition=self.model.facts.unit.name,
            limits=limits,
            progress=self.progress,
            tune=_broad,
        )
        self._keep(answer)
        self.tighten()
        proof = replace(answer.proof, seconds=time.perf_counter() - self.began)
        if self.values is None:
            nothing = np.zeros(self.model.allowed.shape, dtype=bool)
            return Found(nothing, proof)
        # amounts are never negative, so 0 is a bound wherever the relaxation did not get that far
        bound = None if proof.bound is None else max(proof.bound / SCALE, 0.0)
        status = proof.status if answer.found else Status.FEASIBLE
        return Found(self._taken(), replace(proof, status=status, objective=self.cost / SCALE, bound=bound))

    def _taken(self) -> Flags:
        taken = np.zeros(self.model.allowed.shape, dtype=bool)
        if self.values is not None:
            taken[self.model.allowed] = self.values[_indices(self.model.take[self.model.allowed])] > 0
        return taken


def _thorough(solver: cp_model.CpSolver) -> None:
    """Full linear relaxation (measured: the difference between finding the last shifts and not)."""
    solver.parameters.linearization_level = 2


def _broad(solver: cp_model.CpSolver) -> None:
    """All of CP-SAT's strategies in turn, repeatable with one worker too (measured: the best bound early)."""
    solver.parameters.linearization_level = 2
    solver.parameters.interleave_search = True


def _indices(variables: Iterable[cp_model.IntVar]) -> Ints:
    return np.asarray([variable.index for variable in variables], dtype=np.int64)
