"""One unit's search as it stands: the best values of all variables, its bound, and what was spent on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimize.linear import Numbers
from optimize.roster.calendar import Flags
from optimize.roster.cuts import CUT_WORK, cut
from optimize.roster.filling import fill, least_open
from optimize.roster.gaps import Gaps
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.roster.part import Parts
from optimize.roster.relaxation import relax
from optimize.roster.rows import program_of
from optimize.roster.spending import Spending
from optimize.roster.tuning import broad, thorough
from optimize.solve import solve_cp
from quarterhour.arrays import Ints
from quarterhour.result import Limits, Proof, Status

STAGE = "roster"
PART_WORK, LEAST_OPEN = 1.5e-4, 200
"""CP-SAT's deterministic time for each decision that a neighbourhood opens, and for how many at least."""
HANDLING_WORK = 6e-6
"""Work charged for each variable and row handed over: CP-SAT does not count reading them."""
BOUND_SHARE = 0.4
"""Share of the limits that the relaxation takes at most."""
FILLED_SHARE = 0.1
"""Share of what is left that rows of patterns may take in it where no place is open: there they add little to
those of amounts (measured: 0.4% under the full rules, a third and more in units with holes)."""
PATIENCE = 60
"""Neighbourhoods without improvement after which the search goes on to the proof."""
NEAR_PATIENCE, NEAR_STEP = 5, 0.002
"""For a roster that begins from a known one: the same, and the least share of its cost that is an improvement."""


@dataclass(frozen=True)
class Found:
    """(P, G) which duties are taken, and the evidence in points."""

    taken: Flags
    proof: Proof


