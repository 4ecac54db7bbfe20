"""Rosters of whole days with a proven gap: column generation, dives, then large neighbourhoods.

1. `response`: everybody in turn takes the best roster beside the others', so that there is an answer at once.
   Long calendars are then gone through window by window (`windows`).
2. `generation`: rosters are made at prices of cover until none would help; a bound comes with them.
3. `dive`: the mixture becomes whole rosters, person by person.
4. `search`: some people or days are freed again and again, until the bound is met or time is up.

References: Dantzig and Wolfe 1960; Legrain, Omer and Rosat 2020 (rosters as columns); Strandmark, Qu and Curtois
2020 (dives on the instances that the benchmark runs).
"""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd

from optimize.linear import Numbers
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.choose import choose
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.compact import improve
from optimize.roster.columns.dive import dive
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.master import Master, Point, reduced_costs
from optimize.roster.columns.prices import Priced
from optimize.roster.columns.pricing import SCALE
from optimize.roster.columns.problem import Flags, Ids, Problem, Rosters, cost
from optimize.roster.columns.response import first_rosters, improved
from optimize.roster.columns.search import Search
from optimize.roster.columns.values import Answer, Incumbent
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

ROOT_SHARE = 0.5
"""Of the time, at most, for the bound; a dive may take as much of what is left."""

ROOT_ROUNDS = 60
"""Rounds that a bound takes, about: where they would not fit, the search has the time instead."""

LONG = 56
"""Days of a calendar beyond which it is first gone through window by window."""

SWEEP_SHARE = 0.6
"""Of the time left, at most, for the windows."""

PROBE = 2
"""Rounds after which it is seen whether the others would fit."""

DIVE_STEPS = 60

MOST_DIVES = 12

CHOICE_SHARE = 0.05
"""Of the time left, at most, for the choice among rosters after the dives."""

CHOICES = 20
"""Rosters of a person, on average, that a choice after the dive is made of."""

SMALL = 1200
"""Person x day x kinds (and off) up to which CP-SAT tries the whole."""


