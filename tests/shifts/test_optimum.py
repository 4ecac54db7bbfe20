"""The staff plan against every other plan."""

from __future__ import annotations

import pytest

from optimize.shifts import StaffProblem, search, solve
from optimize.shifts.check import typed
from optimize.shifts.model import build
from optimize.shifts.partitions import chains
from optimize.shifts.prepare import prepare
from quarterhour.result import Limits, Status
from tests.shifts.brute import cheapest
from tests.shifts.evaluator import assert_sound
from tests.shifts.tiny import DAY, random_tiny


@pytest.mark.parametrize("seed", range(14))
def test_tiny_plans_cost_the_least_of_all_plans(seed: int) -> None:
    """On tiny networks the plan is proven optimal, and no plan found by trying everything costs less."""
    problem = random_tiny(seed)
    plan = solve(problem, limits=Limits())
    verdict = assert_sound(problem, plan)
    assert all(proof.status is Status.OPTIMAL for proof in plan.proofs)
    assert verdict.cost == pytest.approx(cheapest(problem, DAY), abs=1e-6)


@pytest.mark.parametrize("misled", [-1.0, 1.0], ids=["agreed", "reconciled"])
@pytest.mark.parametrize("seed", range(7))
def test_the_bound_by_prices_is_one(seed: int, misled: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned pool by pool from either start a tiny plan is sound; the least cost is between bound and cost."""
    monkeypatch.setattr(search, "SMALL", -1)
    monkeypatch.setattr(search, "MISLED", misled)
    problem = random_tiny(seed)
    plan = solve(problem, limits=Limits())
    verdict = assert_sound(problem, plan)
    best = solve_at_once(problem)
    bound = sum(proof.bound for proof in plan.proofs if proof.bound is not None)
    assert bound <= best + 1e-6
    assert best - 1e-6 <= verdict.cost <= 1.2 * best + 1e-6


def solve_at_once(problem: StaffProblem) -> float:
    """The least cost by the joint model, which the test above holds against all plans."""
    return sum(
        build(part).program.solve(stage="test", partition=part.name, limits=Limits())[0].proof.objective or 0.0
        for chain in chains(prepare(typed(problem)))
        for part in chain
    )
