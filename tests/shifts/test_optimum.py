"""The staff plan against every other plan."""

from __future__ import annotations

import pytest

from optimize.shifts import solve
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
