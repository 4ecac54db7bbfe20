"""Budgets: what a roster costs by hand, ceilings that are kept or priced, and agreement of model and checker."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, check, solve
from optimize.roster.switching import switched_off
from optimize.roster.values import no_budgets
from quarterhour.result import Limits
from tests.roster.cases import day, duty, person, problem, random_problem, stretch

EXACT = Limits(work=5.0)


def within(given: RosterProblem, *ceilings: dict[str, Any]) -> RosterProblem:
    """The problem with ceilings of outlet A: most, weight, first_day and last_day by number."""
    rows = [
        {"limit": "b", "outlet": "A", "weight": np.nan}
        | one
        | {name: day(one[name]) for name in ("first_day", "last_day")}
        for one in ceilings
    ]
    empty = no_budgets()
    return replace(given, budgets=pd.DataFrame(rows).astype(empty.dtypes.to_dict())[list(empty)])


def two_days() -> RosterProblem:
    """Two duties of eight hours, one with a paid break, at 40 an hour: 320 each."""
    duties = [duty("d0", 0, 8, 16), duty("d1", 1, 8, 16, pause=(11, 12), break_paid=True)]
    return problem([person("a")], duties)


def told(given: RosterProblem, segments: pd.DataFrame) -> list[tuple[bool, float, str]]:
    """hard, amount and unit of breaks of budgets."""
    rules = check(given, segments)
    rules = rules[rules["rule"] == "budget"]
    return list(rules[["hard", "amount", "unit"]].itertuples(index=False, name=None))


def test_a_ceiling_is_kept() -> None:
    """640 are needed: with 639 a duty stays open and says why, with 640 none, and without the rule none."""
    given = within(two_days(), {"first_day": 0, "last_day": 6, "most": 639.0})
    assert solve(given, limits=EXACT).holes["reason"].tolist() == ["roster.reason_budget"]
    enough = within(two_days(), {"first_day": 0, "last_day": 6, "most": 640.0})
    roster = solve(enough, limits=EXACT)
    assert roster.holes.empty
    assert told(enough, roster.segments) == []
    assert told(given, roster.segments) == [(True, 1.0, "money")]
    assert solve(switched_off(given, frozenset({"b"})), limits=EXACT).holes.empty


def test_a_priced_ceiling_gives_way_to_a_hole() -> None:
    """340.5 beyond the ceiling are 341 units of money, cheaper than eight hours of a hole."""
    given = within(two_days(), {"first_day": 0, "last_day": 6, "most": 299.5, "weight": 2.0})
    roster = solve(given, limits=EXACT)
    assert roster.holes.empty
    assert told(given, roster.segments) == [(False, 341.0, "money")]


def test_what_was_published_is_paid_for() -> None:
    """Eight hours of the Sunday before leave 320 of 640 for a period that began on it."""
    given = replace(two_days(), past=problem([], past=[stretch("a", -1, 8, 16)]).past)
    long = within(given, {"first_day": -1, "last_day": 6, "most": 640.0})
    assert len(solve(long, limits=EXACT).holes) == 1
    assert solve(within(given, {"first_day": 0, "last_day": 6, "most": 640.0}), limits=EXACT).holes.empty


def test_standby_and_overtime_have_their_factors() -> None:
    """Four hours of standby at a quarter are 40; 44 hours of a regular week of 40 are 40 + 4 x 1.5 hours."""
    standby = problem([person("a")], [duty("d", 0, 8, 12, activity="standby")])
    days = [duty(f"d{number}", number, 8, 18 if number < 4 else 12) for number in range(5)]
    for given, costs in ((standby, 40.0), (problem([person("a")], days), 40 * 46.0)):
        roster = solve(within(given, {"first_day": 0, "last_day": 6, "most": costs}), limits=EXACT)
        assert roster.holes.empty
        short = within(given, {"first_day": 0, "last_day": 6, "most": costs - 1})
        assert told(short, roster.segments) == [(True, 1.0, "money")]
        assert len(solve(short, limits=EXACT).holes) >= 1


def test_standby_after_work_is_paid_as_standby() -> None:
    """Four locked hours of work and three of standby on one day are 160 and 30; 320 more are a duty."""
    fixed = [stretch("a", 0, 9, 13), stretch("a", 0, 15, 18, activity="standby")]
    given = problem([person("a")], [duty("d", 1, 8, 16)], fixed=fixed)
    roster = solve(within(given, {"first_day": 0, "last_day": 6, "most": 510.0}), limits=EXACT)
    assert roster.holes.empty
    assert told(within(given, {"first_day": 0, "last_day": 6, "most": 509.0}), roster.segments) == [
        (True, 1.0, "money")
    ]


@pytest.mark.parametrize("seed", range(90, 95))
def test_agreement_of_budgets(seed: int) -> None:
    """On random ceilings: the objective is the checker's points, and no hard one is passed but by what stands."""
    draw = np.random.default_rng(seed)
    ceilings = [
        {
            "limit": f"b{number}",
            "first_day": int(draw.integers(-9, 3)),
            "last_day": int(draw.integers(3, 12)),
            "most": float(draw.integers(2000, 9000)),
            "weight": weight,
        }
        for number, weight in enumerate((2.0, 1.0, np.nan))
    ]
    given = within(random_problem(seed), *ceilings)
    roster = solve(given, limits=Limits(work=0.5))
    points = (roster.rules["amount"] * roster.rules["weight"]).sum()
    assert sum(proof.objective or 0.0 for proof in roster.proofs) == pytest.approx(points, abs=1e-3)
    alone = check(given, roster.segments[roster.segments["locked"] | (roster.segments["duty"] == "")])
    beyond = [
        rules[rules["hard"] & (rules["rule"] == "budget")]["amount"].sum() for rules in (roster.rules, alone)
    ]
    assert beyond[0] == pytest.approx(beyond[1])
