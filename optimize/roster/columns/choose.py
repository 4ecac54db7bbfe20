"""The best whole rosters out of many: set partitioning over rosters that could still be in a better answer.

min  sum cost[r] x[r] + sum under u + sum over o,  sum_r of p x[r] = 1,  sum_r with d, k x[r] + u - o = wanted
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from optimize.roster.columns.problem import Ids, Problem, Rosters
from optimize.solve import LinearModel, solve_mip
from quarterhour.result import Limits


def choose(
    problem: Problem, person: Ids, rosters: Rosters, price: Ids, now: Rosters, limits: Limits
) -> Rosters | None:
    """One of the given rosters each; `now` are those that people have, which is where the search begins."""
    rows, days = np.nonzero(rosters)
    kinds, people = len(problem.kinds), len(problem.people)
    cell = days * kinds + rosters[rows, days] - 1
    used = np.unique(cell)
    place = np.full(problem.wanted.size, -1)
    place[used] = np.arange(len(used))
    under, over = len(rosters) + np.arange(len(used)), len(rosters) + len(used) + np.arange(len(used))
    at = people + np.arange(len(used))
    matrix = csr_array(
        (
            np.concatenate([np.ones(len(person) + len(cell) + len(used)), -np.ones(len(used))]),
            (
                np.concatenate([person, people + place[cell], at, at]),
                np.concatenate([np.arange(len(person)), rows, under, over]),
            ),
        ),
        shape=(people + len(used), len(rosters) + 2 * len(used)),
    )
    right = np.concatenate([np.ones(people), problem.wanted.ravel()[used].astype(float)])
    total = matrix.shape[1]
    has = (rosters == now[person]).all(axis=1).astype(float)
    slack = right[people:] - np.bincount(place[cell], has[rows], minlength=len(used))
    model = LinearModel(
        cost=np.concatenate([price, problem.under.ravel()[used], problem.over.ravel()[used]]).astype(float),
        lower=np.zeros(total),
        upper=np.concatenate([np.ones(len(rosters)), np.full(2 * len(used), np.inf)]),
        integer=np.arange(total) < len(rosters),
        least=right,
        most=right,
        matrix=matrix,
    )
    near = np.concatenate([has, np.maximum(slack, 0), np.maximum(-slack, 0)])
    answer = solve_mip(model, stage="roster", limits=limits, solver="scip", near=near)
    if not answer.found:
        return None
    chosen = np.flatnonzero(answer.values[: len(rosters)] > 0.5)
    result = now.copy()
    result[person[chosen]] = rosters[chosen]
    return result
