"""A week's best patterns at given costs, one a nurse, and how far they are proven the best."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from benchmarks.inrc2.master import Master
from benchmarks.inrc2.relaxed import relaxed
from benchmarks.inrc2.skills import short
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.result import Limits, Proof, Status

WIDTH = 30.0
MOST_COLUMNS = 9000


@dataclass(frozen=True)
class Answer:
    """(N,) pattern of each nurse of a week's program; the proof is of its points, with those of the outlook."""

    master: Master
    chosen: Ints
    proof: Proof

    def points(self, own: Floats) -> float:
        """Points of the week where each nurse's patterns cost `own` (N, P) in place of the program's costs."""
        return float(own[np.arange(self.master.nurses), self.chosen].sum()) + short(self.master, self.chosen)


def best_of(master: Master, begin: Floats, pool: Mask, limits: Limits) -> Answer:
    """Chosen by HiGHS among patterns near the linear program's prices (see `relaxed` for `begin` and `pool`)."""
    began = time.perf_counter()
    root = relaxed(master, begin, pool)
    reduced = master.reduced(root.duals)
    width = _width(reduced)
    seconds = None if limits.seconds is None else max(limits.seconds - (time.perf_counter() - began), 0.0)
    nurse, pattern = np.nonzero(reduced <= width)
    chosen, among = _choose(master, nurse, pattern, Limits(seconds=seconds, nodes=limits.nodes))
    if among.objective is None:
        chosen, among = _choose(master, np.arange(len(reduced)), reduced.argmin(axis=1), Limits())
        width = 0.0
    if among.objective is None:
        raise RuntimeError("one pattern a nurse has no cover, not even with everybody missing")
    value = float(master.costs[np.arange(master.nurses), chosen].sum()) + short(master, chosen)
    proven = among.status is Status.OPTIMAL and value - root.bound <= width
    proof = Proof(
        "roster",
        "week",
        Status.OPTIMAL if proven else Status.FEASIBLE,
        value,
        value if proven else min(root.bound, value),
        time.perf_counter() - began,
        limits.seed,
    )
    return Answer(master, chosen, proof)


def _width(reduced: Floats) -> float:
    """Reduced cost up to which patterns are chosen among."""
    count = min(MOST_COLUMNS, reduced.size - 1)
    return min(WIDTH, float(np.partition(reduced.ravel(), count)[count]))


def _choose(master: Master, nurse: Ints, pattern: Ints, limits: Limits) -> tuple[Ints, Proof]:
    """(N,) the best pattern of each nurse among some, and how far that is proven."""
    program = master.program(nurse, pattern)
    answer, values = program.solve(stage="roster", partition="week", limits=limits)
    chosen = np.zeros(master.nurses, dtype=np.int64)
    if answer.found:
        taken = np.flatnonzero(values[: len(nurse)] > 0.5)
        chosen[nurse[taken]] = pattern[taken]
    return chosen, answer.proof
