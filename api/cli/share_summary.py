"""A day of lending on the terminal: who goes where, what stays missing and why, and what each is owed."""

from __future__ import annotations

from api.cli import console
from api.records import records
from api.report.share.figures import block_columns, flows, names_of, reason_columns, reasons, told, told_proof
from api.words import Words
from scenarios.lending import Shared
from scenarios.plan.values import Plan

SHOWN = 20
"""Rows of a table; the files have all."""


def show_share(found: Shared, plan: Plan, words: Words) -> None:
    """Sentences, and tables of blocks, holes and the ledger."""
    name = names_of(plan)
    console.results.print(words("lending.title_day", day=words.day(found.day, year=True)))
    console.results.print(told(found, words))
    for title, frame, columns in (
        (words("lending.blocks"), found.plan.blocks, block_columns(words, name)),
        (words("lending.holes"), reasons(found), reason_columns(words, name)),
    ):
        if frame.empty:
            continue
        numeric = tuple(number for number, show in enumerate(columns.values()) if show.numeric)
        grid = console.grid(title, *(show.header for show in columns.values()), numeric=numeric)
        for row in records(frame.head(SHOWN)[list(columns)]):
            cells = zip(columns.values(), row, strict=True)
            console.add(grid, *(show.text(value) if show.text else value for show, value in cells))
        console.results.print(grid)
        if len(frame) > SHOWN:
            console.results.print(words("lending.more_rows", count=len(frame) - SHOWN))
    given = flows(found, name)
    if len(given):
        hours = words.number(float(given["hours"].sum()), 1)
        console.results.print(words("lending.told_flows", hours=hours, lenders=given["lender"].nunique()))
    console.results.print(told_proof(found, words))
