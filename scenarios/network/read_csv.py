"""One CSV file: UTF-8, commas, a header; cells as text, and everything that is broken about the file itself."""

from __future__ import annotations

import codecs
import csv
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from scenarios.network.findings import LISTED, Findings
from scenarios.network.parts import Part

LARGEST_MB = 1024
CHUNK = 1 << 22
BLOCK = 1 << 24
DELIMITERS = {";": ";", "\t": "tab", "|": "|", "，": "，"}
GUESSES = (("gb2312", "GB18030"), ("big5", "Big5"), ("gb18030", "GB18030"), ("cp1252", "Windows-1252"))
"""Encodings that files of spreadsheets come in, tried in this order, with the name shown."""


def read_csv(path: Path, file: str, findings: Findings) -> Part | None:
    """The cells of a CSV file; None where there is nothing to go on with, which is then in `findings`."""
    try:
        if path.stat().st_size > LARGEST_MB << 20:
            findings.add("too_large", file, size=path.stat().st_size >> 20, limit=LARGEST_MB)
            return None
        if not _is_utf8(path, file, findings):
            return None
        names = _header(path, file, findings)
        return None if names is None else _cells(path, file, names, findings)
    except OSError as error:
        findings.add("cannot_open", file, reason=error.strerror or type(error).__name__)
        return None


def _is_utf8(path: Path, file: str, findings: Findings) -> bool:
    """Whether the file is text in UTF-8; says what it is where it is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rows = 1
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if b"\0" in chunk:
                if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and rows == 1:
                    findings.add("encoding", file, encoding="UTF-16")
                else:
                    findings.add("not_text", file)
                return False
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                row = rows + error.object[: error.start].count(b"\n")
                findings.add("encoding", file, row=row, encoding=_guess(chunk))
                return False
            rows += chunk.count(b"\n")
        tail = decoder.getstate()[0]
    if tail:
        findings.add("encoding", file, row=rows, encoding=_guess(tail))
    return not tail


def _guess(chunk: bytes) -> str:
    for codec, shown in GUESSES:
        try:
            codecs.getincrementaldecoder(codec)().decode(chunk)
        except UnicodeDecodeError:
            continue
        return shown
    return "Windows-1252"


def _header(path: Path, file: str, findings: Findings) -> list[str] | None:
    """The names of the columns, which all differ and are separated by commas."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        try:
            names = [name.strip() for name in next(reader, [])]
        except csv.Error:
            findings.add("broken_quotes", file, row=1)
            return None
    if not any(names):
        findings.add("empty_file", file)
        return None
    if len(names) == 1:
        for delimiter, shown in DELIMITERS.items():
            if delimiter in names[0]:
                findings.add("delimiter", file, row=1, delimiter=shown)
                return None
    return names


def _cells(path: Path, file: str, names: list[str], findings: Findings) -> Part | None:
    broken: list[arrow_csv.InvalidRow] = []

    def skip(row: arrow_csv.InvalidRow) -> Literal["skip"]:
        broken.append(row)
        return "skip"

    positions = [str(number) for number in range(len(names))]
    try:
        table = arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=positions),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(positions, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        findings.add("broken_quotes", file)
        return None
    _report_broken(broken, file, findings)
    count = len(table) + len(broken)
    keep = np.ones(count, dtype=bool)
    keep[[row.number - 1 for row in broken if row.number is not None]] = False
    rows = np.flatnonzero(keep)[1:] + 1
    frame = table.slice(1).to_pandas()
    return part_of(names, frame, file, rows, findings)


def _report_broken(broken: list[arrow_csv.InvalidRow], file: str, findings: Findings) -> None:
    for row in broken[:LISTED]:
        if row.text.count('"') % 2:
            findings.add("broken_quotes", file, row=row.number)
        else:
            findings.add(
                "broken_row", file, row=row.number, expected=row.expected_columns, actual=row.actual_columns
            )
    if len(broken) > LISTED:
        findings.add("more", file, listed=LISTED, total=len(broken))


def part_of(names: list[str], frame: pd.DataFrame, file: str, rows: np.ndarray, findings: Findings) -> Part | None:
    """Cells under the names of their columns; a column called twice or not at all is reported.

    A column without a name and without cells is what a trailing comma leaves: it is dropped.
    """
    kept: dict[str, pd.Series] = {}
    usable = True
    for number, name in enumerate(names):
        cells = frame.iloc[:, number]
        if not name:
            if (cells != "").any():
                findings.add("unnamed_column", file, row=1, number=number + 1)
        elif name in kept:
            findings.add("duplicate_column", file, row=1, column=name)
            usable = False
        else:
            kept[name] = cells
    return Part(file, pd.DataFrame(kept), rows) if usable else None
