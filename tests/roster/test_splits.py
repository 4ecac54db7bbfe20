"""Split duties: who may have them, how many, how long, and where people are in the long break."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from optimize.roster import RosterProblem, Weights, solve
from optimize.roster.assign import formulate
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.model import RosterModel
from optimize.roster.repair import Event, repair
from optimize.roster.repair.event import ABSENCE
from optimize.roster.rules import ALLOWS
from optimize.roster.units import split as units
from optimize.solve import solve_cp
from quarterhour.result import Limits
from tests.roster.cases import at, duty, limit, person, problem, stretch
from tests.roster.standings import NOW, stand
from tests.roster.test_cover import covered, told
from tests.roster.test_pairs import tied
from tests.roster.test_rules import amounts

EXACT = Limits(work=5.0)


def split(name: str, number: int, **more: Any) -> dict[str, Any]:
    """A duty from 8 to 11 and from 17 to 21."""
    return duty(name, number, 8, 21, pause=(11, 17), **more)


def parts(name: str, number: int, begins: float = 8) -> list[dict[str, Any]]:
    """The same as it was published, the first part from `begins` on."""
    hours = ((begins, 11, "work"), (11, 17, "break"), (17, 21, "work"))
    return [stretch(name, number, first, last, kind) for first, last, kind in hours]


def agreed(name: str, days: int = 7, **terms: Any) -> dict[str, Any]:
    """Somebody whose contract agrees to split duties."""
    return person(name, split_days_week=days, **terms)


def model_of(given: RosterProblem) -> RosterModel:
    """The model of the one unit."""
    calendar = Calendar(given.grid, given.first_day, given.days)
    return formulate(gather(units(bind(given, calendar))[0], calendar), Weights())


def forbidden(given: RosterProblem) -> list[str]:
    """Rules of one duty that keep the first employee from the first duty."""
    facts = model_of(given).facts
    return [key for key, allows in ALLOWS.items() if not allows(facts)[0, 0]]


def unfilled(given: RosterProblem) -> int:
    """Places that the best roster leaves open."""
    model = model_of(given)
    answer = solve_cp(model.cp, stage="roster", limits=EXACT)
    return sum(answer.solver.value(missing) for missing in model.missing)


def holes(given: RosterProblem) -> list[str]:
    """Why duties stay open."""
    return solve(given, limits=EXACT).holes["reason"].tolist()


def all_taken(given: RosterProblem, rule: str) -> list[float]:
    """Amounts of a rule where the first employee does everything."""
    rows = [
        {"employee": "a", "start": start, "end": end, "activity": activity, "duty": one["duty"], "day": one["day"]}
        | {"outlet": "A", "post": "desk", "source": "own", "locked": False, "paid": activity == "work"}
        for one in given.duties.to_dict("records")
        for start, end, activity in (
            (one["start"], one["break_start"], "work"),
            (one["break_start"], one["break_end"], "break"),
            (one["break_end"], one["end"], "work"),
        )
    ]
    return amounts(given, rows, rule)


def test_only_where_the_contract_agrees() -> None:
    """Nobody agreed: the duty stays open and says so; the checker tells one too many."""
    nobody = problem([person("a")], [split("d", 0)])
    assert holes(nobody) == ["roster.reason_split_days"]
    assert all_taken(nobody, "split_days") == [1]
    assert not forbidden(problem([agreed("a", 1)], [split("d", 0)]))


def test_hours_are_those_of_the_parts() -> None:
    """Three and four hours are paid; ten hours a day and a shift of ten are kept though it takes thirteen."""
    given = problem([agreed("a", shift_hours_most=7.0, hours_day=7.0)], [split("d", 0)])
    roster = solve(given, limits=EXACT)
    assert roster.holes.empty
    assert roster.hours["paid"].sum() == 7
    assert set(roster.rules.loc[roster.rules["hard"], "rule"]) == set()


def test_days_of_a_week() -> None:
    """Three split duties and two agreed: one stays open."""
    given = problem([agreed("a", 2)], [split(f"d{number}", number) for number in range(3)])
    assert unfilled(given) == 1
    assert all_taken(given, "split_days") == [1]


def test_days_of_the_week_before_the_first_day() -> None:
    """A split duty on Monday counts in a week that is planned from Tuesday."""
    given = problem([agreed("a", 1)], [split("d", 2)], past=parts("a", 0), first=1)
    assert unfilled(given) == 1
    assert all_taken(given, "split_days") == [1]


@pytest.mark.parametrize(
    ("terms", "rule", "amount"),
    [
        ({"split_spread_most": 12.0}, "split_spread", 1),
        ({"split_break_most": 5.0}, "split_break", 1),
        ({"split_break_least": 6.5}, "split_break", 0.5),
        ({"shift_hours_most": 6.0}, "shift_length", 1),
        ({"shift_hours_least": 8.0}, "shift_length", 1),
    ],
)
def test_times_of_a_split_duty(terms: dict[str, float], rule: str, amount: float) -> None:
    """13 hours from first to last, 6 between and 7 of work; each term that is stricter forbids the duty."""
    given = problem([agreed("a", **terms)], [split("d", 0)])
    assert forbidden(given) == [rule]
    assert all_taken(given, rule) == [amount]


def test_the_spread_holds_the_ways() -> None:
    """Half an hour of way each side makes fourteen hours of thirteen."""
    lent = split("d", 0, outlet="B", source="lent", lender="A", travel_minutes=30.0)
    assert forbidden(problem([agreed("a")], [lent])) == ["split_spread"]


def test_rest_counts_from_the_last_end() -> None:
    """From 21:00 to 7:00 are ten hours of eleven, whatever the long break before."""
    given = problem([agreed("a")], [duty("d1", 1, 7, 15)], past=parts("a", 0), first=1)
    assert forbidden(given) == ["rest"]


def test_a_short_or_paid_break_makes_no_split_duty() -> None:
    """Two hours and a half, or four that are paid, are breaks of one duty."""
    shorter = duty("d", 0, 8, 16, pause=(11, 13.5))
    paid = duty("d", 0, 8, 20, pause=(11, 15), break_paid=True)
    for one in (shorter, paid):
        assert not forbidden(problem([person("a", hours_day=12.0)], [one]))


def test_nobody_covers_the_post_in_the_long_break() -> None:
    """One wanted at 10, 14 and 18: the split duty is there at 10 and 18, planned or locked."""
    wanted = {"number": 0, "hours": [10, 14, 18], "least": 1, "weight": 7}
    for given in (
        problem([agreed("a")], [split("d", 0)]),
        problem([agreed("a")], [split("d", 0)], fixed=parts("a", 0)),
    ):
        limited = covered(given, wanted)
        roster = solve(limited, limits=EXACT)
        assert told(limited, roster.segments) == [("cover_least", False, 1.0, 7.0)]
        assert roster.proofs[0].objective == pytest.approx((roster.rules["amount"] * roster.rules["weight"]).sum())


def test_a_most_leaves_room_in_the_long_break() -> None:
    """At most one: from 11 to 17 another may stand in."""
    both = problem([agreed("a"), person("b")], [split("d0", 0), duty("d1", 0, 11, 17)])
    assert unfilled(covered(both, {"number": 0, "hours": range(8, 21), "most": 1})) == 0


def test_apart_in_the_long_break() -> None:
    """Two who are kept apart: one works while the other is away, not an hour longer."""
    staff = [agreed("a"), person("b", shift_hours_least=1.0)]
    for ends, open_ in ((17, 0), (18, 1)):
        given = tied(problem(staff, [split("d0", 0), duty("d1", 0, 11, ends)]), ("a", "b", "apart"))
        assert unfilled(given) == open_


def test_together_means_the_same_parts() -> None:
    """Thirteen hours with and without the long break are not the same times."""
    staff = [agreed("a"), person("b", hours_day=13.0, shift_hours_most=13.0)]
    given = tied(problem(staff, [split("d0", 0), duty("d1", 0, 8, 21)]), ("a", "b", "together"))
    assert unfilled(given) == 2


def test_no_trainee_in_the_mentors_break() -> None:
    """The mentor is away from 11 to 17: a trainee's duty from 9 to 15 is not given."""
    staff = [person("b"), agreed("m")]
    given = tied(
        problem(staff, [split("d0", 0), duty("d1", 0, 9, 15)], able=[("b", "A", "desk"), ("m", "A", "desk")]),
        ("b", "m", "mentor"),
    )
    assert unfilled(given) == 1


