"""Rules switched off for one run: neither the model nor the checker knows them any more; law stays."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.roster import check, solve
from optimize.roster.rules import ALLOWS, CONSTRAINS, LIMITS, PRICES
from optimize.roster.switching import PAIRS, SOFT, TERMS, switched_off
from quarterhour.result import Limits
from scenarios.network import rules_off
from tests.roster.cases import duty, limit, person, problem, random_problem

EXACT = Limits(work=5.0)


def test_every_rule_is_switchable_or_not() -> None:
    """The engine and the network's check know the same rules, and each of the engine's is of one kind."""
    assert set(rules_off.OF_CONTRACTS) == set(TERMS)
    assert set(rules_off.SOFT) == SOFT
    assert set(rules_off.PAIRS) == PAIRS
    assert {*ALLOWS, *CONSTRAINS, *PRICES} <= {*TERMS, *SOFT, *PAIRS, *rules_off.ROWS, *rules_off.NEVER}


def test_a_term_of_the_contract() -> None:
    """Six days of eight hours are four too many; without the rule all are filled and nothing is told."""
    given = problem([person("a")], [duty(f"d{number}", number, 8, 16) for number in range(6)])
    assert len(solve(given, limits=EXACT).holes) == 1
    free = switched_off(given, frozenset({"hours_week"}))
    roster = solve(free, limits=EXACT)
    assert roster.holes.empty
    assert "hours_week" not in set(roster.rules["rule"])
    assert "hours_week" in set(check(given, roster.segments)["rule"])


def test_a_soft_rule() -> None:
    """A refused wish costs nothing and is not told; what else is soft still is."""
    given = problem([person("a")], [duty("d", 0, 8, 16)], requests=[("a", 0, "off", 1.0)])
    roster = solve(switched_off(given, frozenset({"wishes"})), limits=EXACT)
    told = set(roster.rules["rule"])
    assert "wishes" not in told
    assert "hours_short" in told


@pytest.mark.parametrize("name", ["mine", "nights_in_row"])
def test_a_row_of_limits_by_name_or_rule(name: str) -> None:
    """The organisation's row goes, by its own name or its rule's; the law's of the same rule stays."""
    rows = [limit("a", "nights_in_row", most=1.0, limit="mine"), limit("a", "nights_in_row", most=2.0, law=True)]
    given = problem([person("a")], [duty("d", 0, 8, 16)], limits=rows)
    left = switched_off(given, frozenset({name})).limits
    assert left[["most", "law"]].to_numpy().tolist() == [[2.0, True]]


@pytest.mark.parametrize("seed", range(60, 66))
def test_agreement_with_rules_left_out(seed: int) -> None:
    """Of random rules left out neither side says anything; objective and checker's points are equal."""
    draw = np.random.default_rng(seed)
    every = sorted({*TERMS, *SOFT, *LIMITS})
    off = frozenset(rule for rule in every if draw.random() < 0.5)
    roster = solve(switched_off(random_problem(seed, limits=seed), off), limits=Limits(work=0.5))
    assert not off & set(roster.rules["rule"])
    points = (roster.rules["amount"] * roster.rules["weight"]).sum()
    assert sum(proof.objective or 0.0 for proof in roster.proofs) == pytest.approx(points, abs=1e-3)
