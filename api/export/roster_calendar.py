"""Each person's duties as a calendar (iCalendar, RFC 5545) that phones subscribe to or import.

An event is a duty from its begin at the post to its end there, or one of the two parts of a split duty; the way
and breaks are told in its description, and nothing of other people. Its UID is made of network, person, day,
duty and part, so a later publication of the same duty changes the event instead of adding one; SEQUENCE is the
number of the publication. Times carry the network's zone, whose rules stand in the file; a begin or end in the
second pass of an hour that comes twice is given in UTC, for a wall-clock time could not name it. DTSTAMP is
where the plan begins, so the same plan gives the same bytes.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pandas as pd

from api.duty import grid_of
from api.records import records
from api.words import Words
from quarterhour.split import parts_duty
from quarterhour.version import __version__
from scenarios.plan.values import Plan
from scenarios.roster.lines import SHOWN, WITHIN, number_lines
from scenarios.roster.lists import SAME_DUTY
from scenarios.roster.values import roster_of, tidy

SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "quarterhour.roster")
MARGIN = pd.Timedelta(days=366)
"""How far around the horizon the file states the zone's changes."""


def write_calendars(plan: Plan, folder: Path, words: Words, sequence: int = 0) -> list[Path]:
    """One file a person or partner's slot with duties; their paths.

    Raises
    ------
    ValueError
        When the plan has no roster.
    """
    roster = roster_of(plan)
    folder.mkdir(parents=True, exist_ok=True)
    marked = number_lines(tidy(roster.segments), SAME_DUTY)
    ordered = records(_parted(marked.sort_values(["employee", "line", "start"], kind="stable")))
    places, zone = {row.outlet: row for row in records(plan.outlets)}, _zone(plan)
    taken: set[str] = set()
    paths = []
    for employee, segments in groupby(ordered, key=lambda row: row.employee):
        calendar = _calendar(plan, zone, words)
        for event in _events(plan, segments, places, words, sequence):
            calendar.add_component(event)
        paths.append(folder / f"{file_name(employee, taken)}.ics")
        paths[-1].write_bytes(calendar.to_ical())
    return paths


def _parted(ordered: pd.DataFrame) -> pd.DataFrame:
    """Segments with the number of their `part` (0, of a split duty 1 too), without the long breaks between."""
    parting = parts_duty(ordered)
    return ordered.assign(part=parting.groupby(ordered["line"]).cumsum())[~parting]


def file_name(employee: str, taken: set[str]) -> str:
    """A name that every file system allows and that no other person has."""
    base = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in employee)[:100] or "_"
    chosen, number = base, 2
    while chosen.casefold() in taken:
        chosen, number = f"{base}-{number}", number + 1
    taken.add(chosen.casefold())
    return chosen


def _calendar(plan: Plan, zone: icalendar.Timezone, words: Words) -> icalendar.Calendar:
    """A calendar without events."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Quarterhour//{__version__}//{words.html.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words("roster.calendar_of", network=plan.network))
    calendar.add("x-wr-timezone", plan.timezone)
    calendar.add_component(zone)
    return calendar


def _events(
    plan: Plan, segments: Iterable[Any], places: Mapping[str, Any], words: Words, sequence: int
) -> Iterator[icalendar.Event]:
    """One person's duties in order; a break or a way without any duty is none."""
    stamp = _utc(grid_of(plan).day_start(plan.first_day))
    keys: Counter[str] = Counter()
    for _, each in groupby(segments, key=lambda row: (row.line, row.part)):
        line = list(each)
        served = [row for row in line if row.activity in SHOWN]
        if served:
            key = _key(plan, served[0])
            keys[key] += 1
            event = _event(plan, line, served, places, words)
            event.add("uid", f"{uuid.uuid5(SPACE, key if keys[key] == 1 else f'{key}#{keys[key]}')}@quarterhour")
            event.add("dtstamp", stamp)
            event.add("sequence", sequence)
            yield event


def _event(
    plan: Plan, line: Sequence[Any], served: Sequence[Any], places: Mapping[str, Any], words: Words
) -> icalendar.Event:
    """When, where and what, with the way and breaks in words; `served` leaves these two out."""
    first, place = served[0], places.get(served[0].outlet)
    name = str(place.name) if place else str(first.outlet)
    activity = words.label("activity", first.activity)
    parts = [activity] if first.activity == "leave" else [activity, name, first.post]
    event = icalendar.Event()
    event.add("summary", " · ".join(filter(None, map(str, parts))))
    event.add("dtstart", _moment(min(row.start for row in served), plan.timezone))
    event.add("dtend", _moment(max(row.end for row in served), plan.timezone))
    event.add("categories", [activity])
    event.add("transp", "OPAQUE")
    if first.activity != "leave" and place:
        event.add("location", name)
        if place.latitude == place.latitude and place.longitude == place.longitude:
            event.add("geo", (float(place.latitude), float(place.longitude)))
    told = [_told(row, words) for row in line if row.activity in WITHIN]
    if told:
        event.add("description", "\n".join(told))
    return event


def _told(row: Any, words: Words) -> str:
    code = "roster.event_break" if row.activity == "break" else "roster.event_travel"
    return words(code, start=f"{row.start:%H:%M}", end=f"{row.end:%H:%M}")


def _key(plan: Plan, first: Any) -> str:
    """Stable from one publication to the next; a leave or training has no duty and is known by its day."""
    named = first.duty or f"{first.activity}|{first.outlet}|{first.start.isoformat()}"
    if first.duty == "" and first.activity == "leave":
        named = "leave"
    later = [str(first.part)] if first.part else []
    return "\n".join([plan.network, first.employee, first.day.date().isoformat(), named, *later])


def _moment(instant: pd.Timestamp, zone: str) -> datetime:
    """Wall-clock time in the zone; UTC where the wall clock shows that time for the second time."""
    local = instant.tz_convert(zone)
    if local.fold:
        return _utc(instant)
    return local.tz_localize(None).to_pydatetime().replace(tzinfo=ZoneInfo(zone))


def _utc(instant: pd.Timestamp) -> datetime:
    return instant.tz_convert("UTC").tz_localize(None).to_pydatetime().replace(tzinfo=UTC)


def _zone(plan: Plan) -> icalendar.Timezone:
    """The zone's rules around the horizon."""
    first, last = plan.first_day - MARGIN, plan.first_day + pd.Timedelta(days=plan.days) + MARGIN
    return icalendar.Timezone.from_tzid(plan.timezone, first_date=first.date(), last_date=last.date())
