"""Which cells of an exported workbook were edited, and the segments that they ask for instead.

A cell is edited when it no longer says what it said when it was written. All sheets that show a person tell the
whole day, so one edited cell tells it anew; two that differ contradict each other, and are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from quarterhour.arrays import Mask
from quarterhour.grid import TimeGrid
from scenarios.network.findings import Findings
from scenarios.roster.grid_cells import Cell
from scenarios.roster.lines import Line, UnreadableError, number_lines, read_line, write_lines
from scenarios.roster.rebuild import Before, NoPostError, SkippedTimeError, rebuilt
from scenarios.roster.telling import add

New = tuple[str, int, dict[str, object]]
"""File and row that a person sees, and a segment."""
Day = tuple[str, pd.Timestamp]


def edited(
    segments: pd.DataFrame,
    said: pd.DataFrame,
    shown: Sequence[Cell],
    names: Mapping[str, str],
    grid: TimeGrid,
    file: str,
    findings: Findings,
) -> tuple[Mask, list[New]]:
    """Which `segments` no longer hold, and those that take their place.

    Parameters
    ----------
    segments
        The record, columns of `Roster.segments`.
    said
        outlet, employee, day, home, text: the cells as they were written.
    shown
        The cells as they stand now.
    names
        What outlets are called.
    """
    before = {(cell[0], cell[1], cell[2]): cell[4] for cell in said.itertuples(index=False, name=None)}
    _missing(before, shown, file, findings)
    homes = dict(zip(said["employee"], said["home"], strict=True))
    asked: dict[Day, list[tuple[Cell, frozenset[Line]]]] = {}
    for cell in shown:
        if _plain(cell.text) != _plain(before.get((cell.outlet, cell.employee, cell.day), "")):
            lines = _read(cell, names, grid, findings)
            if lines is not None:
                asked.setdefault((cell.employee, cell.day), []).append((cell, lines))
    for (employee, _), cells in asked.items():
        if len({lines for _, lines in cells}) > 1:
            last = cells[-1][0]
            add(
                findings,
                "roster.told_twice",
                last.file,
                last.row,
                _day(last),
                last.text,
                employee=employee,
                first=cells[0][0].file,
            )
    days = pd.Series(
        list(zip(segments["employee"], segments["day"], strict=True)), index=segments.index, dtype=object
    )
    touched = days.isin(list(asked)).to_numpy(dtype=bool)
    marked = number_lines(segments)
    old = Before(marked, write_lines(segments), homes, grid)
    keep, new = set(), []
    for cell, lines in (cells[0] for cells in asked.values()):
        try:
            kept, made = rebuilt(cell, sorted(lines, key=lambda line: line.span or (0, 0)), old)
        except NoPostError as error:
            add(
                findings,
                "roster.which_post",
                cell.file,
                cell.row,
                _day(cell),
                cell.text,
                posts=", ".join(error.posts),
            )
        except SkippedTimeError:
            add(findings, "roster.skipped_time", cell.file, cell.row, _day(cell), cell.text, zone=grid.timezone)
        else:
            keep |= set(kept)
            new += [(cell.file, cell.row, values) for values in made]
    return touched & ~segments.index.isin(list(keep)), new


def _read(cell: Cell, names: Mapping[str, str], grid: TimeGrid, findings: Findings) -> frozenset[Line] | None:
    """The lines of a cell, each with its outlet's identifier; None where one can not be read."""
    found: set[Line] = set()
    for text in _plain(cell.text):
        try:
            line = read_line(text, grid)
        except UnreadableError:
            add(findings, "roster.unreadable", cell.file, cell.row, _day(cell), text)
            return None
        outlet = _outlet(line.outlet, names) if line.outlet else cell.outlet
        if outlet is None:
            add(findings, "roster.unknown_place", cell.file, cell.row, _day(cell), line.outlet)
            return None
        if line.activity == "leave":
            outlet = ""
        found.add(Line(line.activity, line.span, line.pauses, line.post, outlet))
    return frozenset(found)


def _outlet(text: str, names: Mapping[str, str]) -> str | None:
    """An outlet by identifier or by its name, where only one has it."""
    if text in names:
        return text
    called = [outlet for outlet, name in names.items() if name == text]
    return called[0] if len(called) == 1 else None


def _missing(
    before: Mapping[tuple[str, str, Any], str], shown: Sequence[Cell], file: str, findings: Findings
) -> None:
    """People whose row is gone: taking somebody off is done by emptying cells, so that nothing is lost unseen."""
    there = {(cell.outlet, cell.employee) for cell in shown}
    sheets = {outlet for outlet, _ in there}
    told = {(outlet, employee) for outlet, employee, _ in before}
    for outlet in sorted({outlet for outlet, _ in told} - sheets):
        add(findings, "roster.sheet_gone", file, None, "", outlet)
    for outlet, employee in sorted(told - there):
        if outlet in sheets:
            add(findings, "roster.row_gone", file, None, "", employee, outlet=outlet)


def _plain(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


def _day(cell: Cell) -> str:
    return cell.day.date().isoformat()
