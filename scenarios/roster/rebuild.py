"""A person's day built anew from the lines of an edited cell, keeping what was and still fits."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quarterhour.grid import TimeGrid
from quarterhour.split import SPLIT_BREAK
from scenarios.roster.grid_cells import Cell
from scenarios.roster.lines import LEAVE, Line, instant
from scenarios.roster.lists import is_slot


class NoPostError(ValueError):
    """The outlet has several posts, or none, and the line names none."""

    def __init__(self, posts: Sequence[str]) -> None:
        super().__init__("no post")
        self.posts = tuple(posts)


class SkippedTimeError(ValueError):
    """The clock skips a time of the line."""


@dataclass(frozen=True)
class Before:
    """The roster before the edit.

    Attributes
    ----------
    marked
        Segments with the number of their `line`.
    lines
        As `write_lines` gives them.
    homes
        Home outlet by employee; "" or missing where none is known.
    """

    marked: pd.DataFrame
    lines: pd.DataFrame
    homes: Mapping[str, str]
    grid: TimeGrid


def rebuilt(cell: Cell, lines: Sequence[Line], old: Before) -> tuple[list[int], list[dict[str, object]]]:
    """Labels of the segments that stay, and new segments as `Roster.segments` has them.

    A line that means what one of the day meant before keeps its segments. A new one takes its post from the day
    before the edit or from the outlet, breaks as it states them, and the way that this person had to the outlet.

    Raises
    ------
    NoPostError, SkippedTimeError
        When a line can not become segments.
    """
    lines_then = old.lines[(old.lines["employee"] == cell.employee) & (old.lines["day"] == cell.day)]
    free = {int(row["line"]): row for row in lines_then.to_dict("records")}
    then = old.marked[old.marked["line"].isin(list(free))]
    kept: list[int] = []
    made: list[dict[str, object]] = []
    for line in lines:
        same = next((number for number, row in free.items() if _same(line, row, then, cell.day)), None)
        if same is None:
            made += _segments(cell, line, lines_then, old)
        else:
            del free[same]
            kept += then.index[then["line"] == same].tolist()
    return kept, made


def _same(line: Line, row: Mapping[object, object], then: pd.DataFrame, day: pd.Timestamp) -> bool:
    """Whether a line means what stood there."""
    if line.activity != row["activity"]:
        return False
    if line.span is None:
        return True
    breaks = then[(then["line"] == row["line"]) & (then["activity"] == "break")].sort_values("start")
    spans = [(row["start"], row["end"]), *zip(breaks["start"], breaks["end"], strict=True)]
    minutes = [tuple(_minute(moment, day) for moment in span) for span in spans]
    if line.activity != "leave" and (line.outlet != row["outlet"] or line.post not in ("", row["post"])):
        return False
    return minutes == [line.span, *sorted(line.pauses)]


def _minute(moment: object, day: pd.Timestamp) -> int:
    wall = pd.Timestamp(str(moment)).tz_localize(None)
    return int((wall - day).total_seconds() // 60)


def _segments(cell: Cell, line: Line, then: pd.DataFrame, old: Before) -> list[dict[str, object]]:
    home = old.homes.get(cell.employee, "")
    outlet = line.outlet or home or cell.outlet
    common: dict[str, object] = {
        "employee": cell.employee,
        "outlet": outlet,
        "post": _post(line, outlet, then, old),
        "source": _source(cell.employee, outlet, home) if line.activity in ("work", "standby") else "own",
        "locked": False,
        "duty": "",
        "day": cell.day,
    }
    span = line.span or LEAVE
    cuts = [span[0], *(minute for pause in sorted(line.pauses) for minute in pause), span[1]]
    parts = [
        (begin, end, "break" if number % 2 else line.activity)
        for number, (begin, end) in enumerate(itertools.pairwise(cuts))
    ]
    way = _way(cell.employee, outlet, old) if line.activity == "work" and outlet != home else 0
    if way:
        parts = [(span[0] - way, span[0], "travel"), *parts, (span[1], span[1] + way, "travel")]
    paid_break = _paid_break(cell.employee, old)
    found: list[dict[str, object]] = []
    for begin, end, activity in parts:
        start, finish = (instant(cell.day, minute, old.grid) for minute in (begin, end))
        if start is None or finish is None or start >= finish:
            raise SkippedTimeError
        paid = activity != "standby"
        if activity == "break":
            paid = paid_break and finish - start < SPLIT_BREAK
        found.append(
            {**common, "start": start, "end": finish, "activity": activity, "paid": "yes" if paid else "no"}
        )
    return found


def _post(line: Line, outlet: str, then: pd.DataFrame, old: Before) -> str:
    if line.post or line.activity in ("leave", "training"):
        return line.post
    for lines in (then, old.lines):
        there = lines[(lines["outlet"] == outlet) & lines["activity"].isin(["work", "standby"])]
        posts = sorted(set(there["post"]) - {""})
        if len(posts) == 1:
            return str(posts[0])
    raise NoPostError(posts)


def _source(employee: str, outlet: str, home: str) -> str:
    if is_slot(employee):
        return "partner"
    return "own" if home in ("", outlet) else "lent"


def _way(employee: str, outlet: str, old: Before) -> int:
    """Minutes of this person's way to the outlet, as the roster had it; 0 where it had none."""
    marked = old.marked
    ways = marked[
        (marked["employee"] == employee) & (marked["outlet"] == outlet) & (marked["activity"] == "travel")
    ]
    if ways.empty:
        return 0
    first = ways.iloc[0]
    return int((first["end"] - first["start"]).total_seconds() // 60)


def _paid_break(employee: str, old: Before) -> bool:
    """Whether this person's breaks were paid."""
    marked = old.marked
    breaks = marked[(marked["employee"] == employee) & (marked["activity"] == "break")]
    return bool(len(breaks)) and breaks["paid"].iloc[0] in (True, "yes")