@pytest.mark.parametrize(
    ("hours", "served"),
    [
        ((12, 15), ["a 08-11 d", "a 17-21 d"]),
        ((14, 19), ["a 08-11 d/1", "b 17-21 d/1+"]),
        ((7, 12), ["a 17-21 d/1", "b 08-11 d/1+"]),
    ],
)
def test_absence_for_a_part_of_the_day(hours: tuple[int, int], served: list[str]) -> None:
    """In the long break it changes nothing; else the other part stays, and this one is a duty for others."""
    given = problem([agreed("a"), person("b")], [split("d", 0)])
    away = pd.DataFrame([("a", at(0, hours[0]), at(0, hours[1]), "sick", 0.0)], columns=ABSENCE)
    answer = repair(stand(given, {"a": ["d"]}), Event(absences=away), NOW, limits=EXACT)
    segments = answer.standing.segments
    work = segments[segments["activity"] == "work"]
    spans = work["start"].dt.strftime("%H") + "-" + work["end"].dt.strftime("%H")
    assert (work["employee"] + " " + spans + " " + work["duty"]).tolist() == served


def test_split_is_a_kind_of_duty() -> None:
    """Rules of kinds may speak of split duties: at most one in any seven days, no early duty after one."""
    given = problem(
        [agreed("a")],
        [split("d0", 0), split("d1", 2)],
        limits=[limit("a", "duties_in_period", "rolling", days=7, what="split", most=1.0)],
    )
    assert unfilled(given) == 1
    assert all_taken(given, "duties_in_period") == [1] * 5
    after = problem(
        [agreed("a")],
        [split("d0", 0), duty("d1", 1, 9, 15)],
        limits=[limit("a", "no_succession", what="split", then="early")],
    )
    assert unfilled(after) == 1
