"""A person's day in a cell: one line a duty, written for people and read back.

A line is `[activity] from–to [(break from–to)] [·post] [→outlet]`, such as `9–17:30 (13–14) ·desk →Main St`; the
parts of a split duty are joined, `8–11+17–21`. The activity is told where it is not work, the post where its
outlet has several, the outlet where it is not the sheet's own. Times are wall-clock; an end that is not after
its begin lies on the next civil day, and so does a begin before the day cut. Leave is told without times.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from quarterhour import messages
from quarterhour.grid import TimeGrid
from quarterhour.split import parts_duty

WITHIN = ("break", "travel")
"""Activities that belong to a duty and are not shown on their own."""
SHOWN = ("work", "standby", "training", "leave")
MINUTES_A_DAY = 1440
NOTHING = pd.Timedelta(0)
TIME = r"\d{1,2}(?:[:：]\d{2})?"
DASH = r"\s*(?:[–—\-~～至到]|to)\s*"
SPAN = rf"({TIME}){DASH}({TIME})"
LINE = re.compile(
    rf"^(?:(?P<activity>[^\W\d]+)\s*)?(?:{SPAN}(?P<later>(?:\s*[+＋]\s*{TIME}{DASH}{TIME})*))?\s*(?P<pauses>(?:[(（]\s*{TIME}{DASH}{TIME}\s*[)）]\s*)*)"
    r"(?:·\s*(?P<post>[^→]+?)\s*)?(?:(?:→|->)\s*(?P<outlet>.+))?$"
)
PAUSE = re.compile(SPAN)
LEAVE = (9 * 60, 17 * 60)
"""When a leave written without times lies, where the day had none before."""


@dataclass(frozen=True)
class Line:
    """One line of a cell, as wall-clock minutes after the day's midnight; no times for a leave told without."""

    activity: str
    span: tuple[int, int] | None
    pauses: tuple[tuple[int, int], ...] = ()
    post: str = ""
    outlet: str = ""


class UnreadableError(ValueError):
    """The line says nothing that a roster knows."""


def read_line(text: str, grid: TimeGrid) -> Line:
    """The meaning of one line.

    Raises
    ------
    UnreadableError
        When it is none.
    """
    found = LINE.match(text.strip())
    if found is None:
        raise UnreadableError(text)
    activity = _activities().get((found["activity"] or "").casefold())
    begin, end = found[2], found[3]
    if activity is None or (begin is None and activity != "leave"):
        raise UnreadableError(text)
    parts = [] if begin is None else [_span(begin, end, grid.day_cut)]
    for first, last in PAUSE.findall(found["later"] or ""):
        parts.append(_span(first, last, parts[-1][1]))
    if found["pauses"] and not parts:
        raise UnreadableError(text)
    span = (parts[0][0], parts[-1][1]) if parts else None
    between = [(one[1], other[0]) for one, other in itertools.pairwise(parts)]
    written = [_span(a, b, parts[0][0]) for a, b in PAUSE.findall(found["pauses"])]
    pauses = tuple(sorted([*between, *written]))
    if span and any(not span[0] < pause[0] < pause[1] < span[1] for pause in pauses):
        raise UnreadableError(text)
    return Line(activity, span, pauses, found["post"] or "", (found["outlet"] or "").strip())


