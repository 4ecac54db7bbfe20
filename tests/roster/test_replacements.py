"""Replacements, swaps and leave agree with the independent checker."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from optimize.roster.checker import check
from optimize.roster.openings import OPENINGS
from optimize.roster.repair import Candidates, Standing, leave, swap
from optimize.roster.repair.changes import segments_with
from optimize.roster.repair.costs import COSTS
from optimize.roster.repair.standing import without
from optimize.roster.rules import ALLOWS, CONSTRAINS, PRICES
from optimize.roster.weights import Weights
from quarterhour.labels import LabelError
from quarterhour.result import Limits
from tests.roster.cases import at, day, duty, person, problem, random_problem
from tests.roster.standings import NOW, stand
from tests.roster.test_budget import within
from tests.roster.test_cover import covered
from tests.roster.test_pairs import tied

EXACT = Limits(work=20.0)


def with_one(standing: Standing, employee: str, name: str) -> Standing:
    """The roster with one person put on one duty."""
    on = standing.own.set_index("duty")["day"][name]
    cells = pd.DataFrame({"employee": [employee], "day": [on], "before": [""], "after": [name]})
    return segments_with(cast("Any", SimpleNamespace(after=standing)), cells)


def open_duties(standing: Standing) -> list[str]:
    """Duties with a place that nobody holds."""
    filled = standing.cells.groupby("duty").size().reindex(standing.own["duty"]).fillna(0).to_numpy()
    return standing.own.loc[standing.own["people"].to_numpy() > filled, "duty"].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_replacements_agree_with_the_checker(seed: int) -> None:
    """Who may, and for how many points, is what the checker says of the roster with that one person put in."""
    standing = stand(random_problem(seed))
    before = check(standing.checked(), standing.segments)
    candidates = Candidates.of(standing)
    for name in open_duties(standing)[:3]:
        found = candidates.rank(name)
        row = standing.own.set_index("duty").loc[name]
        beside = row["activity"] == "work" and row["source"] == "own"
        for one in found.ranked.to_dict("records"):
            after = check(standing.checked(), with_one(standing, one["employee"], name).segments)
            told = set(found.breaks.loc[found.breaks["employee"] == one["employee"], "rule"])
            mine, had = (
                rules[rules["hard"] & (rules["employee"] == one["employee"])] for rules in (after, before)
            )
            worse = mine.groupby("rule")["amount"].sum().sub(had.groupby("rule")["amount"].sum(), fill_value=0.0)
            broken = set(worse[worse > 1e-9].index)
            if {"one_duty_a_day", "absent"} & told:
                # with two things on one day the checker's other rules see both as one
                assert broken
            elif not beside:
                # the house puts no trainee on standby or lent duties, whoever is there
                assert broken - {"trained"} == told - {"trained"}
            else:
                assert broken == told
            if one["possible"]:
                change = (after["amount"] * after["weight"]).sum() - (before["amount"] * before["weight"]).sum()
                assert one["points"] == pytest.approx(change, abs=1e-3)


@pytest.mark.parametrize("seed", range(2))
def test_change_in_every_rule_is_the_checkers(seed: int) -> None:
    """Limits, pairs, cover and budgets with a weight too: each candidate's change is the checker's by rule."""
    standing = half_filled(seed)
    before = by_rule(check(standing.checked(), standing.segments))
    candidates = Candidates.of(standing)
    for name in open_duties(standing)[:3]:
        found = candidates.rank(name)
        for who in found.ranked.loc[found.ranked["possible"], "employee"]:
            told = by_rule(found.costs[found.costs["employee"] == who])
            after = by_rule(check(standing.checked(), with_one(standing, who, name).segments))
            change = after.sub(before, fill_value=0.0)
            assert told.to_dict() == pytest.approx(change[change.abs() > 1e-6].to_dict(), abs=1e-3)


def test_a_split_duty_is_priced_part_by_part() -> None:
    """In its long break nobody is kept apart from, beside or counted with anybody: the checker's word too."""
    people = [person(name, split_days_week=7) for name in "abcdef"]
    duties = [duty(name, 1, 8, 21, pause=(11, 17)) for name in ("open", "alike")]
    duties += [duty("beside", 1, 9, 18), duty("early", 1, 8, 12), duty("between", 1, 12, 16)]
    pairs = [("a", "b", "apart", 3.0), ("a", "c", "together", 5.0), ("a", "d", "mentor", 4.0)]
    pairs += [("e", "a", "mentor", 2.0), ("f", "e", "apart", 6.0)]
    given = tied(problem(people, duties), *pairs)
    given = covered(given, {"number": 1, "hours": range(8, 21), "least": 4, "most": 4, "weight": 7.0})
    held = {"b": ["beside"], "c": ["alike"], "d": ["early"], "e": ["between"]}
    standing = stand(given, held)
    before = by_rule(check(standing.checked(), standing.segments))
    found = Candidates.of(standing).rank("open")
    possible = found.ranked.loc[found.ranked["possible"], "employee"].tolist()
    assert set(possible) == {"a", "f"}
    for who in possible:
        told = by_rule(found.costs[found.costs["employee"] == who])
        change = by_rule(check(standing.checked(), with_one(standing, who, "open").segments))
        change = change.sub(before, fill_value=0.0)
        assert told.to_dict() == pytest.approx(change[change.abs() > 1e-6].to_dict(), abs=1e-3)
        tied_in = {"apart", "together", "mentor"} & set(told.index)
        assert tied_in == ({"apart", "together", "mentor"} if who == "a" else set())


