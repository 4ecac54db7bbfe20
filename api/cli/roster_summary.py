"""Checks and differences of rosters on the terminal, differences as plain data too."""

from __future__ import annotations

from typing import Any

import pandas as pd

from api.cli import console
from api.cli.errors import SHOWN
from api.records import records
from api.rosters.breaks import told
from api.words import NOTHING, Words
from scenarios.roster import Checked


def show_breaks(checked: Checked, words: Words) -> None:
    """Every broken rule in words, hard ones first, up to a limit; then how many there are."""
    if len(checked.broken):
        heads = ("kind", "person", "day", "place", "rule", "told")
        title = words("roster.breaks", count=len(checked.broken), hard=checked.hard)
        table = console.grid(title, *(words(f"roster.head_{head}") for head in heads))
        for row in records(checked.broken.head(SHOWN)):
            who = NOTHING if not row.employee else f"{row.name} ({row.employee})"
            kind = words("roster.hard" if row.hard else "roster.soft")
            place = " ".join(filter(None, (row.outlet, row.post))) or NOTHING
            rule = _named(row, words)
            console.add(table, kind, who, words.day(row.day), place, rule, told(row, words))
        console.results.print(table)
        if len(checked.broken) > SHOWN:
            console.results.print(words("roster.more_breaks", count=len(checked.broken) - SHOWN))
    if checked.unplanned:
        console.results.print(words("roster.unplanned", count=checked.unplanned))
    code = "roster.checked_broken" if checked.hard else "roster.checked_fine"
    console.results.print(words(code, segments=checked.segments, hard=checked.hard))


def show_differences(found: pd.DataFrame, words: Words) -> None:
    """Added, removed and moved segments by person and day, up to a limit; then how many there are."""
    if found.empty:
        console.results.print(words("roster.no_differences"))
        return
    heads = ("change", "person", "day", "activity", "before", "after")
    table = console.grid(
        words("roster.differences", count=len(found)), *(words(f"roster.head_{head}") for head in heads)
    )
    for row in records(found.head(SHOWN)):
        before = _place(row.outlet_before, row.post_before, row.start_before, row.end_before)
        after = _place(row.outlet, row.post, row.start, row.end)
        activity = words.label("activity", row.activity)
        change = words(f"roster.change_{row.change}")
        console.add(table, change, row.employee, words.day(row.day), activity, before, after)
    console.results.print(table)
    if len(found) > SHOWN:
        console.results.print(words("roster.more_differences", count=len(found) - SHOWN))


def plain_differences(found: pd.DataFrame) -> list[dict[str, Any]]:
    """The differences as plain data; moments with their offset."""
    return [{str(key): _plain(value) for key, value in row.items()} for row in found.to_dict("records")]


def _named(row: Any, words: Words) -> str:
    """The rule in words, and which row of the network's rules or article of the law it is."""
    rule = words(f"roster.rule_{row.rule}")
    return words("roster.rule_of", rule=rule, name=row.limit) if row.limit else rule


def _place(outlet: str, post: str, start: Any, end: Any) -> str:
    if pd.isna(start):
        return NOTHING
    return " ".join(filter(None, (f"{start:%H:%M}–{end:%H:%M}", outlet, post)))


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.isoformat() if isinstance(value, pd.Timestamp) else value
