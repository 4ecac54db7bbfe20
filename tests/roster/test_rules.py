"""Each rule alone: the checker on two or three segments, no solver."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from optimize.roster import RosterProblem, check
from tests.roster.cases import at, day, duty, person, problem, stretch

Row = dict[str, Any]


def worked(name: str, number: int, begins: float, ends: float, **more: Any) -> Row:
    """A segment of a roster on a duty `d<number>`, or as `more` says."""
    base = {"outlet": "A", "post": "desk", "activity": "work", "source": "own", "locked": False, "paid": True}
    zone = more.pop("zone", "Asia/Shanghai")
    return {
        "employee": name,
        "start": at(number, begins, zone),
        "end": at(number, ends, zone),
        "duty": f"d{number}",
        "day": day(number),
        **base,
        **more,
    }


def amounts(given: RosterProblem, rows: list[Row], rule: str) -> list[float]:
    """Amounts that the checker finds for one rule."""
    columns = ["employee", "start", "end", "outlet", "post", "activity", "source", "locked", "duty", "day", "paid"]
    segments = pd.DataFrame(rows, columns=columns)
    for name in ("start", "end"):
        zone = given.grid.timezone
        segments[name] = (
            pd.to_datetime(segments[name], utc=True).dt.tz_convert(zone).astype(pd.DatetimeTZDtype("us", zone))
        )
    segments = segments.astype(
        {"day": "datetime64[us]", "locked": bool, "paid": bool, "employee": "str", "duty": "str"}
    )
    rules = check(given, segments)
    return [round(amount, 6) for amount in rules.loc[rules["rule"] == rule, "amount"]]


def duties_on(days: range, begins: float = 8, ends: float = 16, **more: Any) -> list[Row]:
    """One duty a day."""
    return [duty(f"d{number}", number, begins, ends, **more) for number in days]


def test_able() -> None:
    """A certificate that ran out the day before forbids the post; on its last day it still holds."""
    given = problem([person("a")], duties_on(range(2)), able=[("a", "A", "desk", day(0))])
    assert amounts(given, [worked("a", 0, 8, 16)], "able") == []
    assert amounts(given, [worked("a", 1, 8, 16)], "able") == [1]


def test_employed() -> None:
    """The first day of employment counts, the day before does not."""
    given = problem([person("a", first_day=day(1))], duties_on(range(2)))
    assert amounts(given, [worked("a", 0, 8, 16), worked("a", 1, 8, 16)], "employed") == [1]


def test_absent() -> None:
    """A night duty that runs into a day of leave breaks the rule, one that ends at its midnight does not."""
    given = problem([person("a")], duties_on(range(2)), absences=[("a", 1, "leave", 8.0)])
    assert amounts(given, [worked("a", 0, 16, 24)], "absent") == []
    assert amounts(given, [worked("a", 0, 22, 30)], "absent") == [1]


def test_absent_after_the_horizon() -> None:
    """The last night may run into a day of known leave after the horizon for nobody who is away then."""
    people = [person(name, rest_hours=8.0) for name in "ab"]
    given = problem(people, [duty("d0", 6, 22, 30)], later=[("a", 7)])
    assert amounts(given, [worked("a", 6, 22, 30)], "absent") == [1]
    assert amounts(given, [worked("b", 6, 22, 30)], "absent") == []
    assert amounts(given, [worked("a", 6, 16, 24)], "absent") == []


def test_absent_on_training() -> None:
    """No duty starts on a day of training, even late in the evening."""
    given = problem([person("a")], duties_on(range(2)), absences=[("a", 1, "training", 4.0)])
    assert amounts(given, [worked("a", 1, 20, 23)], "absent") == [1]


def test_one_duty_a_day() -> None:
    """A second duty on the same day counts once."""
    given = problem([person("a")], [duty("d0", 0, 8, 12), duty("e0", 0, 14, 18)])
    assert amounts(given, [worked("a", 0, 8, 12), worked("a", 0, 14, 18, duty="e0")], "one_duty_a_day") == [1]


def test_rest() -> None:
    """From 22:00 to 07:00 are nine hours: two are missing to eleven."""
    given = problem([person("a")], duties_on(range(2)))
    assert amounts(given, [worked("a", 0, 14, 22), worked("a", 1, 7, 15)], "rest") == [2]
    assert amounts(given, [worked("a", 0, 12, 20), worked("a", 1, 7, 15)], "rest") == []


def test_rest_counts_the_way_home() -> None:
    """Travel home after a lent duty shortens the rest by its minutes."""
    given = problem([person("a")], duties_on(range(2)))
    home = worked("a", 0, 20, 20.5, activity="travel")
    assert amounts(given, [worked("a", 0, 12, 20), home, worked("a", 1, 7, 15)], "rest") == [0.5]


def test_rest_over_the_border() -> None:
    """The last duty before the horizon asks for rest too."""
    given = problem([person("a")], duties_on(range(1)), past=[stretch("a", -1, 15, 23)])
    assert amounts(given, [worked("a", 0, 8, 16)], "rest") == [2]


def test_rest_when_the_clock_goes_forward() -> None:
    """In the night to 28 March 2027 in Berlin, 21:00 to 08:00 are only ten elapsed hours."""
    berlin = "Europe/Berlin"
    number = (pd.Timestamp("2027-03-27") - day(0)).days
    given = problem(
        [person("a")], duties_on(range(number, number + 2), zone=berlin), zone=berlin, first=number - 5
    )
    rows = [worked("a", number, 13, 21, zone=berlin), worked("a", number + 1, 8, 16, zone=berlin)]
    assert amounts(given, rows, "rest") == [1]


def test_hours_day() -> None:
    """Work and travel of a day add up; the break does not count."""
    given = problem([person("a", hours_day=8.0)], duties_on(range(1)))
    rows = [
        worked("a", 0, 8, 12),
        worked("a", 0, 12, 13, activity="break"),
        worked("a", 0, 13, 17),
        worked("a", 0, 17, 17.5, activity="travel"),
    ]
    assert amounts(given, rows, "hours_day") == [0.5]


def test_hours_week_with_part_week() -> None:
    """Two days of 8 hours before a Wednesday start count against the week's 20."""
    given = problem(
        [person("a", hours_week_most=20.0)],
        duties_on(range(2, 4)),
        past=[stretch("a", 0, 8, 16), stretch("a", 1, 8, 16)],
        first=2,
    )
    assert amounts(given, [worked("a", 2, 8, 16)], "hours_week") == [4]


