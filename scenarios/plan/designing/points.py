"""The curve's points of one group: the week with at most k distinct shifts, and the present shift types beside."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from optimize.shifts.design import Design, DesignPrices, DesignProblem, solve
from scenarios.network.model import Network
from scenarios.plan.designing.candidates import BREAK, present
from scenarios.plan.designing.problem import group_problem
from scenarios.plan.designing.values import WORTH, ShiftRules


@dataclass(frozen=True)
class Solved:
    """One point: the problem, its candidates with their breaks, and the answer."""

    choice: str
    problem: DesignProblem
    candidates: pd.DataFrame
    design: Design


def group_points(
    name: str,
    week: pd.DataFrame,
    types: pd.DataFrame,
    free: pd.DataFrame,
    rules: ShiftRules,
    prices: dict[str, float],
    network: Network,
) -> tuple[str, list[Solved], int]:
    """The curve's points, the present types' two, and the number of shifts suggested."""
    grid = network.grid
    hours = grid.grain / 60
    a_slot = DesignPrices(prices["idle"] * hours, prices["shortage"] * hours, 0.0, prices["hour"] * hours)
    base = group_problem(week, free, a_slot, grid, None)
    solved = []
    before: Design | None = None
    for k in range(1, max(rules.most, rules.chosen or 1) + 1):
        problem = replace(base, most_shifts=k)
        made = solve(problem, start=before, limits=rules.limits, partition=f"{name}/{k}")
        solved.append(Solved("designed", problem, free, made))
        before = made
    costs = [_cost(one) for one in solved]
    fewest = next(k for k, cost in enumerate(costs, 1) if cost <= min(costs) * (1 + WORTH))
    chosen = rules.chosen or fewest
    now = present(types, grid)
    for choice, most in (("present", None), ("present_same", chosen)):
        problem = group_problem(week, now, a_slot, grid, most)
        made = solve(problem, limits=rules.limits, partition=f"{name}/{choice}")
        solved.append(Solved(choice, problem, now, made))
    found = _within(solved[-1], free)
    if found is not None and _cost(solved[-1]) < costs[chosen - 1]:
        again = solve(solved[chosen - 1].problem, start=found, limits=rules.limits, partition=f"{name}/{chosen}")
        solved[chosen - 1] = replace(solved[chosen - 1], design=again)
    return name, solved, chosen


def _within(one: Solved, free: pd.DataFrame) -> Design | None:
    """The design by the names of the free candidates; None where one of its shifts is not among them."""
    same = ["minute", "minutes", *BREAK]
    named = one.candidates.merge(free, on=same, how="left", suffixes=("", "_free")).set_index("shift")
    shift = one.design.duties["shift"].map(named["shift_free"])
    return None if shift.isna().any() else replace(one.design, duties=one.design.duties.assign(shift=shift))


def _cost(one: Solved) -> float:
    return float("inf") if one.design.proof.objective is None else one.design.proof.objective
