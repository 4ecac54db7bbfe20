"""A frame as a table on the terminal, by the same columns as on the page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from api.cli import console
from api.records import records
from api.report.blocks import Show
from api.words import Words

SHOWN = 12
"""Rows; the files have all."""


def show(
    title: str, rows: pd.DataFrame, columns: Mapping[str, Show], words: Words, most: int | None = SHOWN
) -> None:
    """The first rows of some of a frame's columns, all without `most`; more are counted."""
    numeric = tuple(number for number, column in enumerate(columns.values()) if column.numeric)
    grid = console.grid(title, *(column.header for column in columns.values()), numeric=numeric)
    for row in records(rows[list(columns)][:most]):
        cells = zip(columns.values(), row, strict=True)
        console.add(grid, *(column.text(value) if column.text else value for column, value in cells))
    console.results.print(grid)
    if most is not None and len(rows) > most:
        console.results.print(words("cli.more_rows", count=len(rows) - most))