def write_lines(segments: pd.DataFrame) -> pd.DataFrame:
    """employee, day, activity, outlet, post, source, start, end, duty, pauses, clock (texts): a row a line.

    `line` numbers them along `segments`, whose breaks and travel belong to the line beside them.
    """
    marked = number_lines(segments)
    shown = marked[marked["activity"].isin(SHOWN)]
    keys = ["line", "employee", "day", "activity", "outlet", "post", "source", "duty"]
    lines = shown.groupby(keys, as_index=False, sort=False).agg(start=("start", "min"), end=("end", "max"))
    parting, breaks = parts_duty(marked), marked["activity"] == "break"

    def told(rows: pd.DataFrame, texts: pd.Series) -> pd.Series:
        joined = texts.groupby(rows["line"]).sum().reindex(lines["line"]).fillna("").astype("str")
        return joined.set_axis(lines.index)

    short, long = marked[breaks & ~parting], marked[parting]
    between = told(long, clock(long["start"]) + "+" + clock(long["end"]) + "–")
    return lines.assign(
        pauses=told(short, " (" + clock(short["start"]) + "–" + clock(short["end"]) + ")"),
        clock=clock(lines["start"]) + "–" + between + clock(lines["end"]),
    )


def number_lines(segments: pd.DataFrame, apart: pd.Timedelta = NOTHING) -> pd.DataFrame:
    """Segments with the number of their `line`: breaks and travel join the duty that they touch.

    Segments of one person, day and duty are one line where they have the same activity and place and
    no more than `apart` lies between; a break or a way carries its duty's outlet and post.
    """
    ordered = segments.sort_values(["employee", "day", "start", "end"], kind="stable")
    within = ordered["activity"].isin(WITHIN)
    group = ["employee", "day", "outlet", "post", "duty"]
    own = ordered["activity"].where(~within)
    filled = own.groupby([ordered[name] for name in group]).ffill()
    filled = filled.groupby([ordered[name] for name in group]).bfill().fillna("work")
    kinds = ordered.assign(kind=filled)
    chains = kinds.groupby([*group, "kind"], sort=False)
    reached = chains["end"].cummax().groupby(chains.ngroup()).shift()
    part = (kinds["start"] - reached > apart).groupby(chains.ngroup()).cumsum()
    line = kinds.assign(part=part).groupby([*group, "kind", "part"], sort=False).ngroup()
    return ordered.assign(line=line)


def line_text(row: Mapping[str, str], here: str, several: bool, place: str, word: str) -> str:
    """A line as it stands in a cell of the outlet `here`; `word` calls the activity, `place` the outlet."""
    if row["activity"] == "leave":
        return word
    text = row["clock"] + row["pauses"]
    if row["activity"] != "work":
        text = f"{word} {text}"
    if several and row["post"]:
        text += f" ·{row['post']}"
    return text if row["outlet"] in (here, "") else f"{text} →{place}"


def clock(instants: pd.Series) -> pd.Series:
    """8 or 8:30."""
    hour, minute = instants.dt.hour.astype("str"), instants.dt.minute
    told: pd.Series = hour + (":" + minute.astype("str").str.zfill(2)).where(minute > 0, "")
    return told.astype("str")


def instant(day: pd.Timestamp, minute: int, grid: TimeGrid) -> pd.Timestamp | None:
    """A wall-clock minute of a day; None where the clock skips it, the first pass of an hour that comes twice."""
    wall = day + pd.Timedelta(minutes=minute)
    local = wall.tz_localize(grid.timezone, ambiguous=True, nonexistent="NaT")
    return local.as_unit("us") if isinstance(local, pd.Timestamp) else None


def _span(begin: str, end: str, earliest: int) -> tuple[int, int]:
    first, last = _minute(begin), _minute(end)
    while first < earliest:
        first += MINUTES_A_DAY
    while last <= first:
        last += MINUTES_A_DAY
    return first, last


def _minute(text: str) -> int:
    hour, _, minute = text.replace("：", ":").partition(":")
    found = 60 * int(hour) + int(minute or 0)
    if int(minute or 0) > 59 or found > MINUTES_A_DAY:
        raise UnreadableError(text)
    return found


def _activities() -> dict[str, str]:
    """What activities are called, in both languages and by their keys; no word means work."""
    known = {"": "work"} | {activity: activity for activity in SHOWN}
    for language in messages.LANGUAGES:
        for activity in SHOWN[1:]:
            known[messages.text(f"report.short.{activity}", language).casefold()] = activity
    return known
