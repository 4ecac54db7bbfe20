"""What a workbook's file says beyond its values: how large it unpacks, and cells that have no result."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path
from typing import NamedTuple

LARGEST_MB = 512
"""Unpacked size up to which a workbook is read: a full sheet of history takes about 150."""

CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")
SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
RELATION = re.compile(r"<Relationship\s[^>]*>")
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


class Cell(NamedTuple):
    """Where a cell stands."""

    name: str
    row: int


def unpacked_mb(path: Path) -> int:
    """Megabytes that the file says it unpacks to.

    Raises
    ------
    zipfile.BadZipFile
        When it is no workbook.
    """
    with zipfile.ZipFile(path) as packed:
        return sum(entry.file_size for entry in packed.infolist()) >> 20


def bad_cells(path: Path) -> dict[str, list[tuple[Cell, str]]]:
    """By sheet: cells whose result is an error (with its text), or a formula whose result was never saved ("")."""
    found: dict[str, list[tuple[Cell, str]]] = {}
    with zipfile.ZipFile(path) as packed:
        for sheet, member in _members(packed).items():
            content = packed.read(member)
            if b"f>" in content or b"<f" in content or b't="e"' in content or b":f" in content:
                found[sheet] = _bad(content)
    return found


def _bad(content: bytes) -> list[tuple[Cell, str]]:
    bad = []
    for column, row, attributes, inside in CELL.findall(content):
        cell = Cell((column + row).decode(), int(row))
        value = VALUE.search(inside)
        if b't="e"' in attributes:
            bad.append((cell, value.group(1).decode() if value else "#"))
        elif re.search(rb"<(?:\w+:)?f[\s/>]", inside) and value is None and b't="str"' not in attributes:
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
