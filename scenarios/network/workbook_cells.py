"""What a workbook's file says beyond its values: how large it unpacks, and cells that have no result."""

from __future__ import annotations

import re
import zipfile
import zlib
from html import unescape
from pathlib import Path
from typing import NamedTuple

LARGEST_MB = 512
"""Unpacked size up to which a workbook is read: a full sheet of history takes about 150."""

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What reading a damaged zip may raise; RuntimeError stands for encrypted and unknown kinds of members."""

CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL)
ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?r="(\d+)"')
WIDE_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")
SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
RELATION = re.compile(r"<Relationship\s[^>]*>")
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


class Cell(NamedTuple):
    """Where a cell stands."""

    name: str
    row: int


class SheetFacts(NamedTuple):
    """What a sheet's file says.

    Attributes
    ----------
    rows, columns
        The last row and column in which a cell stands.
    bad
        Cells whose result is an error (with its text), or a formula whose result was never saved ("").
    """

    rows: int
    columns: int
    bad: list[tuple[Cell, str]]


def unpacked_mb(path: Path) -> int:
    """Megabytes that the file says it unpacks to.

    Raises
    ------
    zipfile.BadZipFile
        When it is no workbook.
    """
    with zipfile.ZipFile(path) as packed:
        return sum(entry.file_size for entry in packed.infolist()) >> 20


def sheet_facts(path: Path) -> dict[str, SheetFacts]:
    """The facts of each sheet by its name, read before its cells are: a reader makes room for its whole span."""
    with zipfile.ZipFile(path) as packed:
        return {sheet: _facts(packed.read(member)) for sheet, member in _members(packed).items()}


def _facts(content: bytes) -> SheetFacts:
    rows = max((int(row) for row in ROW.findall(content)), default=0)
    suspect = FORMULA.search(content) or b't="e"' in content
    return SheetFacts(rows, _columns(content), _bad(content) if suspect else [])


def _columns(content: bytes) -> int:
    """The last column that a cell names; letters are tried from the last, which needs no list of all cells."""
    wide = set(WIDE_COLUMN.findall(content))
    if wide:
        return max(_number(letters) for letters in wide)
    letters = (bytes([code]) for code in range(ord("Z"), ord("A") - 1, -1))
    return next((_number(x) for x in letters if re.search(rb' r="' + x + rb"\d", content)), 0)


def _number(letters: bytes) -> int:
    number = 0
    for code in letters:
        number = number * 26 + code - ord("A") + 1
    return number


def _bad(content: bytes) -> list[tuple[Cell, str]]:
    bad = []
    for column, row, attributes, inside in CELL.findall(content):
        cell = Cell((column + row).decode(), int(row))
        value = VALUE.search(inside)
        if b't="e"' in attributes:
            bad.append((cell, value.group(1).decode() if value else "#"))
        elif FORMULA.search(inside) and value is None and b't="str"' not in attributes:
            bad.append((cell, ""))
    return bad


def _members(packed: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet within the workbook."""
    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = {}
    for tag in RELATION.findall(packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")):
        attributes = dict(ATTRIBUTE.findall(tag))
        target = attributes.get("Target", "")
        relations[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    members = {}
    for tag in SHEET.findall(packed.read("xl/workbook.xml").decode("utf-8", "replace")):
        attributes = dict(ATTRIBUTE.findall(tag))
        member = relations.get(attributes.get("r:id", ""), "")
        if member in names:
            members[unescape(attributes.get("name", ""))] = member
    return members
