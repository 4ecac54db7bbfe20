"""Moves as a roster change: which segments each person's day had, and has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from optimize.shared_staff.dispatch import Dispatch, Situation

COLUMNS = ("employee", "start", "end", "outlet", "post", "activity", "change", "kind")


def changed_segments(situation: Situation, dispatch: Dispatch) -> pd.DataFrame:
    """employee, start, end, outlet, post, activity, change (before, after), kind: of everybody who is moved.

    Only what lies after now is told: nothing past changes. Partners' people have no segments before.
    """
    rows: list[dict[str, object]] = []
    people = {row["employee"]: row for row in _rows(situation.people)}
    for move in _rows(dispatch.moves):
        person = people.get(move["who"])
        before = [] if person is None else _planned(person)
        after = _after(move, person, before)
        for name, segments in (("before", before), ("after", after)):
            rows += [
                dict(zip(COLUMNS, (move["who"], *segment, name, move["kind"]), strict=True))
                for segment in segments
                if segment[1] > situation.now
            ]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("start", "end"):
        found[name] = (
            pd.to_datetime(found[name], utc=True)
            .dt.tz_convert(situation.grid.timezone)
            .astype(situation.people["begins"].dtype)
        )
    return found


Segment = tuple[pd.Timestamp, pd.Timestamp, str, str, str]
Row = Mapping[str, Any]


def _missing(value: Any) -> bool:
    """Whether there is no such moment."""
    return bool(pd.isna(value))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]


def _planned(person: Row) -> list[Segment]:
    outlet, post = str(person["outlet"]), str(person["post"])
    begin, end = pd.Timestamp(person["begins"]), pd.Timestamp(person["ends"])
    if person["state"] == "standby":
        return [(begin, end, outlet, post, "standby")]
    if _missing(person["break_start"]):
        return [(begin, end, outlet, post, "work")]
    pause, back = pd.Timestamp(person["break_start"]), pd.Timestamp(person["break_end"])
    found = [
        (begin, pause, outlet, post, "work"),
        (pause, back, outlet, post, "break"),
        (back, end, outlet, post, "work"),
    ]
    return [segment for segment in found if segment[0] < segment[1]]


def _after(move: Row, person: Row | None, before: list[Segment]) -> list[Segment]:
    kind = move["kind"]
    if kind == "release":
        return _without(before, move["leaves"], before[-1][1])
    if kind == "extend":
        begin, end, outlet, post, activity = before[-1]
        return [*before[:-1], (begin, move["serves_until"], outlet, post, activity)]
    if kind == "break":
        rest = (move["away_from"], move["away_until"], before[0][2], before[0][3], "break")
        works = [(before[0][0], before[-1][1], before[0][2], before[0][3], "work")]
        return sorted([*_without(works, rest[0], rest[1]), rest])
    way = pd.Timedelta(minutes=float(move["travel"]))
    place = (str(move["outlet"]), str(move["post"]))
    serves = [(move["serves_from"], move["serves_until"], *place, "work")]
    if person is not None and kind in ("lend", "within") and not _missing(person["break_start"]):
        begin, end = person["break_start"], person["break_end"]
        if move["serves_from"] < end and begin < move["serves_until"]:
            serves = [*_without(serves, begin, end), (begin, end, *place, "break")]
    if way > pd.Timedelta(0):
        serves.append((move["leaves"], move["leaves"] + way, *place, "travel"))
        serves.append((move["serves_until"], move["serves_until"] + way, *place, "travel"))
    if kind == "standby":
        return sorted([*_without(before, move["leaves"], move["serves_until"] + way), *serves])
    kept = before if _missing(move["away_from"]) else _without(before, move["leaves"], move["away_until"])
    return sorted([*kept, *serves])


def _without(segments: list[Segment], begin: pd.Timestamp, end: pd.Timestamp) -> list[Segment]:
    """The segments outside a stretch of time."""
    kept: list[Segment] = []
    for left, right, outlet, post, activity in segments:
        if left < min(right, begin):
            kept.append((left, min(right, begin), outlet, post, activity))
        if max(left, end) < right:
            kept.append((max(left, end), right, outlet, post, activity))
    return kept
