"""Pairs of people: kept apart, together, a trainee beside the mentor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, solve
from quarterhour.result import Limits
from tests.roster.cases import day, duty, person, problem, random_problem, stretch
from tests.roster.test_agreement import points
from tests.roster.test_rules import amounts, worked

EXACT = Limits(work=10.0)


def tied(given: RosterProblem, *pairs: tuple[Any, ...]) -> RosterProblem:
    """The problem with pairs: employee, other, kind[, weight[, first day, last day]]."""
    rows = [(*pair, *(np.nan, None, None)[len(pair) - 3 :]) for pair in pairs]
    columns = ["employee", "other", "kind", "weight", "first_day", "last_day"]
    frame = pd.DataFrame(rows, columns=columns)
    for name in ("first_day", "last_day"):
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
    return replace(given, pairs=frame.astype({"employee": "str", "other": "str", "kind": "str", "weight": float}))


def two(*kinds: tuple[float, float], **more: Any) -> RosterProblem:
    """Two people, and duties of these hours on the first day."""
    return problem([person("a"), person("b")], [duty(f"d{n}", 0, *kind) for n, kind in enumerate(kinds)], **more)


def test_apart() -> None:
    """From 12 to 16 both are there: four hours; one after the other is allowed."""
    given = tied(two((8, 16), (12, 20), (16, 22)), ("a", "b", "apart"))
    rows = [worked("a", 0, 8, 16), worked("b", 0, 12, 20, duty="d1")]
    assert amounts(given, rows, "apart") == [4]
    assert amounts(given, [worked("a", 0, 8, 16), worked("b", 0, 16, 22, duty="d2")], "apart") == []
    roster = solve(given, limits=EXACT)
    assert len(roster.holes) == 1
    assert not roster.rules["hard"].any()


def test_apart_only_while_it_holds() -> None:
    """A pair that ends the day before ties nobody; one with a weight is told as priced."""
    rows = [worked("a", 0, 8, 16), worked("b", 0, 12, 20, duty="d1")]
    given = two((8, 16), (12, 20))
    assert amounts(tied(given, ("a", "b", "apart", np.nan, None, day(-1))), rows, "apart") == []
    priced = solve(tied(given, ("a", "b", "apart", 3.0)), limits=EXACT)
    found = priced.rules[priced.rules["rule"] == "apart"]
    assert found[["hard", "amount", "weight"]].to_numpy().tolist() == [[False, 4.0, 3.0]]


def test_apart_from_a_locked_duty() -> None:
    """Who is locked at the outlet keeps the other one away."""
    given = two((8, 16), fixed=[stretch("b", 0, 9, 15)], able=[("a", "A", "desk")])
    roster = solve(tied(given, ("a", "b", "apart")), limits=EXACT)
    assert roster.holes["reason"].tolist() == ["roster.reason_pairs"]


def test_together() -> None:
    """Other times on one day are a day; where one is away the other is free."""
    given = tied(two((8, 16), (9, 17)), ("a", "b", "together"))
    assert amounts(given, [worked("a", 0, 8, 16), worked("b", 0, 9, 17, duty="d1")], "together") == [1]
    assert amounts(given, [worked("a", 0, 8, 16)], "together") == [1]
    away = tied(two((8, 16), absences=[("b", 0, "leave", 8.0)]), ("a", "b", "together"))
    assert amounts(away, [worked("a", 0, 8, 16)], "together") == []
    assert len(solve(given, limits=EXACT).holes) == 2
    assert solve(tied(two((8, 16), (8, 16)), ("a", "b", "together")), limits=EXACT).holes.empty


def test_mentor() -> None:
    """The trainee's last hour without the mentor is one; a mentor without the trainee is free."""
    given = tied(two((8, 16), (9, 17)), ("b", "a", "mentor"))
    assert amounts(given, [worked("a", 0, 8, 16), worked("b", 0, 9, 17, duty="d1")], "mentor") == [1]
    assert amounts(given, [worked("a", 0, 8, 16)], "mentor") == []
    roster = solve(given, limits=EXACT)
    assert len(roster.holes) == 1
    assert not roster.rules["hard"].any()
    assert set(roster.segments["employee"]) == {"a"}


@pytest.mark.parametrize("seed", range(40, 46))
def test_agreement_of_pairs(seed: int) -> None:
    """On random pairs, hard and weighted: no hard break but those of locked duties, and the checker's points."""
    draw = np.random.default_rng(seed)
    given = random_problem(seed, people=4)
    kinds = [("e0", "e1", "apart"), ("e2", "e3", "together"), ("e1", "e2", "mentor")]
    pairs = [(*kind, float(draw.integers(1, 9)) if draw.random() < 0.5 else np.nan) for kind in kinds]
    roster = solve(tied(given, *pairs), limits=Limits(work=0.5))
    assert sum(proof.objective or 0.0 for proof in roster.proofs) == pytest.approx(points(roster.rules), abs=1e-3)
    broken = roster.rules[roster.rules["hard"] & roster.rules["rule"].isin(["apart", "together", "mentor"])]
    locked = set(given.fixed["employee"])
    assert broken.empty or set(broken["employee"]) <= locked
