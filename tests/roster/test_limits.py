"""Each rule of limits alone: the checker on two or three segments, and the model forbids or prices the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, Weights, solve
from optimize.roster.calendar import Calendar
from optimize.roster.checker.evidence import View
from optimize.roster.checker.limits import check_limits
from optimize.roster.commitments import bind
from optimize.roster.facts import Facts, gather
from optimize.roster.limits import Limit
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules import LIMITS
from optimize.roster.segments import lay_out
from optimize.roster.units import split
from optimize.roster.weights import MUST
from optimize.solve import solve_cp
from quarterhour.messages import LANGUAGES, catalogue
from quarterhour.result import Limits
from tests.roster.cases import duty, limit, person, problem, stretch
from tests.roster.many import side_by_side

EASY = {"rest_hours": 0.0, "hours_week_most": 168.0, "hours_month_most": 744.0, "consecutive_days": 31}
"""A contract that forbids nothing, so that only the limit speaks."""


Times = list[tuple[int, float, float]]
"""Day, begin and end of duties."""


@dataclass(frozen=True)
class Case:
    """A rule, published duties, duties taken, and the amounts that the rule tells."""

    asks: dict[str, Any]
    past: Times
    duties: Times
    amounts: list[float]


def case(rule: str, past: Times, duties: Times, amounts: list[float], **more: Any) -> Case:
    """A case from the rule's key and what its row says."""
    return Case(limit("a", rule, **more), past, duties, amounts)


TENS = [(0, 8.0, 18.0), (1, 8.0, 18.0)]
CASES = [
    # 8 + 8 hours of the week against 12
    case("hours_in_period", [], [(0, 8, 16), (1, 8, 16)], [4], period="week", most=12),
    # 31 August and 2 September lie before: eight hours of September, with two new days 24 against 20
    case("hours_in_period", [(-14, 8, 16), (-12, 8, 16)], [(0, 8, 16), (1, 8, 16)], [4], period="month", most=20),
    # the quarter goes back to July, so both past days count
    case("hours_in_period", [(-14, 8, 16), (-12, 8, 16)], [(0, 8, 16)], [4], period="quarter", most=20),
    case("hours_in_period", [(-14, 8, 16)], [(0, 8, 16)], [1], period="year", most=15),
    # the days -1 and 0 are one window of two days, 0 and 3 are not
    case("hours_in_period", [(-1, 8, 16)], [(0, 8, 16), (3, 8, 16)], [4], period="rolling", days=2, most=12),
    case("hours_in_period", [], [(5, 8, 16), (6, 8, 16)], [6], period="weekend", most=10),
    case("hours_in_period", [], [(1, 8, 16), (2, 8, 16)], [3], period="dates", first_day=0, last_day=1, most=5),
    # of the week only what is a night: 22:00 to 06:00
    case("hours_in_period", [], [(0, 8, 16), (2, 22, 30)], [2], period="week", most=6, what="night"),
    # eight hours of 20 that a week in the horizon should have
    case("hours_in_period", [], [(0, 8, 16)], [12], period="week", least=20),
    # twelve hours are four beyond a normal day of eight, one more than allowed
    case("overtime_in_period", [], [(0, 8, 20)], [1], period="day", normal_day=8, most=3),
    # by days 2 + 2, by the week of 12 hours eight: the larger one counts
    case(
        "overtime_in_period",
        [],
        [(0, 8, 18), (1, 8, 18)],
        [5],
        period="month",
        normal_day=8,
        normal_week=12,
        most=3,
    ),
    # ten hours in fourteen days are allowed at five a week: sixteen are six too many
    case("average_hours", [(-7, 8, 16)], [(0, 8, 16)], [6], period="rolling", days=14, most=5),
    # with a duty every day at noon the four days to day 2, 3, 4 and 5 have no 35 hours; the last one may go on
    case("weekly_rest", [], [(day, 10, 14) for day in range(7)], [1] * 4, period="rolling", days=4, least=35),
    case("weekly_rest", [], [(day, 10, 14) for day in range(5)], [], period="week", least=35),
    case("days_in_period", [], [(0, 8, 16), (1, 8, 16), (2, 8, 16)], [1], period="week", most=2),
    case("days_in_period", [(-1, 8, 16)], [(0, 8, 16)], [1, 1], period="rolling", days=3, most=1),
    case("days_off_in_period", [], [(day, 8, 12) for day in range(6)], [1], period="week", least=2),
    # one day off between two duty days where two should be
    case("days_off_in_row", [(-1, 8, 16)], [(1, 8, 16)], [1], least=2),
    case("nights_in_period", [(-2, 22, 30)], [(0, 22, 30)], [1], period="month", most=1),
    case("nights_in_row", [(-1, 22, 30)], [(0, 22, 30), (1, 22, 30)], [1, 1], most=1),
    case("duties_in_period", [], [(0, 14, 22), (1, 14, 22), (2, 8, 16)], [1], period="week", most=1, what="late"),
    case("duties_in_period", [], [(0, 8, 16)], [1], period="week", most=0, what="desk"),
    # the weekend before the horizon is in the same month
    case("weekends_in_period", [(-1, 8, 16)], [(5, 8, 16)], [1], period="month", most=1),
    case("weekends_in_row", [(-2, 8, 16)], [(6, 8, 16)], [1], most=1),
    case("whole_weekends", [], [(5, 8, 16)], [1]),
    case("whole_weekends", [], [(5, 8, 16), (6, 8, 16)], []),
    case("no_succession", [(-1, 22, 30)], [(0, 8, 16)], [1], what="night", then="early"),
    case("no_succession", [], [(0, 22, 30), (2, 8, 16)], [], what="night", then="early"),
    case("training_in_period", [], [], [4], period="week", least=4),
    # a night on an early day, no duty on days 1, 4 (late) and 6 (early); the anchor may lie after them
    case("rotation", [], [(0, 22, 30), (3, 8, 16)], [1, 1, 1, 1], what="E L O", first_day=30),
    # late, not night: day 0 fits, day 1 does not
    case("rotation", [], [(0, 14, 22), (1, 22, 30)], [1], what="LL *****", first_day=-7),
    case("rotation", [], [(0, 8, 16), (2, 22, 30)], [], what="D O D O O O O", first_day=0),
]
ASKED = {"days_off_in_row", "whole_weekends", "training_in_period"}


