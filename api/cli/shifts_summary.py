"""Suggested shifts on the terminal: the groups, their shifts, and what was found beside."""

from __future__ import annotations

from api.cli import console
from api.records import records
from api.report.blocks import Show
from api.report.shifts_page import group_columns, shift_columns, told, told_left_out, told_prices
from api.words import Words
from scenarios.plan.designing import ShiftDesign


def show_shifts(found: ShiftDesign, words: Words) -> None:
    """A row a group, a row a shift; the curve is in the files."""
    for title, frame, columns in (
        (words("report.shifts_by_group"), found.groups, group_columns(found, words)),
        (words("report.shifts_suggested"), found.shifts, shift_columns(words)),
    ):
        numeric = tuple(number for number, show in enumerate(columns.values()) if show.numeric)
        grid = console.grid(title, *(show.header for show in columns.values()), numeric=numeric)
        for row in records(frame[list(columns)]):
            console.add(grid, *(_cell(show, value) for show, value in zip(columns.values(), row, strict=True)))
        console.results.print(grid)
    for line in (*told(found, words), *told_left_out(found, words), told_prices(found, words)):
        console.results.print(line)


def _cell(show: Show, value: object) -> object:
    return show.text(value) if show.text else value
