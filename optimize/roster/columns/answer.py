"""An answer for all people, with what the evaluator says of it: nothing that it refuses is handed out as good."""

from __future__ import annotations

import math

import numpy as np

from optimize.roster.columns.best import Best
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.left import Root
from optimize.roster.columns.problem import Ids, Problem
from optimize.roster.columns.values import Answer
from quarterhour.result import Proof, Status


def checked(
    problem: Problem, who: Ids, best: Best, root: Root, clock: Clock, seed: int, moves: dict[str, tuple[int, int]]
) -> Answer:
    """The best rosters of the people `who` as an answer for all people of a problem.

    Where the evaluator finds a broken rule or another cost, or the bound lies above the cost, the answer says
    what, carries the evaluator's cost, claims no bound, and gives nobody a roster that breaks a rule.
    """
    wrong = [broken(best.problem.of(np.array([row])), best.rosters[[row]]) for row in range(len(who))]
    faults = [fault for mine in wrong for fault in mine]
    right = np.array([not mine for mine in wrong], dtype=bool)
    kept = who[right]
    rosters = np.zeros((len(problem.people), problem.days), dtype=np.int8)
    rosters[kept] = best.rosters[right]
    objective = cost_of(problem.of(kept), rosters[kept])
    if not faults and objective != best.value:
        faults = [f"cost {objective}, not {best.value}"]
    if not faults and best.bound - 1e-6 > objective:
        faults = [f"bound {best.bound} above cost {objective}"]
    bound = None if faults else float(math.ceil(best.bound - 1e-6))
    proven = bound is not None and objective - bound < 1 - 1e-6
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    proof = Proof("roster", "", status, float(objective), bound, clock.elapsed, seed)
    without = tuple(problem.people[person] for person in np.setdiff1d(np.arange(len(rosters)), kept))
    return Answer(rosters, proof, root.worth, without, tuple(best.incumbents), moves, tuple(faults))