def half_filled(seed: int) -> Standing:
    """A roster with every other duty open, few hard terms, and all that can have a price priced."""
    given = random_problem(seed, limits=seed)
    easy = given.employees.assign(hours_week_most=60.0, hours_month_most=190.0, consecutive_days=6, weekends_off=0)
    given = replace(given, employees=easy, limits=given.limits.fillna({"weight": 3.0}))
    pairs = [("e0", "e1", "apart", 3.0), ("e1", "e2", "together", 5.0), ("e3", "e0", "mentor", 4.0)]
    hours = {"hours": range(8, 16), "least": 1 + seed % 2, "most": 1, "weight": 7.0}
    given = covered(tied(given, *pairs), *({"number": number, **hours} for number in range(given.days)))
    standing = stand(within(given, {"first_day": 0, "last_day": 8, "most": 640.0, "weight": 2.0}))
    gone = standing.cells[seed % 2 :: 2]
    return replace(standing, segments=without(standing.segments, gone), cells=standing.cells.drop(gone.index))


def by_rule(rules: pd.DataFrame) -> pd.Series:
    """Points by rule."""
    points = (rules["amount"] * rules["weight"]).groupby(rules["rule"]).sum()
    return points[points.abs() > 1e-6]


def test_every_rule_is_looked_at() -> None:
    """A rule that is added to the model has to be told of replacements too."""
    assert set(COSTS) == set(PRICES)
    # the opening "pairs" looks at all three kinds of pair; a least of cover forbids nothing
    told = {*ALLOWS, *(key for key, _ in OPENINGS), *("apart", "together", "mentor", "cover_least")}
    assert set(CONSTRAINS) <= told
    assert "pairs" in told


def test_ranks_by_points_and_names_what_breaks() -> None:
    """Overtime ranks behind regular hours; who has no rest is told by that rule; a full duty is refused."""
    people = [person("a", hours_week=8.0), person("b"), person("c"), person("d")]
    duties = [duty("x", 2, 9, 17), duty("y", 1, 14, 23), duty("z", 0, 9, 17)]
    standing = stand(problem(people, duties), {"c": ["y"], "a": ["z"]})
    found = Candidates.of(standing).rank("x")
    assert found.ranked["employee"].tolist()[-1] == "c"
    assert found.ranked["employee"].tolist().index("b") < found.ranked["employee"].tolist().index("a")
    assert found.breaks.to_numpy().tolist() == [["c", "rest"]]
    over = found.ranked.set_index("employee").loc["a"]
    # 8 hours at 40, all of them beyond the regular 8, at a factor of 1.5
    assert (over["overtime"], over["money"]) == (8.0, 480.0)
    with pytest.raises(LabelError, match="no open place"):
        Candidates.of(standing).rank("y")