@dataclass
class Run:
    """The best values of all variables so far, and what was spent on them."""

    model: RosterModel
    spending: Spending
    values: Numbers | None = None
    cost: float = np.inf
    bound: float = 0.0
    gaps: Gaps | None = None
    relaxing: float = np.inf
    patience: int = PATIENCE
    step: float = 0.0
    failures: int = 0

    @cached_property
    def parts(self) -> Parts:
        """The model as rows, to be solved in parts."""
        program = program_of(self.model.cp)
        decisions = np.zeros(len(program.cost), dtype=bool)
        decisions[self._decisions] = True
        return Parts(program, decisions)

    @cached_property
    def _decisions(self) -> Ints:
        """The variable of each allowed pair."""
        return np.asarray([take.index for take in self.model.take[self.model.allowed]], dtype=np.int64)

    @property
    def _unit(self) -> str:
        return self.model.facts.unit.name

    @property
    def affordable(self) -> bool:
        """Whether cuts on the whole are worth their work, and what is left of the limits covers it."""
        fits = self.spending.left >= CUT_WORK * self.relaxing
        return fits and self.holes and not (self.spending.beyond() or self.close)

    @property
    def holes(self) -> bool:
        """Whether places are left open that a day alone could fill."""
        return bool((self.open_by_day > self.least_open).any())

    @property
    def open_by_day(self) -> Ints:
        """(D,) places left open."""
        missing = self._places - self._taken().sum(axis=0)
        return np.bincount(self._day, missing, self.model.facts.calendar.days).astype(np.int64)

    @cached_property
    def least_open(self) -> Ints:
        """(D,) those of them that nobody can be found for."""
        return least_open(self.model.allowed, self._day, self._places, self.model.facts.calendar.days)

    @property
    def _places(self) -> Ints:
        places: Ints = self.model.facts.kinds["people"].to_numpy(np.int64)
        return places

    @property
    def _day(self) -> Ints:
        day: Ints = self.model.facts.kinds["day_number"].to_numpy(np.int64)
        return day

    @property
    def proven(self) -> bool:
        """Whether nothing better is possible: costs are whole numbers."""
        return self.cost - self.bound < 1

    @property
    def close(self) -> bool:
        """Whether the gap is as small as it need be."""
        return self.proven or self.cost - self.bound <= self.spending.limits.gap * abs(self.cost)

    def relax(self) -> None:
        """Bound the unit; amounts are never negative, so that 0 is a bound too."""
        if self.spending.beyond():
            return
        limits = self.spending.share(BOUND_SHARE)
        if not self.holes:
            limits = replace(limits, work=FILLED_SHARE * self.spending.left)
        relaxation = relax(
            self.parts.program, stage=STAGE, partition=self._unit, patterns=self.holes, limits=limits
        )
        self.bound = max(relaxation.bound, 0.0)
        most = np.inf if self.spending.limits.work is None else self.spending.limits.work * BOUND_SHARE
        self.spending.spent += min(relaxation.work, most)
        self.relaxing = relaxation.work
        owner = np.full(len(self.parts.decisions), -1, dtype=np.int64)
        owner[self._decisions] = np.argwhere(self.model.allowed)[:, 0]
        self.gaps = Gaps.of(relaxation.program, relaxation.prices, owner)

    def build(self, start: Flags | None, brief: bool) -> None:
        """Start from the roster given, with less work if `brief`, where it keeps hard rules; or day by day."""
        if start is not None:
            self.tighten(start)
        if self.values is None:
            fill(self)
        elif brief:
            self.patience, self.step = NEAR_PATIENCE, NEAR_STEP

    def open(self, values: Numbers, pairs: Flags) -> bool:
        """Open these `pairs` (of those allowed, in their order), all else as in `values`; whether it is solved."""
        chosen = np.zeros(len(self.parts.decisions), dtype=bool)
        chosen[self._decisions[pairs]] = True
        return self._solve_part(values, self.parts.reached(chosen))

    def restart(self, taken: Flags) -> None:
        """Begin anew from a roster, whatever it costs."""
        self.values, self.cost = None, np.inf
        self.tighten(taken)

    def tighten(self, taken: Flags) -> None:
        """Solve what follows from the decisions: slack that a search has left is not charged."""
        values = np.zeros(len(self.parts.decisions))
        values[self._decisions] = taken[self.model.allowed]
        self._solve_part(values, ~self.parts.decisions)

    def cut(self) -> None:
        """Bound and better the whole at once, from the best roster."""
        if self.values is None:
            return
        limits = replace(self.spending.limits, seconds=self.spending.seconds_left)
        answer = cut(self.parts.program, self.values, stage=STAGE, partition=self._unit, limits=limits)
        self.spending.spent += CUT_WORK * self.relaxing
        self.bound = max(self.bound, answer.bound)
        self.failures = 0
        if answer.values is not None:
            self._keep(answer.values, self.parts.program.value(answer.values))

    def improve(self, parts: Neighbourhoods, share: float = 1.0) -> None:
        """Open one neighbourhood after another and keep what is no worse, within a share of the limits."""
        spending = self.spending
        while (values := self.values) is not None and self.failures < self.patience:
            if spending.beyond(share) or self.close:
                return
            before, spent = self.cost, spending.spent
            solved = self.open(values, parts.draw(self._taken(), self._far(values)))
            parts.learn(before - self.cost, spending.spent - spent, solved=solved)
            self.failures = 0 if self._gained(before) else self.failures + 1

    def even_out(self, parts: Neighbourhoods) -> None:
        """Bring comparable people within one of each other, while some are further apart and work is left."""
        failures = 0
        while (values := self.values) is not None and failures < self.patience:
            if self.spending.beyond() or self.proven or (flags := parts.even_out(self._taken())) is None:
                return
            before = self.cost
            self.open(values, flags)
            if self._gained(before):
                failures = self.failures = 0
            else:
                failures += 1

    def _gained(self, before: float) -> bool:
        """Whether the cost `before` has been bettered by as much as counts."""
        return self.cost < before - max(1e-6, self.step * before)

    def _far(self, values: Numbers) -> Numbers:
        """(P,) each person's part of the gap; nothing where there is no bound that tells."""
        return np.zeros(len(self.model.allowed)) if self.gaps is None else self.gaps.by_person(values)

    def _solve_part(self, values: Numbers, free: Flags) -> bool:
        """Keep what is no worse; whether nothing better is possible with these variables free."""
        work = PART_WORK * max(int(free[self._decisions].sum()), LEAST_OPEN)
        limits = Limits(seconds=self.spending.limits.seconds, work=work, seed=self.spending.limits.seed)
        answer = self.parts.solve(values, free, stage=STAGE, limits=limits, tune=thorough)
        self.spending.spent += answer.work + HANDLING_WORK * answer.size
        self._keep(answer.values, answer.cost)
        self.spending.progress.report(STAGE, 0.0, objective=self.cost / SCALE, bound=self.bound / SCALE)
        return answer.solved

    def _keep(self, values: Numbers | None, cost: float) -> None:
        if values is not None and cost <= self.cost:
            self.values, self.cost = values, cost

    def prove(self, limits: Limits) -> Found:
        """Solve the whole model from the best answer; its bound counts where it is the better one."""
        whole = self.model.cp.clone()
        if self.values is not None:
            whole.proto.solution_hint.vars.extend(range(len(self.values)))
            whole.proto.solution_hint.values.extend(self.values.astype(np.int64).tolist())
        progress = self.spending.progress
        answer = solve_cp(whole, stage=STAGE, partition=self._unit, limits=limits, progress=progress, tune=broad)
        self.bound = max(self.bound, answer.proof.bound or 0.0)
        if answer.found and answer.proof.objective is not None:
            self._keep(np.asarray(answer.solver.response_proto.solution, dtype=float), answer.proof.objective)
        return self.end(answer.proof.status)

    def end(self, without: Status = Status.UNKNOWN) -> Found:
        """The best roster with its evidence; the status `without` where there is none."""
        taken = self._taken()
        if self.values is not None:
            self.tighten(taken)
        status = without if self.values is None else Status.OPTIMAL if self.proven else Status.FEASIBLE
        objective = None if self.values is None else self.cost / SCALE
        seconds, seed = self.spending.seconds, self.spending.limits.seed
        return Found(taken, Proof(STAGE, self._unit, status, objective, self.bound / SCALE, seconds, seed))

    def _taken(self) -> Flags:
        taken = np.zeros(self.model.allowed.shape, dtype=bool)
        if self.values is not None:
            taken[self.model.allowed] = self.values[self._decisions] > 0
        return taken
