"""Few weighted paths in place of many: forward selection for the Kantorovich distance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from optimize.requirement.assignment import assign_services
from optimize.requirement.confidence.values import SamplePaths
from optimize.requirement.values import RequirementProblem
from quarterhour.arrays import Floats, Ints
from quarterhour.labels import attach

PART = 3
"""Hours of a day part: a morning's peak is told from an afternoon's, and the chance of one interval evens out."""


def reduce_paths(problem: RequirementProblem, paths: SamplePaths, keep: int) -> SamplePaths:
    """`keep` of the paths, with the weights of those that they stand for.

    Two paths are as far apart as the person-hours of immediate work by which they differ, summed over pools and
    day parts (three hours by the clock). Paths that are left out give their weight to the nearest one kept:
    that is the best re-weighting (Dupacova, Groewe-Kuska and Roemisch 2003). Which are kept is found by fast
    forward selection (Heitsch and Roemisch 2003): one after the other, always the one that brings the weighted
    distance between all paths and those kept down most; of equals the one that stands first. The answer is the
    same for every order of series and of intervals, up to the last digits of the distances.

    Parameters
    ----------
    problem
        Whose pools and handling times make work of customers.
    keep
        How many, at least 1; with as many as there are, all stay with their own weights.
    """
    work = _work(problem, paths)
    chosen, weights = forward_selection(cdist(work, work, "cityblock"), paths.weights, keep)
    return SamplePaths(paths.series, paths.starts, paths.rates[chosen], weights, paths.numbers[chosen])


def forward_selection(distance: Floats, weights: Floats, keep: int) -> tuple[Ints, Floats]:
    """Which paths are kept, in rising order, and their weights.

    With D the distances and p the weights, step by step the path u is added that minimises
    sum over k of p_k min(D_ku, min over kept j of D_kj). All candidates of a step are looked at together.

    Parameters
    ----------
    distance
        Shape (paths, paths), symmetric, 0 on the diagonal.
    weights
        Of the paths.
    keep
        At least 1; more than there are means all.

    Raises
    ------
    ValueError
        When fewer than 1 are to be kept.
    """
    if keep < 1:
        raise ValueError(f"{keep} paths are to be kept; it must be at least 1.")
    count = len(weights)
    if keep >= count:
        return np.arange(count, dtype=np.int64), weights.copy()
    chosen: list[int] = []
    nearest = np.full(count, np.inf)
    for _ in range(keep):
        left = weights @ np.minimum(distance, nearest[:, None])
        left[chosen] = np.inf
        chosen.append(int(left.argmin()))
        nearest = np.minimum(nearest, distance[:, chosen[-1]])
    kept = np.array(sorted(chosen), dtype=np.int64)
    stands_for = distance[:, kept].argmin(axis=1)
    stands_for[kept] = np.arange(keep)
    return kept, np.bincount(stands_for, weights, minlength=keep).astype(np.float64)


def _work(problem: RequirementProblem, paths: SamplePaths) -> Floats:
    """Person-hours by path and by pool and day part, shape (paths, pools x parts)."""
    taken = assign_services(problem.posts, problem.demand)
    taken = attach(taken, problem.services[["service", "kind", "handling_minutes"]], ["service"], "services")
    taken = taken.loc[taken["kind"] != "deferred"].sort_values(["outlet", "pool", "service"])
    rows = pd.MultiIndex.from_frame(paths.series[["outlet", "service"]])
    series = rows.get_indexer(pd.MultiIndex.from_frame(taken[["outlet", "service"]]))
    known = series >= 0
    part = pd.factorize(paths.starts.normalize() + pd.to_timedelta(paths.starts.hour // PART * PART, unit="h"))[0]
    count = int(part.max()) + 1 if len(part) else 0
    by_part = np.zeros((len(paths.weights), len(paths.series), count))
    for number in range(count):
        by_part[:, :, number] = paths.rates[:, :, part == number].sum(axis=2, dtype=np.float64)
    pool = taken.groupby(["outlet", "pool"], sort=True).ngroup().to_numpy()[known]
    hours = np.zeros((int(pool.max()) + 1 if len(pool) else 0, len(paths.series)))
    hours[pool, series[known]] = taken["handling_minutes"].to_numpy(np.float64)[known] / 60.0
    answer: Floats = (hours @ by_part).reshape(len(paths.weights), -1)
    return answer
