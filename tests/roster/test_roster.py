"""The whole of rostering on small problems: segments, holes, hours, partners, borders, repeatability."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from optimize.roster import Roster, RosterProblem, solve, solve_unchecked
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.units import split
from quarterhour.labels import LabelError
from quarterhour.messages import has
from quarterhour.result import Limits
from tests.roster.cases import at, day, duty, person, problem, random_problem, stretch

EXACT = Limits(work=20.0)


def named(given: RosterProblem) -> Roster:
    """The roster of a small problem."""
    return solve(given, limits=EXACT)


def reasons(roster: Roster) -> list[str]:
    """Why duties stay open."""
    return [reason.removeprefix("roster.reason_") for reason in roster.holes["reason"]]


def test_break_splits_the_work() -> None:
    """A duty with a break becomes work, break, work, all with its post; only the work is paid."""
    segments = named(problem([person("a")], [duty("d", 0, 8, 17, pause=(12, 13))])).segments
    assert segments["activity"].tolist() == ["work", "break", "work"]
    assert segments["paid"].tolist() == [True, False, True]
    assert segments["post"].eq("desk").all()
    assert segments["start"].tolist() == [at(0, 8), at(0, 12), at(0, 13)]


def test_lent_duty_travels_and_rests() -> None:
    """A lent duty has travel on both sides, and the way home leaves too little rest for 07:00."""
    lent = duty("far", 0, 12, 20, outlet="B", source="lent", lender="A", travel_minutes=30.0)
    given = problem([person("a")], [lent, duty("near", 1, 7, 15)])
    roster = named(given)
    assert len(roster.holes) == 1
    far = named(problem([person("a")], [lent])).segments
    assert far["activity"].tolist() == ["travel", "work", "travel"]
    assert far["start"].tolist() == [at(0, 11.5), at(0, 12), at(0, 20)]
    assert far["outlet"].eq("B").all()
    assert far["source"].eq("lent").all()


def test_hours_add_up_once() -> None:
    """Paid = work + paid breaks + travel + training + leave; standby stands apart and costs its factor."""
    duties = [
        duty("w", 0, 8, 17, pause=(12, 13), break_paid=True),
        duty("s", 2, 8, 16, activity="standby"),
        duty("l", 3, 9, 13, outlet="B", source="lent", lender="A", travel_minutes=30.0),
    ]
    absences = [("a", 4, "leave", 6.0), ("a", 5, "training", 3.0), ("a", 6, "unpaid", 8.0)]
    roster = named(problem([person("a", hours_week=10.0)], duties, absences=absences))
    hours = roster.hours.iloc[0]
    kinds = ["work", "paid_break", "travel", "training", "standby", "leave"]
    assert hours[kinds].tolist() == [12, 1, 1, 3, 8, 6]
    assert hours["paid"] == 12 + 1 + 1 + 3 + 6
    assert hours["overtime"] == 12 + 1 + 3 - 10
    # 40 an hour: paid hours, half as much again for six hours of overtime, a quarter for eight of standby
    assert hours["cost"] == 40 * (23 + 6 * 0.5 + 8 * 0.25)
    training = roster.segments[roster.segments["activity"] == "training"]
    assert training["start"].tolist() == [at(5, 9)]


def test_trainees_get_no_invented_training() -> None:
    """Hours left until trained give no segment without a row in the absences."""
    roster = named(problem([person("a", trained=False, training_left=20.0)]))
    assert roster.segments.empty


def test_untrained_serve_only_beside_trained() -> None:
    """A trainee fills the second place, but not a duty alone."""
    people = [person("a", trained=False), person("b")]
    roster = named(problem(people, [duty("two", 0, 8, 16, people=2), duty("one", 1, 8, 16)]))
    assert roster.holes.empty
    assert roster.segments.set_index("duty").loc["one", "employee"] == "b"
    alone = named(problem(people[:1], [duty("one", 1, 8, 16)]))
    assert len(alone.holes) == 1


def test_untrained_may_serve_beside_a_partner_slot() -> None:
    """Partner slots are trained and always there."""
    partner = duty("p", 0, 8, 16, source="partner", lender="offer")
    roster = named(problem([person("a", trained=False)], [duty("d", 0, 8, 16), partner]))
    assert roster.holes.empty


def test_guests_are_of_no_account_without_trainees() -> None:
    """A unit stays as it was when others' guests change, unless somebody in training serves beside them."""
    duties = [duty("d", 0, 8, 16), duty("p", 0, 8, 16, source="partner", lender="offer")]
    elsewhere = duty("q", 0, 8, 16, outlet="B", source="partner", lender="offer")
    for skilled in (True, False):
        given = problem([person("a", trained=skilled)], [*duties, elsewhere])
        (unit,) = split(bind(given, Calendar(given.grid, given.first_day, given.days)))
        assert unit.guests["outlet"].tolist() == ([] if skilled else ["A"])