def solve(
    problem: Problem,
    *,
    start: Rosters | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Answer:
    """The best rosters that were found within limits, and a bound.

    Raises
    ------
    ValueError
        When `start` breaks a rule; what it breaks is named.
    AssertionError
        When an answer does not pass the evaluator: a mistake of ours.
    """
    limits = limits or Limits()
    run = _Run(problem, limits, Clock(limits, progress))
    if start is not None and (wrong := broken(problem, start)):
        raise ValueError("rosters to begin from: " + "; ".join(wrong[:20]))
    run.begin(start)
    run.sweep()
    run.prove()
    run.search()
    return run.answer()


class _Run:
    def __init__(self, problem: Problem, limits: Limits, clock: Clock) -> None:
        self._all, self._limits, self._clock = problem, limits, clock
        self._problem, self._who = problem, np.arange(len(problem.people))
        self._generator = np.random.default_rng(limits.seed)
        self._cpu = time.process_time()
        self._rosters: Rosters = np.zeros((0, problem.days), dtype=np.int8)
        self._value = 0
        self._bound = -math.inf
        self._root: Generation | None = None
        self._mixture: Flags | None = None
        self._incumbents: list[Incumbent] = []
        self._moves: dict[str, tuple[int, int]] = {}

    def begin(self, start: Rosters | None) -> None:
        """A first roster for everybody who can have one; the others are left out from here on."""
        rosters = start
        if rosters is None:
            rosters, without = first_rosters(self._all, self._clock, self._generator)
            self._who = np.setdiff1d(self._who, without)
        self._problem = self._all.of(self._who)
        self._better(rosters[self._who])
        self._better(improved(self._problem, self._rosters, self._clock.share(0.15), self._generator))

    def prove(self) -> None:
        """A bound, and whole rosters out of its mixture."""
        if not len(self._who) or self._clock.out:
            return
        root = self._root = Generation(self._problem, self._rosters)
        clock = self._clock.share(ROOT_SHARE)
        if not clock.fits(ROOT_ROUNDS * root.counted.size / 3e8):
            return
        root.run(clock, PROBE)
        if not root.settled and clock.used < PROBE / ROOT_ROUNDS * 1.5:
            root.run(clock, 1000)
        self._bound = root.bound
        if root.settled and not self._closed:
            point = root.point
            self._mixture = None if point is None else root.master.mixture(point)
            self._dives(root)
            if point is not None and not self._closed:
                self._choose(root.master, point)
        if not self._closed and self._problem.price.size <= SMALL:
            self._exact()

    def _dives(self, root: Generation) -> None:
        """Dives from the same mixture, as long as they find something better and one more is likely to fit."""
        clock = self._clock.share(ROOT_SHARE)
        for _ in range(MOST_DIVES):
            before, value = clock.used, self._value
            rosters = dive(root, clock, DIVE_STEPS, self._generator)
            if rosters is not None:
                self._better(improved(self._problem, rosters, clock.share(0.2), self._generator))
            root.master.reopen()
            if self._closed or self._value == value or 2 * clock.used - before > 1:
                return
            root.run(clock, 1)

    def _choose(self, master: Master, point: Point) -> None:
        """The best of the rosters that the gap leaves, those that cost least beyond their worth first."""
        reduced = reduced_costs(self._problem, point, master.person, master.rosters, master.cost)
        fits = np.flatnonzero(master.keeps & (reduced <= self._value - point.value + 1e-6))
        fits = fits[np.argsort(reduced[fits], kind="stable")][: CHOICES * len(self._who)]
        if len(np.unique(master.person[fits])) < len(self._who):
            return
        self._clock.spend(len(fits) / 300)
        limits = Limits(seconds=self._clock.share(CHOICE_SHARE).seconds, nodes=1)
        chosen = choose(
            self._problem, master.person[fits], master.rosters[fits], master.cost[fits], self._rosters, limits
        )
        if chosen is not None:
            self._better(chosen)

    def _exact(self) -> None:
        """CP-SAT for the whole, where that is small: its proof is the problem's."""
        limits = Limits(seconds=self._clock.share(0.5).seconds, work=5.0, seed=self._limits.seed)
        self._clock.spend(2.0)
        rosters, proven = improve(self._problem, self._rosters, limits, self._clock.progress)
        if rosters is not None:
            self._better(rosters)
        if proven:
            self._bound = float(self._value)

    def sweep(self) -> None:
        """Long calendars first window by window: a mixture of whole rosters takes longer there, or for ever."""
        if len(self._who) and self._problem.days > LONG:
            self._search().sweep(self._clock.share(SWEEP_SHARE))

    def search(self) -> None:
        """Neighbourhoods until the bound is met, the gap is small enough or the clock is out."""
        if not len(self._who):
            return
        search = self._search()
        search.run()
        self._moves = {move.name: (move.tried, move.saved) for move in search.moves}

    def _search(self) -> Search:
        target = -math.inf
        if self._bound > -math.inf:
            target = max(math.ceil(self._bound - 1e-6), self._bound / max(1e-9, 1 - self._limits.gap))
        return Search(
            self._problem,
            self._rosters,
            self._clock,
            self._generator,
            self._dear(),
            self._pool(),
            self._mixture,
            self._limits.workers,
            target,
            lambda rosters, value: self._better(rosters),
        )

    def answer(self) -> Answer:
        """The last incumbent, checked, for all people of the problem."""
        rosters = np.zeros((len(self._all.people), self._all.days), dtype=np.int8)
        rosters[self._who] = self._rosters
        kept = self._all.of(self._who)
        wrong = broken(kept, self._rosters)
        objective = cost_of(kept, self._rosters)
        assert not wrong, wrong  # noqa: S101
        assert objective == self._value, (objective, self._value)  # noqa: S101
        bound = None if self._bound == -math.inf else float(min(objective, math.ceil(self._bound - 1e-6)))
        proven = bound is not None and objective - bound < 1 - 1e-6
        proof = Proof(
            "roster", "", Status.OPTIMAL if proven else Status.FEASIBLE, float(objective), bound,
            self._clock.elapsed, self._limits.seed,
        )  # fmt: skip
        without = tuple(self._all.people[person] for person in np.setdiff1d(np.arange(len(rosters)), self._who))
        return Answer(rosters, proof, self._worth(), without, tuple(self._incumbents), self._moves)

    @property
    def _closed(self) -> bool:
        return self._value - self._bound < 1 - 1e-6

    def _better(self, rosters: Rosters) -> None:
        value = cost(self._problem, rosters)
        if self._incumbents and value >= self._value:
            return
        self._rosters, self._value = rosters, value
        bound = self._bound if self._root is None else max(self._bound, self._root.bound)
        cpu = time.process_time() - self._cpu
        self._incumbents.append(Incumbent(self._clock.elapsed, cpu, value, bound))
        shown = None if bound == -math.inf else bound
        self._clock.progress.report("roster", self._clock.used, objective=float(value), bound=shown)

    def _dear(self) -> Numbers:
        """Per person: how far the roster is from the cheapest at the bound's prices."""
        dear = np.zeros(len(self._who))
        if self._root is None or self._root.prices is None:
            return dear
        priced = Priced(self._problem)
        found = priced.best(self._root.prices)
        charged = priced.charged(self._root.prices).astype(np.int64)
        own = np.take_along_axis(charged, self._rosters[:, :, None].astype(np.int64), axis=2)[:, :, 0].sum(axis=1)
        dear[found.person] = np.maximum(0, own[found.person] - found.value) / SCALE
        return dear

    def _pool(self) -> tuple[Ids, Rosters] | None:
        if self._root is None:
            return None
        keeps = self._root.master.keeps
        return self._root.master.person[keeps], self._root.master.rosters[keeps]

    def _worth(self) -> pd.DataFrame:
        if self._root is None or self._root.prices is None:
            return pd.DataFrame({"day": [], "kind": [], "worth": []})
        day, kind = np.indices(self._problem.wanted.shape)
        return pd.DataFrame(
            {
                "day": day.ravel(),
                "kind": np.array(self._problem.kinds, dtype=object)[kind.ravel()],
                "worth": self._root.prices.cover.ravel() / SCALE,
            }
        )
