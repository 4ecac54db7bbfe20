"""A good choice of few shifts to begin from: added and swapped by what the relaxation's prices promise.

With the shifts in use given, the relaxation is quick and its dual values price a person at every slot. What
another shift would save is at most the sum of its duties' reduced costs; the few that promise most are tried,
added while there is room, and put in the place of each one in use as long as that pays.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from optimize.linear import Ids, Numbers
from optimize.shifts.design.model import Model, build
from optimize.shifts.design.values import DesignProblem
from quarterhour.result import Limits

TRIED, ROUNDS = 4, 3
"""Shifts tried for each place, those that promise most; and rounds of swaps."""
SAVES = 1e-6


@dataclass(frozen=True)
class _Choice:
    """Rows of the shifts in use, the relaxation's cost, and what each shift promises to save."""

    used: tuple[int, ...]
    cost: float
    promise: Numbers


@dataclass
class _Swaps:
    """The search: what is tried costs one of `tries` each, and nothing is tried after `until`."""

    problem: DesignProblem
    model: Model
    tries: float
    until: float

    def ended(self) -> bool:
        """Whether the clock or the number of tries is used up."""
        return self.tries <= 0 or time.perf_counter() > self.until

    def best(self, used: tuple[int, ...], base: _Choice) -> _Choice:
        """The best of the most promising shifts put to those in use."""
        promise = base.promise.copy()
        promise[list(used)] = 0.0
        options = [int(row) for row in np.argsort(promise, kind="stable")[:TRIED] if promise[row] < -SAVES]
        return min((self.tried((*used, row)) for row in options), key=lambda one: one.cost, default=base)

    def tried(self, used: tuple[int, ...]) -> _Choice:
        """The relaxation with some shifts only."""
        self.tries -= 1
        problem, model = self.problem, self.model
        few = build(only(problem, list(used)))
        answer, _, duals = few.program.solve_relaxed(stage="shifts.design", partition="few", limits=Limits())
        if not answer.found or answer.proof.objective is None:
            return _Choice(used, np.inf, np.zeros(len(problem.shifts)))
        worth = np.zeros(model.need.shape)
        worth[model.places.get_indexer(few.places)] = duals[: few.need.size].reshape(few.need.shape)
        program, columns = model.program, model.starts["column"].to_numpy()
        saved = program.cost[columns] - program.matrix[: worth.size][:, columns].T @ worth.ravel()
        promise = np.bincount(
            model.starts["s"], weights=np.minimum(saved, 0.0) * model.most, minlength=len(problem.shifts)
        )
        return _Choice(used, answer.proof.objective, promise.astype(np.float64))


def chosen_few(problem: DesignProblem, model: Model, begin: Iterable[int], limits: Limits) -> Ids:
    """At most `most_shifts` rows of shifts, begun from those of `begin`.

    The clock may end the search early, and so may `limits.nodes`, here about how many relaxations are solved.
    """
    until = np.inf if limits.seconds is None else time.perf_counter() + limits.seconds
    swaps = _Swaps(problem, model, np.inf if limits.nodes is None else limits.nodes, until)
    room = problem.most_shifts or len(problem.shifts)
    best = swaps.tried(tuple(begin))
    while len(best.used) < room and not swaps.ended():
        more = swaps.best(best.used, best)
        if more.cost >= best.cost - SAVES:
            break
        best = more
    for _ in range(ROUNDS):
        before = best.cost
        for one in best.used:
            if swaps.ended() or one not in best.used:
                continue
            without = tuple(other for other in best.used if other != one)
            swapped = swaps.best(without, swaps.tried(without))
            best = swapped if swapped.cost < best.cost - SAVES else best
        if best.cost >= before - SAVES:
            break
    return np.array(best.used, dtype=np.int64)


def only(problem: DesignProblem, rows: list[int]) -> DesignProblem:
    """The problem with some of its shifts."""
    kept = problem.shifts["shift"].iloc[rows]
    tables = {name: getattr(problem, name) for name in ("shifts", "fits", "away")}
    few = {name: table[table["shift"].isin(kept)].reset_index(drop=True) for name, table in tables.items()}
    return replace(problem, **few)