def test_partner_slots() -> None:
    """Slots are numbered from 1, and neither in two places nor short of rest while another can go."""
    duties = [
        duty("d1", 0, 8, 16, source="partner", lender="offer", people=2),
        duty("d2", 0, 18, 22, source="partner", lender="offer"),
        duty("d3", 1, 8, 16, source="partner", lender="offer"),
    ]
    segments = named(problem([], duties)).segments
    assert set(segments["employee"]) == {"offer#1", "offer#2", "offer#3"}
    assert segments.groupby("duty")["employee"].agg(list).to_dict() == {
        "d1": ["offer#1", "offer#2"],
        "d2": ["offer#3"],
        "d3": ["offer#1"],
    }
    assert segments["source"].eq("partner").all()


def test_named_partner_people_take_their_duties() -> None:
    """Where a partner's people are named, they fill its duties."""
    given = problem([person("x", partner="P", outlet="B")], [duty("d", 0, 8, 16, source="partner", lender="P")])
    assert named(given).segments["employee"].tolist() == ["x"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (problem([], [duty("d", 0, 8, 16)]), "nobody"),
        (problem([person("a")], [duty("d", 0, 8, 16)], able=[]), "able"),
        (problem([person("a")], [duty("d", 3, 8, 16)], able=[("a", "A", "desk", day(2))]), "certificate"),
        (problem([person("a")], [duty("d", 0, 8, 16)], absences=[("a", 0, "sick", 8.0)]), "absent"),
        (problem([person("a", last_day=day(0))], [duty("d", 1, 8, 16)]), "employed"),
        (problem([person("a", night_work=False)], [duty("d", 0, 22, 30)]), "night_work"),
        (problem([person("a", shift_hours_most=6.0)], [duty("d", 0, 8, 16)]), "shift_length"),
        (problem([person("a", hours_day=6.0)], [duty("d", 0, 8, 16)]), "hours_day"),
        (problem([person("a", standby=False)], [duty("d", 0, 8, 16, activity="standby")]), "standby_consent"),
        (problem([person("a", trained=False)], [duty("d", 0, 8, 16)]), "together"),
        (problem([person("a")], [duty("d", 0, 8, 16, people=2)]), "one_duty_a_day"),
        (problem([person("a")], [duty("d", 0, 7, 15)], past=[stretch("a", -1, 15, 23)]), "rest"),
        (problem([person("a", hours_week_most=8.0)], [duty("d", 0, 8, 16), duty("e", 2, 8, 16)]), "hours_week"),
        (problem([person("a", hours_month_most=8.0)], [duty("d", 0, 8, 16), duty("e", 2, 8, 16)]), "hours_month"),
        (
            problem([person("a", consecutive_days=1)], [duty("d", 0, 8, 16), duty("e", 1, 8, 16)]),
            "consecutive_days",
        ),
        (problem([person("a", weekends_off=4)], [duty("d", 5, 8, 16)]), "weekends_off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hole_reasons(given: RosterProblem, reason: str) -> None:
    """A hole names what stops those who could have come, in words that the catalogues have."""
    roster = named(given)
    assert reasons(roster) == [reason]
    assert all(has(code) for code in (*roster.holes["reason"], *roster.holes["mend"]))


def test_past_days_count() -> None:
    """Five days before the first day leave one of six in a row."""
    past = [stretch("a", -number, 8, 16) for number in range(1, 6)]
    roster = named(problem([person("a")], [duty(f"d{number}", number, 8, 16) for number in range(2)], past=past))
    assert len(roster.holes) == 1


def test_rest_on_the_night_of_the_clock_change() -> None:
    """From 21:00 to 08:00 are twelve elapsed hours when the clock goes back, ten when it goes forward."""
    berlin = "Europe/Berlin"
    for date, holes in (("2026-10-24", 0), ("2027-03-27", 1)):
        number = (pd.Timestamp(date) - day(0)).days
        duties = [duty("d", number, 13, 21, zone=berlin), duty("e", number + 1, 8, 16, zone=berlin)]
        roster = named(problem([person("a", rest_hours=12.0 - holes)], duties, zone=berlin, first=number - 5))
        assert len(roster.holes) == holes


def test_night_duty_of_the_clock_change_has_elapsed_hours() -> None:
    """22:00 to 06:00 are nine hours of work in the night in which the clock goes back."""
    berlin = "Europe/Berlin"
    number = (pd.Timestamp("2026-10-24") - day(0)).days
    given = problem([person("a")], [duty("d", number, 22, 30, zone=berlin)], zone=berlin, first=number - 5)
    assert named(given).hours["work"].sum() == 9


def test_locked_segments_stay_and_fill_their_duty() -> None:
    """A locked segment keeps its person, fills the duty it matches, and is charged to nobody else."""
    given = problem([person("a"), person("b")], [duty("d", 0, 8, 16)], fixed=[stretch("b", 0, 8, 16)])
    roster = named(given)
    assert roster.segments[["employee", "duty", "locked"]].to_numpy().tolist() == [["b", "d", True]]
    assert roster.holes.empty


def test_locked_against_a_rule_is_reported() -> None:
    """Locked segments that break a hard rule stay, and the break is shown."""
    locked = [stretch("a", 0, 14, 23), stretch("a", 1, 7, 15)]
    given = problem([person("a")], able=[("a", "A", "desk")], fixed=locked)
    roster = named(given)
    broken = roster.rules[roster.rules["hard"]]
    assert broken[["rule", "amount"]].to_numpy().tolist() == [["rest", 3.0]]


def test_wishes_are_answered() -> None:
    """A day off is granted where a colleague can come, a day of work where there is none to refuse."""
    requests = [("a", 0, "off", 1.0), ("b", 0, "work", 1.0), ("b", 3, "work", 1.0)]
    roster = named(problem([person("a"), person("b")], [duty("d", 0, 8, 16)], requests=requests))
    assert roster.wishes["granted"].tolist() == [True, True, False]


def test_nothing_to_do() -> None:
    """Without duties there are only absences; without anybody there is nothing, and no failure."""
    roster = named(problem([person("a")], absences=[("a", 0, "leave", 8.0)]))
    assert roster.segments["activity"].tolist() == ["leave"]
    assert roster.holes.empty
    empty = named(problem([]))
    assert empty.segments.empty
    assert empty.hours.empty
    assert empty.proofs == ()


def test_unknown_people_are_refused() -> None:
    """An absence of somebody who is no employee raises."""
    with pytest.raises(LabelError, match="ghost"):
        named(problem([person("a")], absences=[("ghost", 0, "leave", 8.0)]))


def test_processes_do_not_change_the_answer() -> None:
    """Two processes give the roster of one, under a limit of work."""
    one, other = random_problem(3, people=5, days=14), random_problem(4, people=5, days=14)
    both = _joined(one, other)
    limits = Limits(work=0.1)
    first, spread = (solve(both, limits=limits, processes=count) for count in (1, 2))
    assert len(first.proofs) == 2
    pd.testing.assert_frame_equal(first.segments, spread.segments)
    pd.testing.assert_frame_equal(first.holes, spread.holes)
    pd.testing.assert_frame_equal(first.rules, spread.rules)
    assert [proof.objective for proof in first.proofs] == [proof.objective for proof in spread.proofs]


def _joined(one: RosterProblem, other: RosterProblem) -> RosterProblem:
    """Two outlets in one problem: the second's people, outlet and duties get names of their own."""
    parts = {}
    for name in ("duties", "employees", "able", "absences", "requests", "past", "fixed"):
        moved = getattr(other, name).copy()
        for column in set(moved.columns) & {"employee", "duty"}:
            moved[column] = "x" + moved[column]
        for column in set(moved.columns) & {"outlet", "lender"}:
            moved[column] = moved[column].replace({"A": "C", "B": "D"})
        parts[name] = pd.concat([getattr(one, name), moved], ignore_index=True)
    return RosterProblem(**parts, grid=one.grid, first_day=one.first_day, days=one.days)


def test_rules_are_looked_for_again_where_the_other_process_died() -> None:
    """What it was asked for is then missing, and comes from this process."""
    given = random_problem(3)
    found = solve_unchecked(given, limits=EXACT)
    lost = replace(found, rules=iter(()))
    rules = found.checked().rules
    assert len(rules)
    pd.testing.assert_frame_equal(lost.checked().rules, rules)
