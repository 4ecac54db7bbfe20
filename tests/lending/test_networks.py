"""Random networks: every rule by the evaluator, the least cost by another model."""

from __future__ import annotations

import pytest

from benchmarks.lending.__main__ import small
from benchmarks.lending.compact import compact
from optimize.shared_staff.lending import solve
from quarterhour.result import Limits, Status
from scenarios.evaluate.lending import judge_lending


@pytest.mark.parametrize("block", range(4))
def test_rules_hold_on_random_networks(block):
    """No rule broken, and the same cost, on twenty networks; the benchmark `properties` has a thousand."""
    lent = 0
    for seed in range(5 * block, 5 * block + 5):
        problem = small(seed)
        plan = solve(problem)
        verdict = judge_lending(problem, plan.blocks.to_dict("records"))
        objective = sum(proof.objective for proof in plan.proofs)
        assert not verdict.broken, (seed, verdict.broken)
        assert verdict.cost == pytest.approx(objective, rel=1e-6)
        assert plan.costs["money"].sum() == pytest.approx(objective, rel=1e-6)
        missing = sum(verdict.missing.values())
        assert missing == plan.cover["short"].sum()
        assert plan.holes["reason"].ne("").all()
        lent += len(plan.blocks)
    assert lent > 0


@pytest.mark.parametrize("seed", range(6))
def test_another_model_finds_the_same_cost(seed):
    """The time-expanded model solved to its end costs the same; neither is below the other's bound."""
    problem = small(seed)
    plan = solve(problem)
    assert all(proof.status is Status.OPTIMAL for proof in plan.proofs)
    answer, _ = compact(problem).solve(stage="lending", partition="", limits=Limits())
    objective = sum(proof.objective for proof in plan.proofs)
    assert answer.proof.objective == pytest.approx(objective, rel=1e-6)


def test_the_same_seed_gives_the_same_plan():
    """Two runs agree block by block."""
    first, second = (solve(small(7)).blocks for _ in range(2))
    assert first.equals(second)
