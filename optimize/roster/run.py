"""The steps of one unit's search: its start, its bound, cuts, one neighbourhood after another, and a proof."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Numbers
from optimize.roster.best import STAGE, Best
from optimize.roster.calendar import Flags
from optimize.roster.cuts import CUT_WORK, cut
from optimize.roster.filling import SCARCE, fill
from optimize.roster.gaps import Gaps
from optimize.roster.model import SCALE
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.roster.relaxation import relax
from optimize.roster.tuning import broad
from optimize.solve import solve_cp
from quarterhour.result import Limits, Proof, Status

BOUND_SHARE = 0.4
"""Share of the limits that the relaxation takes at most."""
FILLED_SHARE = 0.1
"""Share of what is left that rows of patterns may take in it where no place is open: there they add little to
those of amounts (measured: 0.4% under the full rules, a third and more in units with holes)."""
CUT_SHARE = 0.8
"""Share of what is left that cuts on the whole may take: whether they find a roster is chance in large units, and
the rest has to find one (measured: a unit of 28 people at 219 thousand points, 273 where cuts took nearly all;
the gap of 40 units is 3.9%, and 5.6% with half of it)."""
PATIENCE = 60
"""Neighbourhoods without improvement after which the search goes on to the proof."""
NEAR_PATIENCE, NEAR_STEP, NEAR_WORTH = 8, 0.002, 10
"""For a roster that begins from a known one: the same, the least share of its cost that is an improvement, and the
least points. It has no cuts (measured: twelve units without them and 8 in place of 5 end 2% better in a fifth less
time), and groups are not opened as a whole (measured: nothing gained in twenty units, for a tenth of the time)."""


@dataclass(frozen=True)
class Found:
    """(P, G) which duties are taken, and the evidence in points."""

    taken: Flags
    proof: Proof


@dataclass
class Run:
    """What the steps do to the best roster, and what they know beside it."""

    best: Best
    gaps: Gaps | None = None
    relaxing: float = np.inf
    brief: bool = False
    patience: int = PATIENCE
    step: float = 0.0
    failures: int = 0

    @property
    def affordable(self) -> bool:
        """Whether cuts on the whole are worth their work, and enough is left of the limits after them.

        Where the bound pays for no open place at all, neighbourhoods rather fill them all (measured: a unit of 15
        people whose cuts took 19 processor seconds ended without holes after two seconds of them). A brief
        search has none.
        """
        best = self.best
        if self.brief:
            return False
        fits = CUT_SHARE * best.spending.left >= CUT_WORK * self.relaxing and not best.spending.beyond()
        return fits and bool(best.open_by_day.any()) and not best.close and best.bound >= best.cheapest_open

    def relax(self) -> None:
        """Bound the unit; amounts are never negative, so that 0 is a bound too."""
        best = self.best
        if best.spending.beyond():
            return
        limits = best.spending.share(BOUND_SHARE)
        if not best.holes:
            limits = replace(limits, work=FILLED_SHARE * best.spending.left)
        relaxation = relax(
            best.priced,
            stage=STAGE,
            partition=best.unit,
            patterns=best.holes,
            limits=limits,
            once=self.brief,
        )
        best.bound = max(relaxation.bound, 0.0)
        most = np.inf if best.spending.limits.work is None else best.spending.limits.work * BOUND_SHARE
        best.spending.spent += min(relaxation.work, most)
        self.relaxing = relaxation.work
        self.gaps = Gaps.of(relaxation.program, relaxation.prices, best.owners())

    def build(self, start: Flags | None, brief: bool) -> None:
        """Start from the roster given, with less work if `brief`, where it keeps hard rules; or day by day."""
        best = self.best
        if start is not None:
            best.tighten(start)
        if best.values is None:
            fill(best)
        elif brief:
            self.brief, self.patience, self.step = True, NEAR_PATIENCE, NEAR_STEP
        if best.values is not None and best.late.due(best.taken) and best.late.least > 0:
            best.price_all()

    def cut(self) -> None:
        """Bound and better the whole at once, from the best roster."""
        best = self.best
        if best.values is None:
            return
        limits = replace(best.spending.limits, seconds=best.spending.seconds_left)
        answer = cut(best.priced, best.values, stage=STAGE, partition=best.unit, limits=limits)
        best.spending.spent += CUT_WORK * self.relaxing
        best.bound = max(best.bound, answer.bound)
        self.failures = 0
        if answer.values is not None:
            best.tighten(best.model.taken_in(answer.values))

    def fill_last(self, parts: Neighbourhoods, share: float) -> None:
        """Where few places are open that need not be, fill them, within a share of the limits.

        What is open then tells which rows the relaxation needs.
        """
        few = self.best.open_in_vain <= SCARCE * self.best.places.sum()
        if few and not self.brief:
            self.improve(parts, share, until_filled=True)
            self.failures = 0

    def improve(self, parts: Neighbourhoods, share: float = 1.0, *, until_filled: bool = False) -> None:
        """Open one neighbourhood after another and keep what is no worse, within a share of the limits."""
        best = self.best
        while (values := best.values) is not None and self.failures < self._enough(parts):
            if best.spending.beyond(share) or best.close or (until_filled and not best.holes):
                return
            before, spent = best.cost, best.spending.spent
            solved = best.open(values, parts.draw(best.taken, self._far(values)))
            parts.learn(before - best.cost, best.spending.spent - spent, solved=solved)
            self.failures = 0 if self._gained(before) else self.failures + 1

    def _enough(self, parts: Neighbourhoods) -> int:
        """Failures that end the search for now: twice as many where the bound lets one fill a new hole."""
        best = self.best
        promising = (
            self.brief and parts.newly_open(best.taken) and best.objective - best.bound >= best.cheapest_open
        )
        return self.patience * 2 if promising else self.patience

    def even_out(self, parts: Neighbourhoods, share: float) -> None:
        """Bring comparable people within one of each other, while some are not, within a share of the limits."""
        best = self.best
        failures = 0
        while (values := best.values) is not None and failures < self.patience:
            if best.spending.beyond(share) or best.proven or (flags := parts.even_out(best.taken)) is None:
                return
            before = best.cost
            best.open(values, flags)
            if self._gained(before):
                failures = self.failures = 0
            else:
                failures += 1

    def even_groups(self, parts: Neighbourhoods, *, late: bool = False) -> None:
        """Open each group still too far apart, in what is `late` or in anything, as a whole, evenness first."""
        best = self.best
        for people in parts.even_groups(best.taken, late=late):
            if best.values is None or best.spending.beyond() or best.proven:
                return
            before = best.cost
            best.even_first(parts.all_of(people, best.taken), people)
            if self._gained(before):
                self.failures = 0

    def _gained(self, before: float) -> bool:
        """Whether the cost `before` has been bettered by as much as counts."""
        least = NEAR_WORTH * SCALE if self.brief else 1e-6
        return self.best.cost < before - max(least, self.step * before)

    def _far(self, values: Numbers) -> Numbers:
        """(P,) each person's part of the gap; nothing where there is no bound that tells."""
        return np.zeros(len(self.best.model.allowed)) if self.gaps is None else self.gaps.by_person(values)

    def prove(self, limits: Limits) -> Found:
        """Solve the whole model from the best answer; its bound counts where it is the better one."""
        best = self.best
        best.price_all()
        whole = best.model.cp.clone()
        if best.values is not None:
            whole.proto.solution_hint.vars.extend(range(len(best.values)))
            whole.proto.solution_hint.values.extend(best.values.astype(np.int64).tolist())
        progress = best.spending.progress
        answer = solve_cp(whole, stage=STAGE, partition=best.unit, limits=limits, progress=progress, tune=broad)
        best.bound = max(best.bound, answer.proof.bound or 0.0)
        if answer.found and answer.proof.objective is not None:
            values = np.asarray(answer.solver.response_proto.solution, dtype=float)
            best.keep(values, answer.proof.objective + best.beside(values))
        return self.end(answer.proof.status)

    def end(self, without: Status = Status.UNKNOWN) -> Found:
        """The best roster with its evidence; the status `without` where there is none."""
        best = self.best
        taken = best.taken
        if best.values is not None:
            best.tighten(taken)
        status = without if best.values is None else Status.OPTIMAL if best.proven else Status.FEASIBLE
        objective = None if best.values is None else best.objective / SCALE
        seconds, seed = best.spending.seconds, best.spending.limits.seed
        return Found(taken, Proof(STAGE, best.unit, status, objective, best.bound / SCALE, seconds, seed))