def test_hours_month_with_part_month() -> None:
    """Hours of the same month before the horizon count; those of the month before do not."""
    given = problem(
        [person("a", hours_month_most=20.0)],
        duties_on(range(2)),
        past=[stretch("a", -14, 8, 16), stretch("a", -12, 8, 16)],  # 31 August and 2 September
    )
    assert amounts(given, [worked("a", 0, 8, 16), worked("a", 1, 8, 16)], "hours_month") == [4]


def test_consecutive_days_over_the_border() -> None:
    """Two past days and two new ones are one more than three in a row."""
    given = problem(
        [person("a", consecutive_days=3)],
        duties_on(range(2)),
        past=[stretch("a", -1, 8, 16), stretch("a", -2, 8, 16)],
    )
    assert amounts(given, [worked("a", 0, 8, 16)], "consecutive_days") == []
    assert amounts(given, [worked("a", 0, 8, 16), worked("a", 1, 8, 16)], "consecutive_days") == [1]


def test_weekends_off() -> None:
    """Of two whole weekends two of four are one: working on both is one too many."""
    given = problem([person("a", weekends_off=2)], duties_on(range(14)), days=14)
    assert amounts(given, [worked("a", 5, 8, 16)], "weekends_off") == []
    assert amounts(given, [worked("a", 5, 8, 16), worked("a", 13, 8, 16)], "weekends_off") == [1]


@pytest.mark.parametrize(
    ("begins", "ends", "broken"), [(14, 22, 0), (14, 22.5, 1), (6, 14, 0), (5.5, 14, 1), (0, 3, 1)]
)
def test_night_work(begins: float, ends: float, broken: int) -> None:
    """22:00 and 06:00 are the edges of the night."""
    given = problem([person("a", night_work=False)], duties_on(range(1)))
    assert amounts(given, [worked("a", 0, begins, ends)], "night_work") == [1.0] * broken


def test_shift_length() -> None:
    """The length counts the break and is bounded on both sides."""
    given = problem([person("a", shift_hours_least=4.0, shift_hours_most=8.0)], duties_on(range(2)))
    long = [worked("a", 0, 8, 12), worked("a", 0, 12, 13, activity="break"), worked("a", 0, 13, 17)]
    assert amounts(given, long, "shift_length") == [1]
    assert amounts(given, [worked("a", 0, 8, 11)], "shift_length") == [1]


