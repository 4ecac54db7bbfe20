"""One .xlsx workbook, a table a sheet; formulas count by their saved results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import python_calamine as calamine

from scenarios.network.cells import cell_text
from scenarios.network.findings import LISTED, Findings
from scenarios.network.parts import Part
from scenarios.network.read_csv import part_of
from scenarios.network.schema import schema
from scenarios.network.workbook_cells import BROKEN, LARGEST_MB, SheetFacts, sheet_facts, unpacked_mb

MOST_CELLS = 12_000_000
"""Cells that a sheet may span; one stray cell in the last corner spans 17 thousand million."""


def read_workbook(
    path: Path, file: str, claim: Callable[[str], str | None], findings: Findings
) -> Iterator[tuple[str, Part | None]]:
    """The table and cells of every sheet that `claim` has a table for; None for cells that can not be used.

    Empty sheets that are called like no table, as programs leave them, are passed over.
    """
    opened = open_workbook(path, file, findings)
    if opened is None:
        return
    book, facts = opened
    with book:
        sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        for name in sheets:
            known = facts.get(name, SheetFacts(0, 0, []))
            passed_over = not known.rows and name not in schema()
            table = None if passed_over else claim(name)
            if table is not None:
                where = f"{file}: {name}"
                readable = check_sheet(where, known, findings)
                yield table, _sheet(book, name, where, findings) if readable else None


def open_workbook(
    path: Path, file: str, findings: Findings
) -> tuple[calamine.CalamineWorkbook, dict[str, SheetFacts]] | None:
    """A workbook and the facts of its sheets, before a cell of them is read; None where it can not be opened."""
    try:
        size = unpacked_mb(path)
        if size > LARGEST_MB:
            findings.add("too_large", file, size=size, limit=LARGEST_MB)
            return None
        facts = sheet_facts(path)
        book = calamine.load_workbook(str(path))
    except calamine.PasswordError:
        findings.add("encrypted_workbook", file)
        return None
    except (OSError, calamine.CalamineError, *BROKEN) as error:
        kind = "encrypted_workbook" if _is_encrypted(path) else "not_workbook"
        findings.add(kind, file, reason=str(error).splitlines()[0][:100] if str(error) else type(error).__name__)
        return None
    return book, facts


def check_sheet(where: str, facts: SheetFacts, findings: Findings) -> bool:
    """Whether a sheet is small enough to be read; cells without a value are told, up to a limit."""
    for cell, error_text in facts.bad[:LISTED]:
        kind = "error_cell" if error_text else "formula_without_result"
        findings.add(kind, where, row=cell.row, value=error_text, cell=cell.name)
    if facts.rows * facts.columns <= MOST_CELLS:
        return True
    findings.add("too_many_rows", where, rows=facts.rows, limit=MOST_CELLS // facts.columns)
    return False


def _is_encrypted(path: Path) -> bool:
    """A workbook with a password is an OLE file, not a zip."""
    try:
        with path.open("rb") as stream:
            return stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    except OSError:
        return False


def _text(cell: object) -> str:
    """A cell as text. Workbooks do not tell a day from its midnight: both are read as the midnight."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        cell = datetime.combine(cell, time())
    return cell_text(cell)


def text_rows(book: calamine.CalamineWorkbook, name: str) -> tuple[int, list[list[str]]]:
    """The number of a sheet's first row that holds anything, and the cells from there as text."""
    sheet = book.get_sheet_by_name(name)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    return 1 if sheet.start is None else sheet.start[0] + 1, rows


def _sheet(book: calamine.CalamineWorkbook, name: str, where: str, findings: Findings) -> Part | None:
    try:
        first, rows = text_rows(book, name)
    except calamine.CalamineError as error:
        findings.add("not_workbook", where, reason=str(error)[:100])
        return None
    if not rows:
        findings.add("empty_file", where)
        return None
    names = [name.strip() for name in rows[0]]
    frame = pd.DataFrame(rows[1:], columns=range(len(names)), dtype="str")
    return part_of(names, frame, where, np.arange(first + 1, first + len(rows)), findings)
