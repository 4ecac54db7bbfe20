"""Room and assignment against all subsets and an independent flow."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from optimize.coverage import solve
from optimize.coverage.values import CoveragePlan, CoverageProblem
from quarterhour.result import Limits, Status
from tests.coverage.town import town

LIMITS = Limits(nodes=1000)


def _pairs(problem: CoverageProblem, points: set[str]) -> list[tuple[str, str, float]]:
    circle = dict(zip(problem.zones["zone"], problem.zones["circle_minutes"], strict=True))
    return [
        (row.zone, row.point, row.minutes)
        for row in problem.minutes.itertuples()
        if row.point in points and row.minutes <= circle[row.zone]
    ]


def _urban(problem: CoverageProblem) -> dict[str, int]:
    urban = problem.zones[problem.zones["kind"] == "urban"]
    return dict(zip(urban["zone"], urban["residents"], strict=True))


def _most_served(problem: CoverageProblem, points: set[str]) -> float:
    """Urban residents with a place at `points`: an LP of scipy's, not of the solver under test."""
    urban = _urban(problem)
    room = dict(zip(problem.points["point"], problem.points["capacity_residents"], strict=True))
    pairs = [pair for pair in _pairs(problem, points) if pair[0] in urban]
    if not pairs:
        return 0.0
    zones, names = sorted(urban), sorted(points)
    rows = np.zeros((len(zones) + len(names), len(pairs)))
    for column, (zone, point, _) in enumerate(pairs):
        rows[zones.index(zone), column] = 1
        rows[len(zones) + names.index(point), column] = 1
    limits = [urban[zone] for zone in zones] + [room[name] for name in names]
    return float(-linprog(-np.ones(len(pairs)), A_ub=rows, b_ub=limits).fun)


def _covered(problem: CoverageProblem, points: set[str]) -> float:
    inside = {zone for zone, _, _ in _pairs(problem, points)}
    return float(problem.zones.loc[problem.zones["zone"].isin(inside), "residents"].sum())


def _money(problem: CoverageProblem, opened: set[str]) -> float:
    chosen = problem.points[problem.points["point"].isin(opened)]
    return float((chosen["monthly_cost"] + chosen["opening_cost"] / 36.0).sum())


def _opened(plan: CoveragePlan) -> set[str]:
    return set(plan.points.loc[plan.points["action"] == "open", "point"])


@pytest.mark.parametrize("budget", [None, 350_000.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_circle_first_then_room_then_money(seed: int, budget: float | None) -> None:
    """Of all affordable subsets that cover most residents, none is worth more money a month."""
    problem = town(18, 3, 6, seed=seed, budget=budget, capacity=2500.0)
    plan = solve(problem, limits=LIMITS)
    existing = {"O0", "O1", "O2"}
    cost = dict(zip(problem.points["point"], problem.points["opening_cost"], strict=True))
    sites = sorted(set(cost) - existing)
    subsets = [
        set(some)
        for size in range(len(sites) + 1)
        for some in combinations(sites, size)
        if budget is None or sum(cost[site] for site in some) <= budget
    ]
    most = max(_covered(problem, existing | some) for some in subsets)
    best = max(
        20.0 * _most_served(problem, existing | some) - _money(problem, some)
        for some in subsets
        if _covered(problem, existing | some) >= most
    )
    by_stage = {proof.stage: proof for proof in plan.proofs}
    assert all(proof.status is Status.OPTIMAL for proof in plan.proofs)
    assert by_stage["coverage.most_residents"].objective == pytest.approx(most)
    assert by_stage["coverage.capacity"].objective == pytest.approx(best)
    opened = _opened(plan)
    assert _covered(problem, existing | opened) == pytest.approx(most)
    worth = 20.0 * _most_served(problem, existing | opened) - _money(problem, opened)
    assert worth == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_assignments_keep_circle_and_capacity_and_lose_nobody(seed: int) -> None:
    """Every resident stands once, in whole people; who has no place is visible with the reason."""
    problem = town(30, 4, 6, seed=seed, budget=300_000.0, capacity=1500.0)
    plan = solve(problem, limits=LIMITS)
    table = plan.assignments
    total = table.groupby("zone")["residents"].sum()
    expected = problem.zones.set_index("zone")["residents"]
    assert total.reindex(expected.index, fill_value=0).to_dict() == expected.to_dict()
    standing = set(plan.points.loc[plan.points["action"].isin(["keep", "open"]), "point"])
    allowed = {(zone, point): minutes for zone, point, minutes in _pairs(problem, standing)}
    served = table[table["point"] != ""]
    for row in served.itertuples():
        assert allowed[(row.zone, row.point)] == row.minutes
    urban = _urban(problem)
    in_town = served[served["zone"].isin(urban)].groupby("point")["residents"].sum()
    assert (in_town <= 1500).all()
    assert in_town.sum() == pytest.approx(_most_served(problem, standing))
    points = plan.points.set_index("point")
    assert (points["fill"] * 1500).to_dict() == pytest.approx(
        in_town.reindex(points.index, fill_value=0).to_dict()
    )
    inside = {zone for zone, _ in allowed}
    for row in table[table["point"] == ""].itertuples():
        assert row.reason == ("coverage.no_room" if row.zone in inside else "coverage.out_of_circle")


def test_residents_travel_least_among_those_who_can_all_be_served() -> None:
    """With most residents served, the resident-minutes in town are the least of an independent LP."""
    problem = town(30, 4, 6, seed=2, budget=300_000.0, capacity=1500.0)
    plan = solve(problem, limits=LIMITS)
    standing = set(plan.points.loc[plan.points["action"].isin(["keep", "open"]), "point"])
    urban = _urban(problem)
    pairs = [pair for pair in _pairs(problem, standing) if pair[0] in urban]
    zones, names = sorted(urban), sorted(standing)
    rows = np.zeros((len(zones) + len(names), len(pairs)))
    for column, (zone, point, _) in enumerate(pairs):
        rows[zones.index(zone), column] = 1
        rows[len(zones) + names.index(point), column] = 1
    least = linprog(
        [minutes for _, _, minutes in pairs],
        A_ub=rows,
        b_ub=[urban[zone] for zone in zones] + [1500.0] * len(names),
        A_eq=np.ones((1, len(pairs))),
        b_eq=[_most_served(problem, standing)],
    ).fun
    served = plan.assignments[plan.assignments["zone"].isin(urban) & (plan.assignments["point"] != "")]
    assert float(served["residents"] @ served["minutes"]) == pytest.approx(least)
