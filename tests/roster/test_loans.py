"""Loans of a repair: a place that the unit can not fill goes to somebody of another unit, whose duties stay."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from optimize.roster.calendar import Calendar
from optimize.roster.checker import check_hard
from optimize.roster.commitments import bind
from optimize.roster.repair import Reach, Repair, Standing, lend, repair
from optimize.roster.segments import lay_out
from quarterhour.result import Limits
from tests.roster.cases import at, duty, person, problem
from tests.roster.standings import NOW, sick

EXACT = Limits(work=20.0)
WAYS = pd.DataFrame({"lender": ["B", "C"], "outlet": ["A", "A"], "minutes": [30.0, 20.0]})


def units(names: dict[str, list[str]], **terms: Any) -> list[Standing]:
    """Outlets A, B and C with a person each; duties of A and C on the second day, of B on the third."""
    homes = {"a": "A", "b": "B", "c": "C"}
    people = [person(name, outlet=home, **terms.get(name, {})) for name, home in homes.items()]
    duties = [duty("x", 1, 9, 17), duty("y", 2, 9, 17, outlet="B"), duty("z", 1, 9, 17, outlet="C")]
    able = [("a", "A", "desk"), ("b", "A", "desk"), ("b", "B", "desk"), ("c", "A", "desk"), ("c", "C", "desk")]
    given = problem(people, duties, able=able)
    taken = pd.DataFrame([(who, one) for who, held in names.items() for one in held], columns=["employee", "duty"])
    segments = lay_out(bind(given, Calendar(given.grid, given.first_day, given.days)), taken)
    return [Standing.of(given, segments, name) for name in "ABC"]


def lent(
    names: dict[str, list[str]], ways: pd.DataFrame = WAYS, earliest: pd.Timestamp = NOW, **terms: Any
) -> Repair:
    """The repair after a's absence on the second day, with loans."""
    unit, *lenders = units(names, **terms)
    return lend(
        repair(unit, sick("a", 1), NOW, limits=EXACT),
        Reach({one.name: one for one in lenders}.__getitem__, ways, earliest),
    )


def test_who_is_off_is_lent_and_the_lender_keeps_its_people() -> None:
    """c is nearer but serves at home; b comes, with ways of half an hour, and no hard rule breaks at B."""
    answer = lent({"a": ["x"], "b": ["y"], "c": ["z"]})
    assert answer.loans[["duty", "lender", "employee", "minutes"]].to_numpy().tolist() == [["x", "B", "b", 30.0]]
    assert answer.holes.empty
    (lender,) = answer.lenders
    mine = lender.segments[lender.segments["duty"] == "x>b"]
    assert mine["activity"].tolist() == ["travel", "work", "travel"]
    assert mine["start"].iloc[0] == at(1, 8.5)
    assert "y" in set(lender.segments["duty"])
    assert check_hard(lender.checked(), lender.segments).empty
    assert answer.standing.others["employee"].tolist() == ["b"]


@pytest.mark.parametrize(
    ("names", "more"),
    [
        ({"a": ["x"], "b": [], "c": ["z"]}, {}),  # y is open at B, but on another day: c serves, b is free
        ({"a": ["x"], "b": ["y"], "c": ["z"]}, {"b": {"travel_limit": 20.0}}),
        ({"a": ["x"], "b": ["y"], "c": ["z"]}, {"b": {"rest_hours": 17.0}}),
        ({"a": ["x"], "b": ["y"], "c": ["z"]}, {"b": {"trained": False}}),
    ],
)
def test_nobody_is_lent_against_a_rule(names: dict[str, list[str]], more: dict[str, Any]) -> None:
    """Too far for b, no rest before the own duty, a trainee alone: the place stays open and is told."""
    answer = lent(names, **more)
    assert (len(answer.loans) == 1) == (not more)
    assert answer.holes["duty"].tolist() == ([] if not more else ["x"])


def test_a_lender_that_is_short_lends_nobody() -> None:
    """C has an open place that day, so that c stays; b would come too late, or lives out of reach."""
    held = {"a": ["x"], "b": ["y"], "c": []}
    assert lent(held, WAYS[WAYS["lender"] == "C"]).loans.empty
    assert lent(held, WAYS.head(0)).loans.empty
    assert lent(held, earliest=at(1, 8.6)).loans.empty
    assert lent(held, earliest=at(1, 8.5)).loans["employee"].tolist() == ["b"]
