"""The exported workbook after people edited it: hidden sheets say what was, visible cells what is now wanted.

Cells that still say what they said keep their segments to the letter. Where a cell differs, the person's day is
read anew from its lines; lines that mean what one of that day meant before keep its segments.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from quarterhour.grid import TimeGrid
from scenarios.network.cells import unguard
from scenarios.network.check_columns import check_columns
from scenarios.network.findings import Findings
from scenarios.network.parts import Located, Part
from scenarios.network.read_csv import part_of
from scenarios.network.read_workbook import check_sheet, open_workbook, text_rows
from scenarios.network.workbook_cells import SheetFacts
from scenarios.roster.edits import edited
from scenarios.roster.grid_cells import Cell, cells_of
from scenarios.roster.lists import Found, located, tables
from scenarios.roster.record import CELLS, FACTS, OUTLETS, SEGMENTS, SHEETS
from scenarios.roster.telling import add


def read_book(path: Path, grid: TimeGrid | None, findings: Findings) -> Found | None:
    """The roster of an exported workbook; None where it can not be read, which is then in `findings`."""
    opened = open_workbook(path, path.name, findings)
    if opened is None:
        return None
    book, facts = opened
    with book:
        try:
            return _read(book, facts, path.name, grid, findings)
        except CalamineError as error:
            findings.add("not_workbook", path.name, reason=str(error)[:100])
            return None


def _read(
    book: CalamineWorkbook, facts: Mapping[str, SheetFacts], file: str, grid: TimeGrid | None, findings: Findings
) -> Found | None:
    sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if not set(SHEETS) <= set(sheets):
        add(findings, "roster.no_record", file, None, "", "")
        return None
    for name in sheets:
        check_sheet(f"{file}: {name}", facts.get(name, SheetFacts(0, 0, [])), findings)
    hidden = {} if findings.problems else {name: _part(book, name, file, findings) for name in SHEETS}
    told = _facts(hidden.get(FACTS), file, grid, findings)
    segments, cells, outlets = (hidden.get(name) for name in (SEGMENTS, CELLS, OUTLETS))
    if told is None or segments is None or cells is None or outlets is None:
        return None
    stated, first_day, days = told
    rows = located(segments, stated, findings)
    said = check_columns(tables()["cells"], cells, stated, findings)
    if not {"outlet", "name"} <= set(outlets.frame):
        add(findings, "roster.no_record", file, None, "", "")
    shown = [cell for name in sheets if name not in SHEETS for cell in _cells(book, file, name, findings)]
    if rows is None or said is None or findings.problems:
        return None
    names = dict(zip(unguard(outlets.frame["outlet"]), unguard(outlets.frame["name"]), strict=True))
    gone, new = edited(rows.frame, said.frame, shown, names, stated, file, findings)
    return Found(_with(rows.only(~gone), new), stated, first_day, days)


def _with(kept: Located, new: list[tuple[str, int, dict[str, object]]]) -> Located:
    """Segments of the record and those of edited cells, each with its place."""
    if not new:
        return kept
    frame = pd.DataFrame([values for _, _, values in new])
    frame = frame.astype({name: kept.frame[name].dtype for name in kept.frame.columns if name in frame})
    files = list(dict.fromkeys(file for file, _, _ in new))
    added = Located(
        kept.name,
        frame[kept.frame.columns],
        tuple(files),
        np.array([files.index(file) for file, _, _ in new], dtype=np.int64),
        np.array([row for _, row, _ in new], dtype=np.int64),
    )
    return Located(
        kept.name,
        pd.concat([kept.frame, added.frame], ignore_index=True),
        (*kept.files, *added.files),
        np.concatenate([kept.file, added.file + len(kept.files)]),
        np.concatenate([kept.rows, added.rows]),
    )


def _facts(
    part: Part | None, file: str, grid: TimeGrid | None, findings: Findings
) -> tuple[TimeGrid, pd.Timestamp, int] | None:
    """Grid and horizon that the workbook states; its zone and day cut must be the network's."""
    if part is None:
        return None
    there = {"key", "value"} <= set(part.frame)
    told = dict(zip(part.frame["key"], part.frame["value"], strict=True)) if there else {}
    try:
        stated = TimeGrid(told["timezone"], int(told["grain"]), int(told["day_cut"]))
        first_day, days = pd.Timestamp(told["first_day"]), int(told["days"])
        stated.day_start(first_day)
    except (KeyError, ValueError):
        add(findings, "roster.no_record", file, None, "", "")
        return None
    if grid is not None and (grid.timezone, grid.day_cut) != (stated.timezone, stated.day_cut):
        add(findings, "roster.other_zone", file, None, "", stated.timezone, zone=grid.timezone)
        return None
    return stated, first_day, days


def _part(book: CalamineWorkbook, name: str, file: str, findings: Findings) -> Part | None:
    """A hidden sheet under its header; None where that is broken."""
    first, rows = text_rows(book, name)
    head = rows[0] if rows else []
    frame = pd.DataFrame(rows[1:], columns=range(len(head)), dtype="str")
    return part_of(head, frame, f"{file}: {name}", np.arange(first + 1, first + 1 + len(frame)), findings)


def _cells(book: CalamineWorkbook, file: str, name: str, findings: Findings) -> list[Cell]:
    first, rows = text_rows(book, name)
    return cells_of(rows, f"{file}: {name}", first, findings)
