"""Cover by post and interval: two or three duties, the checker's words, and what the model does about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, check, solve
from optimize.roster.repair import Standing
from optimize.roster.rules.cover import room
from optimize.roster.switching import switched_off
from quarterhour.result import Limits
from tests.roster.cases import ZONE, at, day, duty, limit, person, problem, random_problem, stretch

EXACT = Limits(work=5.0)


def covered(given: RosterProblem, *limits: dict[str, Any]) -> RosterProblem:
    """The problem with limits of hours of a day: number, hours, least, most, weight, outlet, post, borrowed."""
    rows = [
        {
            "limit": "c",
            "outlet": "A",
            "post": "desk",
            "least": np.nan,
            "most": np.nan,
            "weight": np.nan,
            "borrowed": 0,
        }
        | {key: value for key, value in limit.items() if key not in ("number", "hours")}
        | {"day": day(limit["number"]), "start": at(limit["number"], hour), "end": at(limit["number"], hour + 1)}
        for limit in limits
        for hour in limit["hours"]
    ]
    table = pd.DataFrame(rows).astype({"day": "datetime64[us]", "limit": "str", "outlet": "str", "post": "str"})
    zoned = pd.DatetimeTZDtype("us", ZONE)
    return replace(given, cover=table.astype({"start": zoned, "end": zoned, "least": float, "most": float}))


def two() -> RosterProblem:
    """Two people and two duties that overlap from 12 to 16."""
    return problem([person("a"), person("b")], [duty("d0", 0, 8, 16), duty("d1", 0, 12, 20)])


def told(given: RosterProblem, segments: pd.DataFrame) -> list[tuple[str, bool, float, float]]:
    """rule, hard, amount, weight of cover."""
    rules = check(given, segments)
    rules = rules[rules["rule"].str.startswith("cover")]
    return list(rules[["rule", "hard", "amount", "weight"]].itertuples(index=False, name=None))


def test_a_least_is_priced() -> None:
    """Three wanted from 11 to 14: one is there for an hour and two for two hours, so four hours are missing."""
    given = covered(two(), {"number": 0, "hours": [11, 12, 13], "least": 3, "weight": 7})
    roster = solve(given, limits=EXACT)
    assert told(given, roster.segments) == [("cover_least", False, 4.0, 7.0)]
    blank = covered(two(), {"number": 0, "hours": [11, 12, 13], "least": 3})
    assert told(blank, roster.segments) == [("cover_least", False, 4.0, 1000.0)]
    lent = covered(two(), {"number": 0, "hours": [11, 12, 13], "least": 3, "weight": 7, "borrowed": 1})
    assert told(lent, roster.segments) == [("cover_least", False, 1.0, 7.0)]


def test_a_most_is_hard() -> None:
    """One at most at noon: a duty stays open and says why; without the rule both are filled, and are told."""
    given = covered(two(), {"number": 0, "hours": [12, 13], "most": 1})
    roster = solve(given, limits=EXACT)
    assert roster.holes["reason"].tolist() == ["roster.reason_cover_most"]
    assert told(given, roster.segments) == []
    free = solve(switched_off(given, frozenset({"c"})), limits=EXACT)
    assert free.holes.empty
    assert told(given, free.segments) == [("cover_most", True, 2.0, 0.0)]


def test_a_weighted_most_gives_way_to_a_hole() -> None:
    """Two hours at five points are cheaper than a hole."""
    given = covered(two(), {"number": 0, "hours": [12, 13], "most": 1, "weight": 5})
    roster = solve(given, limits=EXACT)
    assert roster.holes.empty
    assert told(given, roster.segments) == [("cover_most", False, 2.0, 5.0)]


def test_locked_people_count() -> None:
    """Somebody locked there leaves no room for the others, and is not undone."""
    given = problem([person("a"), person("b"), person("c")], [duty("d", 0, 8, 16)], fixed=[stretch("b", 0, 9, 15)])
    given = covered(given, {"number": 0, "hours": [10], "most": 1})
    assert solve(given, limits=EXACT).holes["reason"].tolist() == ["roster.reason_cover_most"]


def test_a_standing_roster_knows_the_rules_of_its_unit() -> None:
    """Limits, pairs and cover of another outlet do not concern a repair; its own count whom stands there."""
    people = [person("a"), person("b", outlet="B"), person("c", outlet="B"), person("d")]
    rows = [limit(name, "nights_in_row", most=1.0) for name in "abcd"]
    given = problem(people, [duty("d0", 0, 8, 16), duty("d1", 0, 8, 16, outlet="B")], limits=rows)
    given = covered(given, *({"number": 0, "hours": [10], "most": 1, "outlet": name} for name in "AB"))
    roster = solve(given, limits=EXACT)
    standing = Standing.of(given, roster.segments, "A")
    facts = standing.facts(standing.segments, standing.own)
    assert [asked.limit for asked in facts.limits] == ["nights_in_row"] * 2
    assert room(facts, np.zeros((2, 1), dtype=bool)).tolist() == [0]


@pytest.mark.parametrize("seed", range(70, 76))
def test_agreement_of_cover(seed: int) -> None:
    """On random limits: the objective is the checker's points, and no hard most is passed but by locked duties."""
    draw = np.random.default_rng(seed)
    limits = [
        {
            "limit": f"c{number}",
            "number": int(draw.integers(9)),
            "hours": range(8, 8 + int(draw.integers(2, 9))),
            "post": str(draw.choice(["desk", "cash"])),
            "least": float(draw.integers(1, 3)) if draw.random() < 0.7 else np.nan,
            "most": float(draw.integers(0, 3)) if draw.random() < 0.7 else np.nan,
            "weight": float(draw.integers(1, 9)) if draw.random() < 0.5 else np.nan,
            "borrowed": int(draw.integers(2)),
        }
        for number in range(8)
    ]
    given = covered(random_problem(seed), *limits)
    roster = solve(given, limits=Limits(work=0.5))
    points = (roster.rules["amount"] * roster.rules["weight"]).sum()
    assert sum(proof.objective or 0.0 for proof in roster.proofs) == pytest.approx(points, abs=1e-3)
    alone = check(given, roster.segments[roster.segments["locked"]])
    beyond = [
        rules[rules["hard"] & (rules["rule"] == "cover_most")]["amount"].sum() for rules in (roster.rules, alone)
    ]
    assert beyond[0] == pytest.approx(beyond[1])
