"""An answer of maximum coverage and what is proven of it, made better step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import sparse

from optimize.coverage.cells import merge
from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.broken import Search, broken
from optimize.coverage.placing.covered.fixing import fix
from optimize.coverage.placing.covered.model import model
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.tighten import tighten
from optimize.coverage.placing.covered.values import Fixed, Relaxed, most_opened
from optimize.coverage.placing.values import closed
from optimize.solve import solve_mip
from quarterhour.arrays import Ints, Mask

STAGE = "coverage.most_covered"
FEW = 400
"""Up to so many open choices are left to HiGHS: beyond, its first relaxation alone would take longer than there is
time."""


class Proving:
    """The best answer known, and the best bound.

    Attributes
    ----------
    chosen, objective
        Sites, and residents within their reach.
    relaxed
        The tightest relaxation.
    bound
        Residents that no answer goes beyond.
    search, told
        What finds cuts, and what says which answer others know.
    """

    def __init__(self, core: Core, chosen: Ints, relaxed: Relaxed, clock: Clock) -> None:
        self.search: Search = broken
        self.told: Callable[[], Ints] = lambda: self.chosen
        self.core, self.clock, self.relaxed = core, clock, relaxed
        self.chosen, self.objective = chosen, core.reached(chosen)
        self.bound = min(relaxed.value, core.base + float(core.weights.sum()))

    @property
    def proven(self) -> bool:
        """Whether bound and answer agree."""
        return closed(self.objective, self.bound, self.core.step, most=True)

    @property
    def opened_most(self) -> Ints:
        """As many sites as there are to choose, those that the relaxation opens most."""
        return most_opened(self.relaxed.opened, self.core.number)

    def offer(self, chosen: Ints) -> None:
        """Take an answer if it is better."""
        reached = self.core.reached(chosen)
        if reached > self.objective:
            self.chosen, self.objective = chosen, reached

    def known(self) -> float:
        """Residents of the best answer that is known by now."""
        self.offer(self.told())
        return self.objective

    def tighten(self, part: float) -> None:
        """Cuts until `part` of the time is used or they close nothing worth their time."""
        self.relaxed = tighten(self.core, self.relaxed, self.known, self.clock, part=part, search=self.search)
        self.bound = min(self.bound, self.relaxed.value)

    def decide(self) -> None:
        """Where few sites can still matter, choose among them."""
        if self.proven or self.clock.over():
            return
        fixed = fix(self.core, self.relaxed, self.objective)
        if len(fixed.free) <= FEW:
            self.bound = min(self.bound, self._decide(fixed))

    def _decide(self, fixed: Fixed) -> float:
        """Choose among the sites that can still matter; the bound of answers better than the one known."""
        core, held, free = self.core, np.flatnonzero(fixed.stands), fixed.free
        number = core.number - len(held)
        settled: Mask = (core.cells @ fixed.stands.astype(float)) > 0
        reached = core.base + float(core.weights[settled].sum())
        if number <= 0 or not len(free):
            if len(held) <= core.number:
                self.offer(held.astype(np.int64))
            return self.objective
        small = merge(sparse.csr_array(core.cells[~settled][:, free]), core.weights[~settled])
        of_cell = np.full(len(settled), -1)
        of_cell[~settled] = small.of_zone
        cuts = self.relaxed.cuts.kept(self.relaxed.binding).within(of_cell, settled, free, fixed.stands)
        answer = solve_mip(
            model(small.cover.astype(float), small.weights, number, cuts),
            stage=STAGE,
            limits=replace(self.clock.left(), gap=0.0),
        )
        before = self.objective
        if answer.found:
            self.offer(np.concatenate([held, free[answer.values[: len(free)] > 0.5]]).astype(np.int64))
        told = answer.proof.bound
        return max(told + reached, before) if told is not None and np.isfinite(told) else self.relaxed.value