@pytest.fixture(scope="module")
def together() -> tuple[RosterProblem, pd.DataFrame]:
    """All cases as units of one problem, and the roster in which everybody takes all their duties."""
    given = side_by_side([built(one.asks, one.past, one.duties)[0] for one in CASES])
    bound = bind(given, Calendar(given.grid, given.first_day, given.days))
    taken = given.duties[["duty"]].assign(employee=given.duties["duty"].str.split(":").str[0] + ":a")
    return given, lay_out(bound, taken.astype("str"))


def test_the_checker_names_it(together: tuple[RosterProblem, pd.DataFrame]) -> None:
    """What each rule says of a few duties, by hand, and nothing else by that name."""
    found = check_limits(View(*together))
    for number, one in enumerate(CASES):
        own = found[found["employee"] == f"{number}:a"]
        assert own["amount"].round(6).tolist() == one.amounts, one
        assert set(own["rule"]) <= {one.asks["rule"]}, one


def test_nothing_is_told_after_a_rule_ended(together: tuple[RosterProblem, pd.DataFrame]) -> None:
    """Rules that held until long ago say nothing."""
    given, segments = together
    over = given.limits[given.limits["period"] != "dates"].assign(last_day=pd.Timestamp("2020-01-01"))
    assert check_limits(View(replace(given, limits=over), segments)).empty


def test_the_model_forbids_or_prices_it(together: tuple[RosterProblem, pd.DataFrame]) -> None:
    """Hard, all duties at once are impossible (or cost `MUST`); weighted, they cost what the checker adds up."""
    given = together[0]
    calendar = Calendar(given.grid, given.first_day, given.days)
    for unit in split(bind(given, calendar)):
        facts = gather(unit, calendar)
        (asks,), one = facts.limits, CASES[int(unit.name.split(":")[0])]
        amount = sum(one.amounts)
        lacks = asks.rule in ASKED or (asks.rule == "hours_in_period" and asks.least is not None)
        hard = pytest.approx(amount * MUST) if lacks or not amount else None
        assert points(facts, asks) == hard, one
        assert points(facts, replace(asks, weight=3)) == pytest.approx(3.0 * amount), one


