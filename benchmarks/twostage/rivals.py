"""Staff plans of a week side by side: ours, the mean's, and single quantiles with the same recourse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.twostage.weeks import Week
from optimize.shifts.uncertain import (
    FirstStage,
    Outcome,
    UncertainPlan,
    UncertainProblem,
    along,
    quantile_need,
    single,
    solve,
)
from quarterhour.result import Limits


@dataclass(frozen=True)
class Rival:
    """What a plan comes to: expected on the paths, and in the week that came."""

    kind: str
    quantile: float
    expected: Outcome
    came: Outcome
    cpu: float
    plan: UncertainPlan | None = None

    def as_dict(self) -> dict[str, object]:
        """The figures."""
        return {
            "kind": self.kind,
            "quantile": self.quantile,
            "expected": self.expected.money,
            "expected_kept": self.expected.kept,
            "came": self.came.money,
            "kept": self.came.kept,
            "short_hours": float(self.came.paths["short_hours"].iloc[0]),
            "cpu": self.cpu,
        }


def ours(week: Week, limits: Limits) -> Rival:
    """The two-stage plan."""
    began = time.process_time()
    plan = solve(week.paths, limits=limits)
    cpu = time.process_time() - began
    return Rival("two-stage", np.nan, plan.outcome, along(week.came, plan.first), cpu, plan)


def quantiles(week: Week, shares: list[float], limits: Limits) -> Iterator[Rival]:
    """Plans of the same engine for the need at a quantile as if it were sure, contracts on call included."""
    known: dict[bytes, FirstStage] = {}
    for share in shares:
        began = time.process_time()
        need = quantile_need(week.paths, share)
        key = need["people"].to_numpy().tobytes()
        if key not in known:
            known[key] = solve(single(week.paths, need), limits=limits).first
        yield _rival("quantile", share, week, known[key], began)


def duties_alone(week: Week, shares: list[float], limits: Limits) -> Iterator[Rival]:
    """The same without contracts on call: nothing but base duties before the path is known."""
    for share in shares:
        began = time.process_time()
        alone = Week(week.monday, _without_calls(week.paths), _without_calls(week.came))
        first = solve(single(alone.paths, quantile_need(week.paths, share)), limits=limits).first
        yield _rival("duties alone", share, alone, first, began)


def with_standby(week: Week, share: float, limits: Limits) -> Rival:
    """Base duties at a quantile, contracts on call decided for all paths."""
    began = time.process_time()
    alone = single(_without_calls(week.paths), quantile_need(week.paths, share))
    duties = solve(alone, limits=limits).first
    return _rival("quantile, standby over paths", share, week, _standby_over(week.paths, duties, limits), began)


def _standby_over(problem: UncertainProblem, duties: FirstStage, limits: Limits) -> FirstStage:
    return solve(problem, limits=limits, base=duties).first


def _rival(kind: str, share: float, week: Week, first: FirstStage, began: float) -> Rival:
    expected, came = along(week.paths, first), along(week.came, first)
    return Rival(kind, share, expected, came, time.process_time() - began)


def _without_calls(problem: UncertainProblem) -> UncertainProblem:
    return replace(problem, staff=problem.staff.assign(standby=0))


def at_promise(curve: pd.DataFrame, kept: float) -> float:
    """Cost of the curve of quantiles where it keeps as much: between neighbours on its least-cost rising hull.

    `curve` has came and kept; infinite where no quantile keeps as much.
    """
    points = curve.sort_values("kept")
    costs = points["came"].to_numpy(float)
    enough = points["kept"].to_numpy(float)
    least = np.minimum.accumulate(costs[::-1])[::-1]
    if kept > enough[-1]:
        return float("inf")
    return float(np.interp(kept, enough, least))
