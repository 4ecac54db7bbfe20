"""Where the command line writes: results on standard output, everything else beside it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

results = Console(highlight=False, markup=False)
notes = Console(stderr=True, highlight=False, markup=False)


def grid(title: str, *columns: str, numeric: tuple[int, ...] = ()) -> Table:
    """An empty table; cells are plain text, so that names in brackets stay as they are."""
    table = Table(title=Text(title, style="bold"), title_justify="left", header_style="bold", show_edge=False)
    for number, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if number in numeric else "left", overflow="fold")
    return table


def add(table: Table, *cells: object) -> None:
    """One row of plain text."""
    table.add_row(*(Text(str(cell)) for cell in cells))
