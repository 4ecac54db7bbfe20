"""Calendars show the right local times, keep their events' names, and tell nothing of other people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import icalendar
import pandas as pd
import pytest

from api.export.roster_calendar import file_name, write_calendars
from api.words import Words
from scenarios.plan import Plan
from tests.published.made import with_roster

LONDON = "Europe/London"


@pytest.fixture
def plan() -> Plan:
    """A week in London in which the clock goes back on the night to Sunday, 25 October 2026."""
    words = [
        ("O00-0", 4, 8.5, 9, "O01", "counter", "travel"),
        ("O00-0", 4, 9, 13, "O01", "counter", "work"),
        ("O00-0", 4, 13, 14, "O01", "counter", "break"),
        ("O00-0", 4, 14, 17, "O01", "counter", "work"),
        ("O00-0", 5, 22, 30, "O00", "counter", "work"),
        ("O00-0", 6, 9, 17, "O00", "counter", "work"),
        ("O00-1", 2, 9, 17, "O00", "", "leave"),
    ]
    return with_roster(words, LONDON, "2026-10-19")


def events(path: Path) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(path.read_bytes()).events


def test_local_times_across_the_change(plan: Plan, tmp_path: Path) -> None:
    """9:00 is 9:00 before and after; the night between lasts nine hours, and the file states the zone's rules."""
    (path, _) = write_calendars(plan, tmp_path, Words("en"))
    friday, night, sunday = events(path)
    assert [str(event.start.utcoffset()) for event in (friday, night, sunday)] == ["1:00:00", "1:00:00", "0:00:00"]
    assert [f"{event.start:%a %H:%M}-{event.end:%H:%M}" for event in (friday, night, sunday)] == [
        "Fri 09:00-17:00",
        "Sat 22:00-06:00",
        "Sun 09:00-17:00",
    ]
    utc = [pd.Timestamp(moment).tz_convert("UTC") for moment in (night.start, night.end)]
    assert (utc[1] - utc[0]) == pd.Timedelta(hours=9)
    text = path.read_text(encoding="utf-8")
    assert f"DTSTART;TZID={LONDON}:20261023T090000" in text
    zone = icalendar.Calendar.from_ical(text).timezones[0]
    assert {rule["TZOFFSETTO"].td for rule in zone.subcomponents} == {pd.Timedelta(hours=1), pd.Timedelta(0)}


def test_a_split_duty_is_two_events(tmp_path: Path) -> None:
    """Each part is an event of its own name, which the first keeps where the second comes or goes."""
    spans = ((8, 11, "work"), (11, 17, "break"), (17, 21, "work"))
    split = [("O00-0", 2, begin, end, "O00", "counter", activity) for begin, end, activity in spans]
    named = {}
    for count in (3, 1):
        (path,) = write_calendars(with_roster(split[:count]), tmp_path / str(count), Words("en"))
        named[count] = {f"{event.start:%H:%M}-{event.end:%H:%M}": str(event["UID"]) for event in events(path)}
        assert not any("DESCRIPTION" in event for event in events(path))
    assert list(named[3]) == ["08:00-11:00", "17:00-21:00"]
    assert len(set(named[3].values())) == 2
    assert named[1] == {"08:00-11:00": named[3]["08:00-11:00"]}


def test_the_second_pass_of_an_hour(plan: Plan, tmp_path: Path) -> None:
    """A begin in the repeated hour is told in UTC where the wall clock could mean the hour before."""
    assert plan.roster is not None
    segments = plan.roster.segments.iloc[[5]].copy()
    segments["start"] = pd.Timestamp("2026-10-25 01:30+00:00").tz_convert(LONDON)
    again = replace(plan, roster=replace(plan.roster, segments=segments))
    (path,) = write_calendars(again, tmp_path, Words("en"))
    assert "DTSTART:20261025T013000Z" in path.read_text(encoding="utf-8")


def test_events_keep_their_names(plan: Plan, tmp_path: Path) -> None:
    """The same duty has the same UID at another time and publication; the same plan gives the same bytes."""
    first = write_calendars(plan, tmp_path / "first", Words("en"))
    again = write_calendars(plan, tmp_path / "again", Words("en"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert plan.roster is not None
    later = plan.roster.segments.assign(end=plan.roster.segments["end"] + pd.Timedelta(minutes=30))
    moved = write_calendars(
        replace(plan, roster=replace(plan.roster, segments=later)), tmp_path / "moved", Words("zh"), 3
    )
    before, after = events(first[0]), events(moved[0])
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert len({event["UID"] for event in before}) == len(before)
    assert {event["SEQUENCE"] for event in after} == {3}


def test_descriptions_tell_the_way_and_nobody_else(plan: Plan, tmp_path: Path) -> None:
    """Break and way stand in the description; no other person's identifier or name is in the file."""
    paths = write_calendars(plan, tmp_path, Words("en"))
    friday = events(paths[0])[0]
    assert friday["DESCRIPTION"].splitlines() == ["On the way 08:30–09:00", "Break 13:00–14:00"]
    assert (str(friday["SUMMARY"]), str(friday["LOCATION"])) == ("work · 西城2号服务站 · counter", "西城2号服务站")
    for path, other in zip(paths, ("O00-1", "O00-0"), strict=True):
        assert other not in path.read_text(encoding="utf-8")
    leave = events(paths[1])[0]
    assert (str(leave["SUMMARY"]), "LOCATION" in leave) == ("leave", False)


def test_file_names_are_safe_and_unique() -> None:
    """Whatever people are called."""
    taken: set[str] = set()
    assert [file_name(name, taken) for name in ("a/b", "a_b", "A_B", "../x", "李")] == [
        "a_b",
        "a_b-2",
        "A_B-3",
        "___x",
        "李",
    ]