def test_travel_limit() -> None:
    """One way counts, in minutes."""
    given = problem([person("a", travel_limit=20.0)], duties_on(range(1)))
    assert amounts(given, [worked("a", 0, 7.5, 8, activity="travel"), worked("a", 0, 8, 16)], "travel_limit") == [
        10
    ]


def test_standby_consent() -> None:
    """Standby without consent breaks the rule."""
    given = problem([person("a", standby=False)], duties_on(range(1), activity="standby"))
    assert amounts(given, [worked("a", 0, 8, 16, activity="standby")], "standby_consent") == [1]


def test_trained() -> None:
    """Beside a trained colleague until 14:00, a trainee who works until 16:00 is alone for two hours."""
    given = problem([person("a", trained=False), person("b")], [duty("d0", 0, 8, 16), duty("e0", 0, 8, 14)])
    rows = [worked("a", 0, 8, 16), worked("b", 0, 8, 14, duty="e0")]
    assert amounts(given, rows, "trained") == [2]


def test_locked() -> None:
    """A locked segment that is not in the roster is reported."""
    given = problem([person("a")], duties_on(range(1)), fixed=[stretch("a", 0, 8, 16)])
    assert amounts(given, [], "locked") == [1]


def test_as_planned() -> None:
    """A duty is served at its own times."""
    given = problem([person("a")], duties_on(range(1)))
    assert amounts(given, [worked("a", 0, 9, 16)], "as_planned") == [1]


def test_hole() -> None:
    """Two of three people missing for seven hours of work (a break of one) are 14 hours."""
    given = problem([person("a")], [duty("d0", 0, 8, 16, people=3, pause=(12, 13))])
    rows = [worked("a", 0, 8, 12), worked("a", 0, 12, 13, activity="break"), worked("a", 0, 13, 16)]
    assert amounts(given, rows, "hole") == [14]


def test_overtime_and_regular_hours() -> None:
    """Eight hours are three over five; four hours of leave leave four of eight regular ones short."""
    over = problem([person("a", hours_week=5.0)], duties_on(range(1)))
    assert amounts(over, [worked("a", 0, 8, 16)], "overtime") == [3]
    short = problem([person("a", hours_week=8.0)])
    assert amounts(short, [worked("a", 0, 9, 13, activity="leave", duty="")], "hours_short") == [4]


@pytest.mark.parametrize(
    ("kind", "begins", "refused"),
    [("off", 8, 1), ("work", 8, 0), ("early", 8, 0), ("early", 13, 1), ("late", 8, 1)],
)
def test_wishes(kind: str, begins: float, refused: int) -> None:
    """A wish is refused by a duty it excludes; early means a start before noon."""
    given = problem([person("a")], duties_on(range(1)), requests=[("a", 0, kind, 1.0)])
    assert amounts(given, [worked("a", 0, begins, begins + 6)], "wishes") == [1.0] * refused


def test_fair_weekends() -> None:
    """Of four weekend days each of two people has a fair share of two: three are one too many."""
    given = problem([person("a"), person("b")], duties_on(range(14)), days=14)
    weekend = [5, 6, 12, 13]
    rows = [worked("a" if number < 13 else "b", number, 8, 16) for number in weekend]
    held = problem(
        [person("a"), person("b")],
        [row for row in duties_on(range(14)) if row["duty"] in {"d5", "d6", "d12", "d13"}],
        days=14,
    )
    assert amounts(held, rows, "fair_weekends") == [1]
    # with ten weekdays open as well nothing changes: holes on weekdays are no weekend days
    assert amounts(given, rows, "fair_weekends") == [1]


def test_fair_nights() -> None:
    """Nights are shared among those who may work them: the third of three is one over a share of two."""
    given = problem([person("a"), person("b"), person("c", night_work=False)], duties_on(range(0, 6, 2), 22, 30))
    rows = [worked("a", number, 22, 30) for number in (0, 2, 4)]
    assert amounts(given, rows, "fair_nights") == [1]


def test_fair_hours() -> None:
    """Sixteen hours for two equal contracts are eight each."""
    given = problem([person("a"), person("b")], duties_on(range(2)))
    assert amounts(given, [worked("a", 0, 8, 16), worked("a", 1, 8, 16)], "fair_hours") == [8]


def test_steady_starts() -> None:
    """An early and a late duty in one week mix; in two weeks they do not."""
    given = problem([person("a")], duties_on(range(14)), days=14)
    assert amounts(given, [worked("a", 0, 8, 16), worked("a", 2, 13, 21)], "steady_starts") == [1]
    assert amounts(given, [worked("a", 0, 8, 16), worked("a", 9, 13, 21)], "steady_starts") == []
