"""What the options of `roster repair` ask for, as an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from api.refusal import refuse
from api.rosters.published import begin_of, end_of, unit_of, unit_of_duty
from api.words import Words

if TYPE_CHECKING:
    from optimize.roster.repair import Event, Standing
    from scenarios.roster.published import Published

KINDS = ("sick", "leave", "training", "unpaid")
HOURS = 8.0
"""Paid hours of a day of absence, as the default of the table of absences."""


@dataclass(frozen=True)
class Asked:
    """The options: people, from and to, kind; duties with `:n` places to remove or to add; a duty to move."""

    absent: list[str]
    begin: str | None
    end: str | None
    kind: str
    remove: list[str]
    more: list[str]
    move: str | None


def event_of(found: Published, asked: Asked, words: Words) -> tuple[Standing, Event]:
    """The unit that the options are about, and the event; refused with all that is wrong."""
    from optimize.roster.repair import Event

    removed, more = (_places(texts, words) for texts in (asked.remove, asked.more))
    duties = [*removed, *more, *([asked.move] if asked.move else [])]
    wrong = []
    if not asked.absent and not duties:
        wrong.append(words("roster.repair_what"))
    if (asked.absent or asked.move) and (asked.begin is None or asked.end is None):
        wrong.append(words("roster.repair_when"))
    if asked.kind not in KINDS:
        wrong.append(words("roster.repair_kind", value=asked.kind, kinds=", ".join(KINDS)))
    if asked.absent and found.unknown(asked.absent):
        wrong.append(words("roster.unknown_people", people=", ".join(found.unknown(asked.absent))))
    wrong += [words("roster.unknown_duty", duty=duty) for duty in duties if not found.unit_of_duty(duty)]
    if wrong:
        refuse("\n".join(wrong))
    standing = unit_of(found, asked.absent, words) if asked.absent else unit_of_duty(found, duties[0], words)
    units = sorted({standing.name, *(found.unit_of_duty(duty) for duty in duties)})
    if len(units) > 1:
        refuse(words("roster.several_units", units=", ".join(units)))
    grid, own = standing.problem.grid, standing.own
    absences, added = [], []
    if asked.begin is not None and asked.end is not None:
        start, until = begin_of(asked.begin, grid, words), end_of(asked.end, grid, words)
        if until <= start:
            refuse(words("roster.repair_order", start=asked.begin, end=asked.end))
        absences = [(who, start, until, asked.kind, HOURS) for who in asked.absent]
        if asked.move:
            moved = own[own["duty"] == asked.move]
            removed = {**removed, asked.move: int(moved["people"].iloc[0])}
            added.append(_moved(moved, start, until, grid.business_day(pd.DatetimeIndex([start]))[0]))
    for duty, people in more.items():
        added.append(own[own["duty"] == duty].assign(duty=f"{duty}*", people=people))
    table = Event()
    return standing, Event(
        absences=pd.DataFrame(absences, columns=table.absences.columns),
        added=pd.concat(added, ignore_index=True) if added else None,
        removed=pd.DataFrame(list(removed.items()), columns=table.removed.columns),
    )


def _moved(duty: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, day: pd.Timestamp) -> pd.DataFrame:
    """The duty at other times; its break keeps its distance from the start where it fits."""
    shift = start - duty["start"].iloc[0]
    fits = (duty["break_end"] + shift) < end
    return duty.assign(
        duty=duty["duty"] + "*",
        day=day,
        start=start,
        end=end,
        break_start=(duty["break_start"] + shift).where(fits),
        break_end=(duty["break_end"] + shift).where(fits),
    )


def _places(texts: list[str], words: Words) -> dict[str, int]:
    """Places by duty, of texts such as `D1` or `D1:2`."""
    found: dict[str, int] = {}
    for text in texts:
        duty, colon, count = text.rpartition(":")
        if colon and count.isdigit():
            found[duty] = found.get(duty, 0) + max(int(count), 1)
        else:
            found[text] = found.get(text, 0) + 1
    return found
