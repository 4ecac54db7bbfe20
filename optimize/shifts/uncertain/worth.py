"""What planning for all paths is worth, and what knowing the path beforehand would be.

Birge (1982): the value of the stochastic solution is the expected cost of the plan made for the mean need less
that of the two-stage plan; the expected value of perfect information is that of the two-stage plan less the mean
over paths of the plan that is best for each alone (wait and see), here bounded from below by linear relaxations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.shifts.uncertain.model import build
from optimize.shifts.uncertain.prepare import prepare
from optimize.shifts.uncertain.prices import root
from optimize.shifts.uncertain.solve import along, solve
from optimize.shifts.uncertain.values import Outcome, Risk, UncertainPlan, UncertainProblem
from quarterhour.result import Limits

CELL = ["outlet", "pool", "start"]


@dataclass(frozen=True)
class Worth:
    """Expected costs on the paths of the plan.

    Attributes
    ----------
    mean_value
        Of the plan made for the mean need, with the best recourse.
    stochastic
        Of the two-stage plan.
    perfect
        Least cost if every path were known beforehand: a bound.
    """

    mean_value: Outcome
    stochastic: Outcome
    perfect: float

    @property
    def saved(self) -> float:
        """The value of the stochastic solution."""
        return self.mean_value.money - self.stochastic.money

    @property
    def information(self) -> float:
        """At most so much would perfect information save."""
        return self.stochastic.money - self.perfect


def worth(problem: UncertainProblem, plan: UncertainPlan, *, limits: Limits) -> Worth:
    """The mean-value plan and the wait-and-see bound beside the plan."""
    neutral = replace(problem, risk=Risk())
    usual = solve(single(neutral, mean_need(problem)), limits=limits)
    perfect = 0.0
    for path, weight in problem.paths[["path", "weight"]].itertuples(index=False):
        own = problem.need[problem.need["path"] == path]
        perfect += float(weight) * _relaxed(single(neutral, own), limits.seed)
    return Worth(along(neutral, usual.first), plan.outcome, perfect)


def single(problem: UncertainProblem, need: pd.DataFrame) -> UncertainProblem:
    """The problem with one path that is sure to come."""
    paths = pd.DataFrame({"path": [0], "weight": [1.0]})
    return replace(problem, need=need[[*CELL, "people"]].assign(path=0), paths=paths)


def mean_need(problem: UncertainProblem) -> pd.DataFrame:
    """outlet, pool, start, people: the mean over paths, rounded half up."""
    weighted = problem.need.merge(problem.paths, on="path")
    weighted["people"] = weighted["people"] * weighted["weight"]
    mean: pd.DataFrame = weighted.groupby(CELL, as_index=False)[["people"]].sum()
    return mean.assign(people=np.floor(mean["people"] + 0.5).astype(np.int64))


def quantile_need(problem: UncertainProblem, share: float) -> pd.DataFrame:
    """outlet, pool, start, people: least people who are enough on paths of at least that weight.

    Raises
    ------
    ValueError
        When the share is not within 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"the quantile is {share:g}; it must be between 0 and 1.")
    table = problem.need.pivot_table(index=CELL, columns="path", values="people", aggfunc="first")
    weight = problem.paths.set_index("path")["weight"].reindex(table.columns).to_numpy(float)
    values = table.to_numpy()
    order = np.argsort(values, axis=1, kind="stable")
    enough = np.cumsum(weight[order], axis=1) >= share - 1e-9
    place = np.where(enough.any(axis=1), enough.argmax(axis=1), values.shape[1] - 1)
    people = np.take_along_axis(values, order, axis=1)[np.arange(len(values)), place]
    return table.index.to_frame(index=False).assign(people=people.astype(np.int64))


def _relaxed(problem: UncertainProblem, seed: int) -> float:
    """A bound on the least cost: days relaxed, limits of weeks left out."""
    model = build(prepare(problem), problem.terms, problem.risk)
    return root(model, np.zeros(len(model.program.least)), seed).bound