def points(facts: Facts, asks: Limit) -> float | None:
    """What one limit alone costs in a model when all duties are taken; None where it forbids that."""
    model = RosterModel(facts, Weights(), np.ones((1, len(facts.kinds)), dtype=bool))
    LIMITS[asks.rule].post(model, asks)
    for missing in model.missing:
        model.cp.add(missing == 0)
    model.close()
    objective = solve_cp(model.cp, stage="roster", limits=Limits(work=5.0)).proof.objective
    return None if objective is None else objective / SCALE


def built(asks: dict[str, Any], past: Times, duties: Times) -> tuple[Any, pd.DataFrame]:
    """One person with one limit, and the roster in which that person takes all duties."""
    given = problem(
        [person("a", hours_day=24.0, **EASY)],
        [duty(f"d{number}", *one) for number, one in enumerate(duties)],
        past=[stretch("a", *one) for one in past],
        limits=[asks],
    )
    bound = bind(given, Calendar(given.grid, given.first_day, given.days))
    taken = pd.DataFrame({"employee": "a", "duty": given.duties["duty"]}).astype("str")
    return given, lay_out(bound, taken)


def test_a_cut_month_asks_for_nothing_yet() -> None:
    """A least of a month that goes on after the horizon is not asked for; its part before it counts for a most."""
    given, segments = built(limit("a", "hours_in_period", "month", least=100.0), [], [(0, 8, 16)])
    assert "hours_in_period" not in set(check_limits(View(given, segments))["rule"])


def test_leave_shortens_a_least() -> None:
    """With two of seven days on leave five sevenths of 14 hours are asked for: ten, of which eight are there."""
    given, _ = built(limit("a", "hours_in_period", "week", least=14.0), [], [(0, 8, 16)])
    away = problem([person("a")], absences=[("a", 2, "leave", 8.0), ("a", 3, "leave", 8.0)]).absences
    given = replace(given, absences=away)
    taken = pd.DataFrame({"employee": ["a"], "duty": ["d0"]}).astype("str")
    segments = lay_out(bind(given, Calendar(given.grid, given.first_day, given.days)), taken)
    found = check_limits(View(given, segments))
    assert found.loc[found["rule"] == "hours_in_period", "amount"].tolist() == [2]


def test_days_of_which_nothing_is_known_are_no_bonus() -> None:
    """Of four weeks two lie before the first published day: they count with the contract's forty hours each."""
    asks = limit("a", "average_hours", "rolling", days=28, most=40.0)
    given, segments = built(asks, [(-7, 8, 16)], [(day, 8, 16) for day in range(7)])
    # 14 unknown days of 40 / 7 hours, 8 before and 56 in the horizon: 144 of 160
    assert "average_hours" not in set(check_limits(View(given, segments))["rule"])
    tight = replace(given, limits=given.limits.assign(most=34.0))
    found = check_limits(View(tight, segments))
    assert found.loc[found["rule"] == "average_hours", "amount"].tolist() == [8]


def test_holes_name_the_limit() -> None:
    """A duty that a limit keeps open says so: the third night of a row that may have two."""
    given = problem(
        [person("a", **EASY)],
        [duty(f"d{number}", number, 22, 30) for number in range(3)],
        limits=[limit("a", "nights_in_row", most=2.0)],
    )
    roster = solve(given, limits=Limits(work=5.0))
    assert roster.holes["reason"].tolist() == ["roster.reason_nights_in_row"]
    assert roster.rules[roster.rules["hard"]].empty


def test_what_no_roster_can_give_stays_visible() -> None:
    """A hard least beyond all duties is told as broken and breaks nothing else: the duties are filled."""
    given = problem(
        [person("a", **EASY)],
        [duty("d0", 0, 8, 16)],
        limits=[limit("a", "hours_in_period", "week", least=20.0)],
    )
    roster = solve(given, limits=Limits(work=5.0))
    assert roster.holes.empty
    broken = roster.rules[roster.rules["hard"]]
    assert broken[["rule", "amount", "weight"]].to_numpy().tolist() == [["hours_in_period", 12.0, float(MUST)]]


@pytest.mark.parametrize("rule", LIMITS)
def test_every_rule_has_its_words(rule: str) -> None:
    """Each rule and what breaks it can be said in both languages."""
    for language in LANGUAGES:
        assert {f"roster.rule_{rule}", f"roster.broken_{rule}"} <= set(catalogue(language))
