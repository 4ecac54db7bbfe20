"""What the benchmark of a year of rosters draws."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.roster_year.borders import broken
from benchmarks.roster_year.year import on_working_days
from optimize.roster import solve
from quarterhour.result import Limits
from tests.roster.cases import day, duty, person, problem

MONDAY = pd.Timestamp(2027, 4, 26)
FREE = frozenset(pd.to_datetime(["2027-05-01", "2027-05-10", "2027-05-11"]))


@pytest.mark.parametrize(
    ("kind", "drawn", "becomes"),
    [
        ("training", "2027-05-05", "2027-05-05"),
        ("training", "2027-05-08", "2027-05-12"),  # a Saturday before two holidays
        ("training", "2027-05-10", "2027-05-12"),
        ("training", "2027-04-28", "2027-05-05"),  # in the first week
        ("training", "2027-05-01", "2027-05-03"),  # its Saturday
        ("leave", "2027-05-08", "2027-05-08"),
        ("sick", "2027-04-28", "2027-04-28"),
    ],
)
def test_nobody_is_trained_on_a_holiday(kind, drawn, becomes):
    """Training moves to working days and out of the first week, for as long as before; other absences stay."""
    day = pd.Timestamp(drawn)
    away = pd.DataFrame({"kind": [kind], "first_day": [day], "last_day": [day + pd.Timedelta(days=1)]})
    (moved,) = on_working_days(away, MONDAY, FREE).itertuples()
    assert moved.first_day == pd.Timestamp(becomes)
    assert moved.last_day - moved.first_day == pd.Timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "first_day", "found"), [("sick", 7, []), ("leave", 7, ["absent"]), ("sick", 8, [])]
)
def test_a_night_before_an_illness_that_nobody_foresaw_breaks_nothing(kind, first_day, found):
    """The night into Monday was worked before the illness of that day; leave of that day was known."""
    night, staff = duty("n", 6, 22, 30), [person("a")]
    before = problem(staff, [night])
    after = problem(staff, [duty("d", 9, 8, 16)], absences=[("a", first_day, kind, 8.0)], first=7)
    segments = solve(before, limits=Limits(work=1.0)).segments
    assert len(segments) == 1
    made = broken((before, segments), (after, segments.head(0)))
    assert made["rule"].tolist() == found
    assert (made["day"] == day(6)).all()
