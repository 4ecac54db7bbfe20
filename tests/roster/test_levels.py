"""Priority levels: a lower one never buys anything with a higher one, and each has its proof."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimize.roster import RosterProblem, Weights, solve
from optimize.roster import by_level as levels
from optimize.roster.assign import formulate
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.levels import level_of
from optimize.roster.model import RosterModel
from optimize.roster.search import Found, search
from optimize.roster.units import split
from quarterhour.result import Limits, Status
from tests.roster.cases import duty, limit, person, problem, random_problem
from tests.roster.test_budget import within
from tests.roster.test_cover import covered

EXACT = Limits(work=5.0)


def wished(**levels: int) -> RosterProblem:
    """One duty on a day that its only taker wishes to be off, with a wish heavier than the hole."""
    given = problem([person("a")], [duty("d", 0, 8, 16)], requests=[("a", 0, "off", 1000.0)])
    return replace(given, levels=levels)


def test_weights_decide_inside_a_level() -> None:
    """Without levels the heavy wish is dearer than eight hours of a hole."""
    assert len(solve(wished(), limits=EXACT).holes) == 1


def test_a_higher_level_is_never_sold() -> None:
    """A wish of the second level, whatever its weight, does not open a hole; one of the first goes before it."""
    assert solve(wished(wishes=2), limits=EXACT).holes.empty
    assert len(solve(wished(hole=2), limits=EXACT).holes) == 1


def test_each_level_has_its_proof() -> None:
    """Objectives by level are the checker's points of the level's rules, and all are proven here."""
    given = wished(wishes=2, steady_starts=7)
    roster = solve(given, limits=EXACT)
    points = roster.rules.assign(points=roster.rules["amount"] * roster.rules["weight"])
    level = points["rule"].map(lambda rule: level_of(given.levels, rule))
    assert [proof.stage for proof in roster.proofs] == ["roster.1", "roster.2"]
    assert [proof.objective for proof in roster.proofs] == pytest.approx(
        [points.loc[level == number, "points"].sum() for number in (1, 2)]
    )
    assert {proof.status for proof in roster.proofs} == {Status.OPTIMAL}


def test_a_level_without_time_tells_what_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The roster of the first level stays, and what it costs in the second is told as no optimum."""
    given = wished(wishes=2)
    calendar = Calendar(given.grid, given.first_day, given.days)
    model = formulate(gather(split(bind(given, calendar))[0], calendar), Weights())

    def hurried(model: RosterModel, **more: Any) -> Found:
        found = search(model, **more)
        nothing = replace(found.proof, status=Status.UNKNOWN, objective=None)
        return found if more["brief"] else Found(np.zeros_like(found.taken), nothing)

    monkeypatch.setattr(levels, "search", hurried)
    found = levels.by_level(model, limits=EXACT)
    assert found.taken.sum() == 1
    assert [(proof.status, proof.objective) for proof in found.proofs][1] == (Status.FEASIBLE, 20_000.0)


def test_a_row_has_a_level_of_its_own() -> None:
    """The name of a row goes before its rule; a hard row is in no level that could wait."""
    levels = {"nights_in_row": 3, "mine": 2}
    assert [level_of(levels, "nights_in_row", name) for name in ("mine", "other")] == [2, 3]
    rows = [limit("a", "days_off_in_row", least=2.0, limit="mine")]
    given = problem([person("a")], [duty(f"d{number}", number, 8, 16) for number in (0, 2)], limits=rows)
    roster = solve(replace(given, levels={"mine": 2}), limits=EXACT)
    assert "days_off_in_row" not in set(roster.rules["rule"])
    assert [proof.stage for proof in roster.proofs] == ["roster"]


def test_rows_of_cover_and_budgets_have_levels() -> None:
    """A most at the post, or a ceiling, dearer than eight hours of a hole: of the second level it opens none."""
    both = problem([person("a"), person("b")], [duty("d0", 0, 8, 16), duty("d1", 0, 8, 16)])
    limited = covered(both, {"number": 0, "hours": [8, 9], "most": 1, "weight": 9000})
    priced = within(both, {"first_day": 0, "last_day": 6, "most": 320.0, "weight": 100.0})
    for given, name in ((limited, "c"), (priced, "b")):
        roster = solve(given, limits=EXACT)
        later = solve(replace(given, levels={name: 2}), limits=EXACT)
        assert (len(roster.holes), len(later.holes)) == (1, 0)
        assert [proof.stage for proof in later.proofs] == ["roster.1", "roster.2"]


@pytest.mark.parametrize("seed", range(80, 84))
def test_agreement_by_level(seed: int) -> None:
    """On random problems every level comes to the checker's points, and none of a later level is called optimal
    after one that is not."""
    levels = {"hole": 1, "wishes": 2, "overtime": 2, "fair_hours": 3, "hours_short": 3, "r3": 4}
    given = replace(random_problem(seed, limits=seed), levels=levels)
    roster = solve(given, limits=Limits(work=1.0))
    rules = roster.rules
    hard = rules["hard"] & (rules["weight"] > 0)
    level = [
        1 if must else level_of(levels, rule, name)
        for must, rule, name in zip(hard, rules["rule"], rules["limit"], strict=True)
    ]
    points = (rules["amount"] * rules["weight"]).groupby(level).sum()
    for proof in roster.proofs:
        assert proof.objective == pytest.approx(points.get(int(proof.stage[-1]), 0.0), abs=1e-3)
    proven = [proof.status is Status.OPTIMAL for proof in roster.proofs]
    assert proven == sorted(proven, reverse=True)