def test_swap_is_allowed_where_no_rule_breaks() -> None:
    """Two who hold each other's posts exchange; where one does not, the rule is named; the past stays."""
    people, duties = [person("a"), person("b")], [duty("x", 1, 9, 17), duty("y", 1, 12, 20, post="cash")]
    standing = stand(problem(people, duties), {"a": ["x"], "b": ["y"]})
    fine = swap(standing, "a", "b", [day(1)], NOW)
    assert fine.allowed
    assert fine.standing.cells[["employee", "duty"]].to_numpy().tolist() == [["a", "y"], ["b", "x"]]
    able = [("a", "A", "desk"), ("b", "A", "desk"), ("b", "A", "cash")]
    refused = swap(stand(problem(people, duties, able=able), {"a": ["x"], "b": ["y"]}), "a", "b", [day(1)], NOW)
    assert not refused.allowed
    assert refused.rules.loc[refused.rules["hard"], ["rule", "employee"]].to_numpy().tolist() == [["able", "a"]]
    assert not swap(standing, "a", "b", [day(1)], at(1, 13)).allowed


def test_leave() -> None:
    """Granted where nobody is missed; else the hole is told with other dates; the balance counts days on duty."""
    duties = [duty("x", 1, 9, 17), duty("y", 3, 9, 17)]
    able = [("a", "A", "desk"), ("b", "A", "desk")]
    people = [person("a"), person("b", last_day=day(4))]
    taken = {"a": ["x", "y"]}
    standing = stand(problem(people, duties, able=able, absences=[("b", 1, "sick", 8)]), taken)

    def ask(number: int, left: float = 5.0) -> Any:
        return leave(standing, "a", day(number), day(number), NOW, entitled=5.0, taken=5.0 - left, limits=EXACT)

    fine = ask(3)
    assert fine.granted
    assert (fine.balance.asked, fine.balance.left) == (1.0, 4.0)
    refused = ask(1)
    assert refused.refused == "roster.leave_hole"
    assert refused.repair.holes["duty"].tolist() == ["x"]
    # day 0 lies before "after today", days 2 and 3 work: nobody is needed, and b can come
    assert refused.others["first"].tolist()[0] == day(2)
    assert ask(3, left=0.0).refused == "roster.leave_balance"
    assert ask(2, left=0.0).granted


@pytest.mark.parametrize(
    ("number", "hours", "what", "counts"),
    [(5, (8, 16), "weekend_days", 1.0), (0, (22, 26), "nights", 1.0), (1, (8, 16), "holidays", 0.5)],
)
def test_half_a_one_beyond_counts_by_steps(number: int, hours: tuple[int, int], what: str, counts: float) -> None:
    """Who had half a weekend day, night or holiday more than a comparable one and gets another is a half beyond.

    Of weekend days and nights that is a whole one begun, of holidays two quarters: for whoever ranks as for the
    checker.
    """
    duties = [duty("open", number, *hours), duty("held", 2, 8, 16)]
    given = problem([person(name, night_work=True) for name in "ab"], duties, holidays=[1])
    ledger = pd.DataFrame(
        {"employee": ["a", "b"], "hours": 0.0, "nights": 0.0, "weekend_days": 0.0, "holidays": 0.0}
    )
    standing = stand(replace(given, ledger=ledger.assign(**{what: [0.5, 0.0]})), {"b": ["held"]})
    found = Candidates.of(standing).rank("open")
    rule = f"even_{what.removesuffix('_days').removesuffix('s')}s"
    points = counts * getattr(Weights(), rule)
    before = by_rule(check(standing.checked(), standing.segments))
    for who, beyond in (("a", points), ("b", 0)):
        told = by_rule(found.costs[found.costs["employee"] == who])
        change = by_rule(check(standing.checked(), with_one(standing, who, "open").segments))
        assert told.get(rule, 0.0) == beyond
        assert change.sub(before, fill_value=0.0).get(rule, 0.0) == beyond
