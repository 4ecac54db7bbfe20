"""A roster in all the forms that HR publishes, into one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.export.roster_calendar import write_calendars
from api.export.roster_lists import write_lists
from api.export.roster_only import only
from api.export.roster_wall import write_wall
from api.export.roster_workbook import write_roster
from api.words import Words
from scenarios.plan.values import Plan

FORMS = ("xlsx", "ics", "pdf", "csv")
BOOK, WALL, CALENDARS = "roster.xlsx", "roster.pdf", "calendars"


def write_forms(
    plan: Plan,
    folder: Path,
    words: Words,
    forms: Sequence[str] = FORMS,
    outlets: Sequence[str] | None = None,
    sequence: int = 0,
) -> dict[str, int]:
    """Write the named forms; how many files by what was written, in the order of `FORMS`.

    Calendars and lists of some outlets hold everything of the people who are at home there or come there.

    Raises
    ------
    ValueError
        When the plan has no roster.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    if "xlsx" in forms:
        write_roster(plan, folder / BOOK, words, outlets)
        written[BOOK] = 1
    if "ics" in forms:
        written[CALENDARS] = len(write_calendars(only(plan, outlets), folder / CALENDARS, words, sequence))
    if "pdf" in forms:
        write_wall(plan, folder / WALL, words, outlets)
        written[WALL] = 1
    if "csv" in forms:
        written |= dict.fromkeys((path.name for path in write_lists(only(plan, outlets), folder)), 1)
    return written
