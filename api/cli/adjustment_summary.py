"""What planners' adjustments were worth, in two tables on the terminal."""

from __future__ import annotations

import math

import pandas as pd

from api.cli import console
from api.records import records
from api.report.forecast_page import names_of
from api.words import Words
from scenarios.network import Network
from scenarios.plan.hindsight import SCORED, Hindsight

HEADS = (
    "report.uplift",
    "report.error_before",
    "report.error_after",
    "report.helped",
    "report.author",
    "report.reason",
)
AUTHOR_HEADS = (
    "report.author",
    "report.adjustments_scored",
    "report.helped",
    "report.error_before",
    "report.error_after",
    "report.error_change",
)


def show_hindsight(seen: Hindsight, network: Network, words: Words) -> None:
    """One line an adjustment, one an author, and one sentence on all together."""
    reader = names_of(network, words.language)
    heads = [words("report.outlet"), words("cli.period"), *(words(head) for head in HEADS)]
    table = console.grid(words("report.adjustments"), *heads, numeric=(2, 3, 4))
    for row in records(seen.adjustments):
        concerned = " · ".join([reader.outlet(row.outlet), *([row.service] if row.service else [])])
        period = words("report.period", first=words.day(row.first_day), last=words.day(row.last_day, True))
        errors = words.number(row.error_before), words.number(row.error_after)
        verdict = words("report.yes" if row.helped else "report.no")
        told = verdict if row.state == SCORED else words.label("adjustment_state", row.state)
        uplift = words.signed(100 * row.uplift) + "%"
        console.add(table, concerned, period, uplift, *errors, told, row.author, row.reason)
    console.results.print(table)
    if len(seen.authors):
        _authors(seen.authors, words)


def _authors(authors: pd.DataFrame, words: Words) -> None:
    table = console.grid(
        words("report.adjustments_by_author"),
        *(words(head) for head in AUTHOR_HEADS),
        numeric=(1, 2, 3, 4, 5),
    )
    for row in records(authors):
        counts = words.number(row.adjustments), words.number(row.helped)
        errors = words.number(row.error_before), words.number(row.error_after)
        console.add(table, row.author, *counts, *errors, told_change(row.change, words))
    console.results.print(table)
    before, after = (float(authors[name].sum()) for name in ("error_before", "error_after"))
    told = words(
        "report.adjustments_helped",
        helped=words.number(authors["helped"].sum()),
        adjustments=words.number(authors["adjustments"].sum()),
        before=words.number(before),
        after=words.number(after),
        change=told_change(after / before - 1.0 if before > 0 else math.nan, words),
    )
    console.results.print(told)


def told_change(change: float, words: Words) -> str:
    """Such as -42%."""
    return words.signed(100 * change) + ("%" if math.isfinite(change) else "")


def as_data(seen: Hindsight) -> dict[str, object]:
    """Both tables as plain data for `--json`: what has no value is null."""
    return {
        name: [{key: _plain(value) for key, value in row.items()} for row in frame.to_dict(orient="records")]
        for name, frame in (("adjustments", seen.adjustments), ("authors", seen.authors))
    }


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value
