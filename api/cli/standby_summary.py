"""The two-stage plan on the terminal: a row an outlet, then what it costs, saves and rests on."""

from __future__ import annotations

from api.cli import console
from api.records import records
from api.report.standby_page import outlet_columns, told, told_evidence
from api.standby import by_outlet
from api.words import Words
from scenarios.plan.standing_by import StandbyPlan


def show_standby(found: StandbyPlan, words: Words) -> None:
    """Hours of the week by outlet, and the sentences of the page."""
    columns = outlet_columns(words)
    heads = (words("report.outlet"), *(show.header for show in columns.values()))
    title = words("report.standby_week", day=words.day(found.monday, year=True))
    grid = console.grid(title, *heads, numeric=tuple(range(1, len(heads))))
    for row in records(by_outlet(found)[["outlet", *columns]]):
        cells = zip(columns.values(), tuple(row)[1:], strict=True)
        console.add(grid, row.outlet, *(show.text(value) if show.text else value for show, value in cells))
    console.results.print(grid)
    if not found.plan.promised:
        console.notes.print(words("report.standby_promise_broken"))
    console.results.print(told(found, words))
    console.results.print(told_evidence(found, words))
